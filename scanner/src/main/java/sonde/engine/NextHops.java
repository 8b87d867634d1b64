// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.neigh.PathPlan;
import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Where probes to each address go first: a sorted table of address ranges, each with the Ethernet
 * address of its router, or with the word that it is on the link itself, or not to be reached.
 */
final class NextHops {

    /** The target is its own next hop. */
    static final long ON_LINK = -1;

    /** The target can't be reached. */
    static final long UNROUTED = -2;

    /** The target is reached through another interface of the scan. */
    static final long ELSEWHERE = -3;

    // IPv4, with the sign bit flipped, so that they sort as signed numbers.
    private final int[] first;
    private final int[] last;
    private final long[] hop;

    // IPv6.
    private final IpAddress[] ipv6First;
    private final IpAddress[] ipv6Last;
    private final long[] ipv6Hop;

    /** What is said of addresses that are in no range. */
    private final long otherwise;

    /** Of the last IPv6 address: neighbouring probes often have the same. */
    private int ipv6Place;

    private NextHops(List<Entry> ipv4, List<Entry> ipv6, long otherwise) {
        this.otherwise = otherwise;
        first = ipv4.stream().mapToInt(e -> e.first.ipv4() ^ Integer.MIN_VALUE).toArray();
        last = ipv4.stream().mapToInt(e -> e.last.ipv4() ^ Integer.MIN_VALUE).toArray();
        hop = ipv4.stream().mapToLong(e -> e.hop).toArray();
        ipv6First = ipv6.stream().map(e -> e.first).toArray(IpAddress[]::new);
        ipv6Last = ipv6.stream().map(e -> e.last).toArray(IpAddress[]::new);
        ipv6Hop = ipv6.stream().mapToLong(e -> e.hop).toArray();
    }

    /**
     * The table of a plan.
     *
     * @param onLinkHop what stands for targets on the link: {@link #ON_LINK}, or 0 where frames
     *     have no Ethernet header
     * @param macOf the Ethernet address of the plan's i-th router
     * @param elsewhere what other interfaces of the scan reach
     * @param unrouted what no interface of the scan reaches
     * @param isFirst whether this is the scan's first interface, which answers for what is not
     *     reached
     */
    static NextHops of(
            PathPlan path,
            long onLinkHop,
            IntToLongFunction macOf,
            List<AddressSet> elsewhere,
            List<AddressSet> unrouted,
            boolean isFirst) {
        long otherwise = isFirst ? UNROUTED : ELSEWHERE;
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(path.onLink(), onLinkHop));
        for (int i = 0; i < path.viaGateway().size(); i++) {
            parts.add(new Part(path.viaGateway().get(i).targets(), macOf.applyAsLong(i)));
        }
        elsewhere.forEach(targets -> parts.add(new Part(targets, ELSEWHERE)));
        unrouted.forEach(targets -> parts.add(new Part(targets, otherwise)));
        return new NextHops(merge(parts, true), merge(parts, false), otherwise);
    }

    /** Targets with one next hop. */
    private record Part(AddressSet targets, long hop) {

        int count(boolean isIpv4) {
            return isIpv4 ? targets.ipv4().rangeCount() : targets.ipv6().rangeCount();
        }

        IpAddress first(boolean isIpv4, int i) {
            return isIpv4 ? IpAddress.ofIpv4(targets.ipv4().first(i)) : targets.ipv6().first(i);
        }

        IpAddress last(boolean isIpv4, int i) {
            return isIpv4 ? IpAddress.ofIpv4(targets.ipv4().last(i)) : targets.ipv6().last(i);
        }
    }

    /** Addresses in a row with one next hop, and what lies between them and is no target. */
    private static final class Entry {
        private final IpAddress first;
        private IpAddress last;
        private final long hop;

        Entry(IpAddress first, IpAddress last, long hop) {
            this.first = first;
            this.last = last;
            this.hop = hop;
        }
    }

    /**
     * Merges the ranges of all parts in ascending order. Ranges that follow one another with the
     * same next hop become one, so that a list of millions of addresses takes no more than its
     * routes do.
     */
    private static List<Entry> merge(List<Part> parts, boolean isIpv4) {
        int[] next = new int[parts.size()];
        List<Entry> merged = new ArrayList<>();
        while (true) {
            int lowest = -1;
            IpAddress begin = null;
            for (int i = 0; i < next.length; i++) {
                if (next[i] < parts.get(i).count(isIpv4)) {
                    IpAddress candidate = parts.get(i).first(isIpv4, next[i]);
                    if (begin == null || candidate.compareTo(begin) < 0) {
                        lowest = i;
                        begin = candidate;
                    }
                }
            }
            if (begin == null) {
                return merged;
            }
            Part part = parts.get(lowest);
            IpAddress end = part.last(isIpv4, next[lowest]++);
            if (!merged.isEmpty() && merged.getLast().hop == part.hop()) {
                merged.getLast().last = end;
            } else {
                merged.add(new Entry(begin, end, part.hop()));
            }
        }
    }

    /** The next hop's Ethernet address, or one of the words above, for an IPv4 address. */
    long hopOf(int address) {
        int key = address ^ Integer.MIN_VALUE;
        int place = Arrays.binarySearch(first, key);
        if (place < 0) {
            place = -place - 2;
        }
        return place >= 0 && key <= last[place] ? hop[place] : otherwise;
    }

    /** The same for an IPv6 address. One thread. */
    long hopOf(long high, long low) {
        if (ipv6Hop.length == 0) {
            return otherwise;
        }
        if (isIn(ipv6Place, high, low)) {
            return ipv6Hop[ipv6Place];
        }
        int from = 0;
        int to = ipv6Hop.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            IpAddress begin = ipv6First[middle];
            if (IpAddress.compare(begin.high(), begin.low(), high, low) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        if (!isIn(from, high, low)) {
            return otherwise;
        }
        ipv6Place = from;
        return ipv6Hop[from];
    }

    private boolean isIn(int place, long high, long low) {
        IpAddress begin = ipv6First[place];
        IpAddress end = ipv6Last[place];
        return IpAddress.compare(begin.high(), begin.low(), high, low) <= 0
                && IpAddress.compare(high, low, end.high(), end.low()) <= 0;
    }
}
