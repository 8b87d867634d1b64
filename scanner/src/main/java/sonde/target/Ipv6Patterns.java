// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes few likely addresses out of ranges that nobody can scan whole, such as prefixes.
 *
 * <p>A range of no more addresses than the limit is taken whole, single addresses above all. Out of
 * a wider one come first the random addresses, drawn from all of it, then network after network,
 * and in each pattern after pattern, the identifiers: a network is a /64, and the lowest comes
 * first, since that is where operators begin to number. Where only a part of a network is in the
 * range, identifiers count from the part's first address. A range gets no more addresses than the
 * limit. Prefixes that touch are one range, with one limit.
 *
 * <p>The same ranges, patterns, seed and limit give the same addresses, on every machine and in
 * every later version. Immutable; any thread may use it.
 */
public final class Ipv6Patterns {

    /** The bit of the first byte of an Ethernet address that is flipped (RFC 4291 appendix A). */
    private static final int LOCAL_BIT = 0x02_0000;

    private static final long EUI64_MIDDLE = 0xFFFEL << 24;
    private static final int CARDS = 1 << 24;

    /** The identifiers of each pattern, as addresses of which only the lower half counts. */
    private final List<RangeTable> identifiers;

    private final long drawCount;
    private final long seed;
    private final long limit;

    private Ipv6Patterns(List<Ipv6Pattern> patterns, long seed, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of addresses is at least 1, not " + limit);
        }
        this.seed = seed;
        this.limit = limit;
        identifiers = new ArrayList<>();
        long draws = 0;
        for (Ipv6Pattern pattern : patterns) {
            if (pattern instanceof Ipv6Pattern.Random(int count)) {
                draws += count;
            } else {
                Ipv6Ranges.Builder into = Ipv6Ranges.builder();
                addIdentifiers(pattern, into);
                identifiers.add(into.build().table());
            }
        }
        drawCount = draws;
    }

    /**
     * The likely addresses of prefixes.
     *
     * @param seed any number; random addresses depend on it
     * @param maxPerPrefix the most addresses that are made of a range, at least 1
     * @throws IllegalArgumentException if the limit is below 1
     */
    public static Ipv6Ranges expand(
            Ipv6Ranges prefixes, List<Ipv6Pattern> patterns, long seed, long maxPerPrefix) {
        Ipv6Patterns expander = new Ipv6Patterns(patterns, seed, maxPerPrefix);
        Ipv6Ranges.Builder into = Ipv6Ranges.builder();
        RangeTable table = prefixes.table();
        for (int i = 0; i < table.count(); i++) {
            expander.expandRange(table, i, into);
        }
        return into.build();
    }

    private void addIdentifiers(Ipv6Pattern pattern, Ipv6Ranges.Builder into) {
        switch (pattern) {
            case Ipv6Pattern.LowByte(int count) -> into.add(0, 1, 0, count);
            case Ipv6Pattern.Eui64(int oui, int count) -> addCards(oui, count, into);
            case Ipv6Pattern.ServicePorts(PortRanges ports) -> {
                for (int i = 0; i < ports.size(); i++) {
                    addOne(ports.portAt(i), into);
                    addOne(decimalAsHex(ports.portAt(i)), into);
                }
            }
            case Ipv6Pattern.EmbeddedIpv4(AddressRanges addresses) -> {
                for (long i = 0; i < addresses.size(); i++) {
                    int address = addresses.addressAt(i);
                    addOne(address & 0xFFFF_FFFFL, into);
                    addOne(fourGroups(address), into);
                }
            }
            case Ipv6Pattern.Random _ -> throw new IllegalArgumentException("no identifiers");
        }
    }

    /** Cards of a maker, spread over all of its numbers: an odd factor makes a bijection. */
    private void addCards(int oui, int count, Ipv6Ranges.Builder into) {
        long key = Fingerprint.add(seed, oui);
        long factor = key >>> 32 | 1;
        long maker = (long) (oui ^ LOCAL_BIT) << 40 | EUI64_MIDDLE;
        for (long i = 0; i < count; i++) {
            addOne(maker | (i * factor + key & CARDS - 1), into);
        }
    }

    private static void addOne(long identifier, Ipv6Ranges.Builder into) {
        into.add(0, identifier, 0, identifier);
    }

    /** The number that in hexadecimal is written as another in decimal: 0x80 for 80. */
    private static long decimalAsHex(int number) {
        long hex = 0;
        int rest = number;
        for (int shift = 0; rest > 0; shift += 4) {
            hex |= (long) (rest % 10) << shift;
            rest /= 10;
        }
        return hex;
    }

    private static long fourGroups(int address) {
        long groups = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            groups = groups << 16 | decimalAsHex(address >>> shift & 0xFF);
        }
        return groups;
    }

    private void expandRange(RangeTable table, int range, Ipv6Ranges.Builder into) {
        long firstHigh = table.firstHigh(range);
        long firstLow = table.firstLow(range);
        long lastHigh = table.lastHigh(range);
        long lastLow = table.lastLow(range);
        if (RangeTable.count(firstHigh, firstLow, lastHigh, lastLow) <= limit) {
            into.add(firstHigh, firstLow, lastHigh, lastLow);
            return;
        }
        long draws = Math.min(drawCount, limit);
        draw(firstHigh, firstLow, lastHigh, lastLow, draws, into);
        long left = limit - draws;
        boolean isLast = identifiers.isEmpty();
        for (long high = firstHigh; left > 0 && !isLast; high++) {
            isLast = high == lastHigh;
            long from = high == firstHigh ? firstLow : 0;
            long span = (isLast ? lastLow : -1) - from;
            left -= number(high, from, span, left, into);
        }
    }

    /**
     * Adds the identifiers of a network.
     *
     * @param span how far behind {@code from} the last address is, unsigned
     * @return how many, at most {@code left}
     */
    private long number(long high, long from, long span, long left, Ipv6Ranges.Builder into) {
        long rest = left;
        for (RangeTable table : identifiers) {
            for (int i = 0; i < table.count() && rest > 0; i++) {
                long first = table.firstLow(i);
                if (Long.compareUnsigned(first, span) > 0) {
                    break;
                }
                // Identifiers of a range are few, so that these differences are small.
                long behind = Math.min(table.lastLow(i) - first, rest - 1);
                long room = span - first;
                behind = Long.compareUnsigned(room, behind) < 0 ? room : behind;
                into.add(high, from + first, high, from + first + behind);
                rest -= behind + 1;
            }
        }
        return left - rest;
    }

    private void draw(
            long firstHigh,
            long firstLow,
            long lastHigh,
            long lastLow,
            long count,
            Ipv6Ranges.Builder into) {
        long key = Fingerprint.add(Fingerprint.add(seed, firstHigh), firstLow);
        long spanLow = lastLow - firstLow;
        long spanHigh = lastHigh - firstHigh - Ipv6Lookup.carry(lastLow, firstLow);
        long maskHigh = spanHigh == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(spanHigh);
        long maskLow = spanHigh == 0 ? -1L >>> Long.numberOfLeadingZeros(spanLow) : -1;
        long turn = 0;
        for (long made = 0; made < count; ) {
            long high = Fingerprint.add(key, turn++) & maskHigh;
            long low = Fingerprint.add(key, turn++) & maskLow;
            // More than half of all draws are within the span.
            if (IpAddress.compare(high, low, spanHigh, spanLow) <= 0) {
                long sumLow = firstLow + low;
                long sumHigh = firstHigh + high + Ipv6Lookup.carry(sumLow, firstLow);
                into.add(sumHigh, sumLow, sumHigh, sumLow);
                made++;
            }
        }
    }
}
