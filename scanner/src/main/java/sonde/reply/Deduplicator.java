// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.record.Status;
import sonde.wire.IpAddress;

/**
 * Remembers which answers were already taken. Receive agents that share one lock it.
 *
 * <p>What holds, always: the first answer of a target with a status is never held back, because
 * whole keys are compared and not hashes. What holds while the answers fill no more than a quarter
 * of the table: repeats don't pass either. Beyond that the table forgets its oldest answers, and a
 * late repeat of one may pass; memory stays what it was.
 *
 * <p>The table is sets of {@value #WAYS} entries. An answer belongs into the set its hash names,
 * and if that is full into the first of the next {@value #SETS_TRIED_MAX} - 1 with room; when all
 * are full, the oldest entry of its own set goes. Entries never leave holes, so the search may end
 * at the first set that isn't full. At a quarter's load a set gets more than 8 answers once in 4000
 * (Poisson with mean 2), so without the spilling repeats would pass; four neighbouring sets get
 * more than 32 less than once in 10^10.
 *
 * <p>The hash has a random key, so that hostile answers can't be aimed at one set.
 *
 * <p>While only IPv4 is scanned an entry is one word; where IPv6 is, it is three, the address in
 * the first two, IPv4 mapped.
 *
 * <pre>
 *   63    55  54  53            22 21         6 5      3 2      0
 *  +--------+---+----------------+-------------+--------+--------+
 *  |   0    | 1 |  IPv4 address  |    port     |protocol| status |
 *  +--------+---+----------------+-------------+--------+--------+
 *  +-------------------------------------------------------------+
 *  |               the address's first 64 bits                   |
 *  +-------------------------------------------------------------+
 *  |               the address's last 64 bits                    |
 *  +--------+---+----------------+-------------+--------+--------+
 *  |   0    | 1 |       0        |    port     |protocol| status |
 *  +--------+---+----------------+-------------+--------+--------+
 * </pre>
 */
public final class Deduplicator {

    /** The fewest entries {@link #forTargets} chooses: 32 KiB, or 96 KiB with IPv6. */
    public static final int ENTRIES_MIN = 1 << 12;

    /** The most entries {@link #forTargets} chooses: 32 MiB, or 96 MiB with IPv6. */
    public static final int ENTRIES_MAX = 1 << 22;

    private static final int WAYS = 8;
    private static final int SETS_TRIED_MAX = 4;
    private static final int WIDE_LONGS = 3;

    private static final int PROTOCOL_SHIFT = 3;
    private static final int PORT_SHIFT = 6;
    private static final int ADDRESS_SHIFT = 22;

    /** Tells an entry from an empty place, which is 0; in the last word of a wide one. */
    private static final long PRESENT = 1L << 54;

    private final long[] entries;
    private final boolean isWide;
    private final int entryLongs;
    private final int setLongs;
    private final int hashShift;
    private final long hashKey;
    private final long hashMultiplier;

    /**
     * A table of a given size.
     *
     * @param entryCount how many answers it can hold; a power of two, at least 32
     * @param hasIpv6 whether there are answers from IPv6 addresses
     * @param key random, for the hash
     */
    Deduplicator(int entryCount, boolean hasIpv6, long key) {
        if (Integer.bitCount(entryCount) != 1 || entryCount < WAYS * SETS_TRIED_MAX) {
            throw new IllegalArgumentException(
                    "invalid entry count " + entryCount + ": needs a power of two from 32");
        }
        isWide = hasIpv6;
        entryLongs = hasIpv6 ? WIDE_LONGS : 1;
        setLongs = WAYS * entryLongs;
        entries = new long[entryCount * entryLongs];
        hashShift = Long.numberOfLeadingZeros(entryCount / WAYS) + 1;
        hashKey = key;
        hashMultiplier = Long.reverse(key) * 0x9E37_79B9_7F4A_7C15L | 1;
    }

    /**
     * A table of the size that suits a scan: four entries a target, within bounds. Up to 2^20
     * answers are all remembered.
     *
     * @param targetCount how many targets the scan has, at least 0
     * @param hasIpv6 whether any of them has an IPv6 address
     * @param key random, for the hash
     */
    public static Deduplicator forTargets(long targetCount, boolean hasIpv6, long key) {
        long wanted = Math.clamp(targetCount, ENTRIES_MIN / 4, ENTRIES_MAX / 4) * 4L;
        int entryCount = (int) (Long.highestOneBit(wanted - 1) << 1);
        return new Deduplicator(entryCount, hasIpv6, key);
    }

    /** How much memory the table takes, in bytes. */
    public long memoryBytes() {
        return (long) entries.length * Long.BYTES;
    }

    /**
     * Whether this answer was not seen before, as far as the table remembers; it is from now on.
     *
     * @param address the target's IPv4 address, in host order
     * @param protocol the ordinal of the target's {@link sonde.record.Protocol}
     * @param port the target's port, 0 to 65535
     */
    public boolean isFirst(int address, int protocol, int port, Status status) {
        return isWide
                ? isFirstWide(0, mapped(address), tail(protocol, port, status))
                : isFirstCompact(compact(address, protocol, port, status));
    }

    /**
     * The same for an address of either family, as {@link IpAddress} has it. It must be of IPv4 if
     * the table is for IPv4 alone.
     */
    public boolean isFirst(long high, long low, int protocol, int port, Status status) {
        if (isWide) {
            return isFirstWide(high, low, tail(protocol, port, status));
        }
        assert IpAddress.isIpv4(high, low);
        return isFirstCompact(compact((int) low, protocol, port, status));
    }

    /** Whether this answer was seen, as far as the table remembers. Parameters as above. */
    public boolean has(int address, int protocol, int port, Status status) {
        return isWide
                ? hasWide(0, mapped(address), tail(protocol, port, status))
                : hasCompact(compact(address, protocol, port, status));
    }

    /** The same for an address of either family. */
    public boolean has(long high, long low, int protocol, int port, Status status) {
        if (isWide) {
            return hasWide(high, low, tail(protocol, port, status));
        }
        assert IpAddress.isIpv4(high, low);
        return hasCompact(compact((int) low, protocol, port, status));
    }

    private static long mapped(int address) {
        return IpAddress.IPV4_MAPPED | (address & 0xFFFF_FFFFL);
    }

    private static long compact(int address, int protocol, int port, Status status) {
        return tail(protocol, port, status) | (address & 0xFFFF_FFFFL) << ADDRESS_SHIFT;
    }

    @SuppressWarnings("EnumOrdinal") // An entry lasts no longer than the process.
    private static long tail(int protocol, int port, Status status) {
        assert protocol >>> 3 == 0 && port >>> 16 == 0;
        return PRESENT
                | (long) port << PORT_SHIFT
                | (long) protocol << PROTOCOL_SHIFT
                | status.ordinal();
    }

    private boolean isFirstCompact(long entry) {
        int home = homeOf(entry);
        int at = home;
        for (int tried = 0; tried < SETS_TRIED_MAX; tried++) {
            for (int way = 0; way < WAYS; way++) {
                long present = entries[at + way];
                if (present == entry) {
                    return false;
                }
                if (present == 0) {
                    entries[at + way] = entry;
                    return true;
                }
            }
            at = setAfter(at);
        }
        entries[makeRoom(home)] = entry;
        return true;
    }

    private boolean hasCompact(long entry) {
        int at = homeOf(entry);
        for (int tried = 0; tried < SETS_TRIED_MAX; tried++) {
            for (int way = 0; way < WAYS; way++) {
                long present = entries[at + way];
                if (present == entry || present == 0) {
                    return present == entry;
                }
            }
            at = setAfter(at);
        }
        return false;
    }

    private boolean isFirstWide(long high, long low, long tail) {
        int home = homeOf(high, low, tail);
        int place = find(home, high, low, tail);
        if (place >= 0 && entries[place + 2] != 0) {
            return false;
        }
        int taken = place >= 0 ? place : makeRoom(home);
        entries[taken] = high;
        entries[taken + 1] = low;
        entries[taken + 2] = tail;
        return true;
    }

    private boolean hasWide(long high, long low, long tail) {
        int place = find(homeOf(high, low, tail), high, low, tail);
        return place >= 0 && entries[place + 2] != 0;
    }

    /** Where a wide entry is, or the first empty place for it; -1 if there is neither. */
    private int find(int home, long high, long low, long tail) {
        int at = home;
        for (int tried = 0; tried < SETS_TRIED_MAX; tried++) {
            for (int place = at; place < at + setLongs; place += WIDE_LONGS) {
                long present = entries[place + 2];
                if (present == 0
                        || (present == tail
                                && entries[place + 1] == low
                                && entries[place] == high)) {
                    return place;
                }
            }
            at = setAfter(at);
        }
        return -1;
    }

    private int setAfter(int set) {
        int next = set + setLongs;
        return next < entries.length ? next : 0;
    }

    /** The index of the first word of the set an answer belongs to, its status included. */
    private int homeOf(long entry) {
        long hash = (entry ^ hashKey) * hashMultiplier;
        hash = (hash ^ hash >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (hash >>> hashShift) * setLongs;
    }

    /**
     * The same for a wide entry. Both halves of each product are used, so that nobody can choose
     * halves of addresses whose differences cancel out.
     */
    private int homeOf(long high, long low, long tail) {
        long first = multiply(high ^ hashKey, low ^ hashMultiplier);
        return homeOf(multiply(first ^ hashMultiplier, tail ^ hashKey));
    }

    private static long multiply(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    /** A full set is a queue, the oldest entry first; its last place is free afterwards. */
    private int makeRoom(int set) {
        int last = set + setLongs - entryLongs;
        System.arraycopy(entries, set + entryLongs, entries, set, setLongs - entryLongs);
        return last;
    }
}
