// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.util.Arrays;

/**
 * The memory for the bytes of all connections, in blocks. Memory is taken from the heap in slabs
 * when blocks are first used, and kept; there are never more blocks than were allowed.
 */
final class BlockPool {

    static final int BLOCK_BYTES = 512;
    static final int NONE = -1;

    private static final int SLAB_BLOCK_BITS = 9;
    private static final int SLAB_BLOCKS = 1 << SLAB_BLOCK_BITS;

    private final byte[][] slabs;

    /** The block behind a block in its chain; of free ones, the next free one. */
    private final int[] next;

    private final int blockCount;
    private int freeCount;
    private int freed = NONE;

    /** Blocks from here on were never used. */
    private int fresh;

    /**
     * Makes a pool with all blocks free.
     *
     * @param bytes at least one block, less than 2^40
     */
    BlockPool(long bytes) {
        if (bytes < BLOCK_BYTES || bytes >>> 40 != 0) {
            throw new IllegalArgumentException("buffers of " + bytes + " bytes");
        }
        blockCount = (int) (bytes / BLOCK_BYTES);
        slabs = new byte[(blockCount + SLAB_BLOCKS - 1) >>> SLAB_BLOCK_BITS][];
        next = new int[blockCount];
        Arrays.fill(next, NONE);
        freeCount = blockCount;
    }

    int freeCount() {
        return freeCount;
    }

    int blockCount() {
        return blockCount;
    }

    /** A block that has no next one, or NONE if none is free. Its bytes are junk. */
    int take() {
        if (freeCount == 0) {
            return NONE;
        }
        freeCount--;
        int block = freed;
        if (block == NONE) {
            block = fresh++;
            int slab = block >>> SLAB_BLOCK_BITS;
            if (slabs[slab] == null) {
                slabs[slab] = new byte[SLAB_BLOCKS * BLOCK_BYTES];
            }
        } else {
            freed = next[block];
        }
        next[block] = NONE;
        return block;
    }

    /** Gives a block back; returns the one behind it. */
    int release(int block) {
        int behind = next[block];
        next[block] = freed;
        freed = block;
        freeCount++;
        return behind;
    }

    int next(int block) {
        return next[block];
    }

    void setNext(int block, int behind) {
        next[block] = behind;
    }

    /** The array in which a block's bytes lie. */
    byte[] array(int block) {
        return slabs[block >>> SLAB_BLOCK_BITS];
    }

    /** Where in its array a block begins. */
    int start(int block) {
        return (block & (SLAB_BLOCKS - 1)) * BLOCK_BYTES;
    }
}
