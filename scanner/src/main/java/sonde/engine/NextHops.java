// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.neigh.PathPlan;
import sonde.target.AddressRanges;

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

    /** The target can't be reached through this interface. */
    static final long UNROUTED = -2;

    private record Entry(int first, int last, long hop) {}

    private final int[] first;
    private final int[] last;
    private final long[] hop;

    private NextHops(List<Entry> entries) {
        entries.sort((a, b) -> Integer.compareUnsigned(a.first(), b.first()));
        first = entries.stream().mapToInt(entry -> entry.first() ^ Integer.MIN_VALUE).toArray();
        last = entries.stream().mapToInt(entry -> entry.last() ^ Integer.MIN_VALUE).toArray();
        hop = entries.stream().mapToLong(Entry::hop).toArray();
    }

    /**
     * The table of a plan.
     *
     * @param onLinkHop what stands for targets on the link: {@link #ON_LINK}, or 0 where frames
     *     have no Ethernet header
     * @param macOf the Ethernet address of the plan's i-th router
     */
    static NextHops of(PathPlan path, long onLinkHop, IntToLongFunction macOf) {
        List<Entry> entries = new ArrayList<>();
        add(entries, path.onLink().ipv4(), onLinkHop);
        for (int i = 0; i < path.viaGateway().size(); i++) {
            add(entries, path.viaGateway().get(i).targets().ipv4(), macOf.applyAsLong(i));
        }
        return new NextHops(entries);
    }

    private static void add(List<Entry> entries, AddressRanges ranges, long hop) {
        for (int i = 0; i < ranges.rangeCount(); i++) {
            entries.add(new Entry(ranges.first(i), ranges.last(i), hop));
        }
    }

    /** The next hop's Ethernet address, or {@link #ON_LINK}, or {@link #UNROUTED}. */
    long hopOf(int address) {
        int key = address ^ Integer.MIN_VALUE;
        int place = Arrays.binarySearch(first, key);
        if (place < 0) {
            place = -place - 2;
        }
        return place >= 0 && key <= last[place] ? hop[place] : UNROUTED;
    }
}
