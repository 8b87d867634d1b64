// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

/**
 * Which blocks of a stream have probes that are not dealt with yet. Blocks have numbers that
 * ascend, and are opened in their order. Used by one thread.
 */
final class OpenBlocks {

    /** What {@link #oldest()} says when there is none. */
    static final long NONE = Long.MAX_VALUE;

    private static final int CAPACITY_FIRST = 64;

    /** The probes of each block from the oldest on, in a ring. */
    private int[] counts = new int[CAPACITY_FIRST];

    private long oldest;

    /** One behind the newest. */
    private long end;

    /**
     * Opens a block, or adds to the last one.
     *
     * @param block its number, 0 or more, no lower than that of the last one
     * @param probes how many more it has
     */
    void add(long block, int probes) {
        if (oldest == end) {
            oldest = block;
            end = block;
        }
        while (block - oldest >= counts.length) {
            grow();
        }
        while (end <= block) {
            counts[place(end)] = 0;
            end++;
        }
        counts[place(block)] += probes;
    }

    /** Notes that one of a block's probes is dealt with. */
    void remove(long block) {
        counts[place(block)]--;
        while (oldest < end && counts[place(oldest)] == 0) {
            oldest++;
        }
    }

    /** The first block that has probes; {@link #NONE} if none has. */
    long oldest() {
        return oldest == end ? NONE : oldest;
    }

    private int place(long block) {
        return (int) (block & counts.length - 1);
    }

    private void grow() {
        int[] longer = new int[counts.length * 2];
        for (long block = oldest; block < end; block++) {
            longer[(int) (block & longer.length - 1)] = counts[place(block)];
        }
        counts = longer;
    }
}
