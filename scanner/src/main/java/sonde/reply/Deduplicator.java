// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.record.Status;

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
 * <pre>
 *   63      51  50  49            18 17        2 1      0
 *  +----------+---+----------------+------------+--------+
 *  |    0     | 1 |    address     |    port    | status |
 *  +----------+---+----------------+------------+--------+
 * </pre>
 */
public final class Deduplicator {

    /** The fewest entries {@link #forTargets} chooses: 32 KiB. */
    public static final int ENTRIES_MIN = 1 << 12;

    /** The most entries {@link #forTargets} chooses: 32 MiB. */
    public static final int ENTRIES_MAX = 1 << 22;

    private static final int WAYS = 8;
    private static final int SETS_TRIED_MAX = 4;

    /** Tells an entry from an empty place, which is 0. */
    private static final long PRESENT = 1L << 50;

    private final long[] entries;
    private final int entryMask;
    private final int hashShift;
    private final long hashKey;
    private final long hashMultiplier;

    /**
     * A table of a given size.
     *
     * @param entryCount how many answers it can hold; a power of two, at least 32
     * @param key random, for the hash
     */
    Deduplicator(int entryCount, long key) {
        if (Integer.bitCount(entryCount) != 1 || entryCount < WAYS * SETS_TRIED_MAX) {
            throw new IllegalArgumentException(
                    "invalid entry count " + entryCount + ": needs a power of two from 32");
        }
        entries = new long[entryCount];
        entryMask = entryCount - 1;
        hashShift = Long.numberOfLeadingZeros(entryCount / WAYS) + 1;
        hashKey = key;
        hashMultiplier = Long.reverse(key) * 0x9E37_79B9_7F4A_7C15L | 1;
    }

    /**
     * A table of the size that suits a scan: four entries a target, within bounds. Up to 2^20
     * answers are all remembered.
     *
     * @param targetCount how many targets the scan has, at least 0
     * @param key random, for the hash
     */
    public static Deduplicator forTargets(long targetCount, long key) {
        long wanted = Math.clamp(targetCount, ENTRIES_MIN / 4, ENTRIES_MAX / 4) * 4L;
        int entryCount = (int) (Long.highestOneBit(wanted - 1) << 1);
        return new Deduplicator(entryCount, key);
    }

    /** How much memory the table takes, in bytes. */
    public long memoryBytes() {
        return (long) entries.length * Long.BYTES;
    }

    /**
     * Whether this answer was not seen before, as far as the table remembers; it is from now on.
     *
     * @param address the target's IPv4 address, in host order
     * @param port the target's port, 0 to 65535
     */
    @SuppressWarnings("EnumOrdinal") // An entry lasts no longer than the process.
    public boolean isFirst(int address, int port, Status status) {
        long target = (address & 0xFFFF_FFFFL) << 16 | port;
        long entry = PRESENT | target << 2 | status.ordinal();
        int home = homeOf(target);
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
            at = at + WAYS & entryMask;
        }
        replaceOldest(home, entry);
        return true;
    }

    /** Whether this answer was seen, as far as the table remembers. Parameters as above. */
    @SuppressWarnings("EnumOrdinal") // An entry lasts no longer than the process.
    public boolean has(int address, int port, Status status) {
        long target = (address & 0xFFFF_FFFFL) << 16 | port;
        long entry = PRESENT | target << 2 | status.ordinal();
        int at = homeOf(target);
        for (int tried = 0; tried < SETS_TRIED_MAX; tried++) {
            for (int way = 0; way < WAYS; way++) {
                long present = entries[at + way];
                if (present == entry || present == 0) {
                    return present == entry;
                }
            }
            at = at + WAYS & entryMask;
        }
        return false;
    }

    /** The index of the first entry of the set a target belongs to. */
    private int homeOf(long target) {
        long hash = (target ^ hashKey) * hashMultiplier;
        hash = (hash ^ hash >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (hash >>> hashShift) * WAYS;
    }

    /** A full set is a queue, the oldest entry first. */
    private void replaceOldest(int set, long entry) {
        System.arraycopy(entries, set + 1, entries, set, WAYS - 1);
        entries[set + WAYS - 1] = entry;
    }
}
