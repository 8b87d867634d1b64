// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static sonde.tcp.BlockPool.BLOCK_BYTES;
import static sonde.tcp.BlockPool.NONE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Queues of bytes, each a chain of blocks of one pool. A queue knows its memory and not how many of
 * its bytes are meant: positions count from its first byte and may be written in any order, so that
 * bytes that came too early lie where they belong.
 */
final class ByteQueues {

    private final BlockPool pool;
    private final int[] head;
    private final int[] tail;

    /** Bytes of the first block that are no longer part of the queue. */
    private final int[] gone;

    private final int[] blocks;

    ByteQueues(BlockPool pool, int count) {
        this.pool = pool;
        head = new int[count];
        tail = new int[count];
        gone = new int[count];
        blocks = new int[count];
        Arrays.fill(head, NONE);
        Arrays.fill(tail, NONE);
    }

    /**
     * Gives a queue memory for its first {@code length} bytes, as far as the pool has some.
     *
     * @return for how many of these bytes there is memory
     */
    int ensure(int queue, int length) {
        int wanted = blocksFor(queue, length);
        while (blocks[queue] < wanted) {
            int block = pool.take();
            if (block == NONE) {
                break;
            }
            if (tail[queue] == NONE) {
                head[queue] = block;
            } else {
                pool.setNext(tail[queue], block);
            }
            tail[queue] = block;
            blocks[queue]++;
        }
        return Math.min(length, blocks[queue] * BLOCK_BYTES - gone[queue]);
    }

    /** Whether {@link #ensure} will give all of the memory wanted. */
    boolean canEnsure(int queue, int length) {
        return blocksFor(queue, length) - blocks[queue] <= pool.freeCount();
    }

    /** Writes bytes at a position; there must be memory for them. */
    void write(int queue, int position, MemorySegment source, long offset, int count) {
        int at = gone[queue] + position;
        int block = seek(queue, at);
        int within = at % BLOCK_BYTES;
        long from = offset;
        int left = count;
        while (left > 0) {
            int n = Math.min(left, BLOCK_BYTES - within);
            MemorySegment.copy(
                    source,
                    ValueLayout.JAVA_BYTE,
                    from,
                    pool.array(block),
                    pool.start(block) + within,
                    n);
            from += n;
            left -= n;
            within = 0;
            block = pool.next(block);
        }
    }

    /** As the other, from an array. */
    void write(int queue, int position, byte[] source, int offset, int count) {
        int at = gone[queue] + position;
        int block = seek(queue, at);
        int within = at % BLOCK_BYTES;
        int from = offset;
        int left = count;
        while (left > 0) {
            int n = Math.min(left, BLOCK_BYTES - within);
            System.arraycopy(source, from, pool.array(block), pool.start(block) + within, n);
            from += n;
            left -= n;
            within = 0;
            block = pool.next(block);
        }
    }

    /** Reads bytes from a position on. */
    void read(int queue, int position, MemorySegment target, long offset, int count) {
        int at = gone[queue] + position;
        int block = seek(queue, at);
        int within = at % BLOCK_BYTES;
        long to = offset;
        int left = count;
        while (left > 0) {
            int n = Math.min(left, BLOCK_BYTES - within);
            MemorySegment.copy(
                    pool.array(block),
                    pool.start(block) + within,
                    target,
                    ValueLayout.JAVA_BYTE,
                    to,
                    n);
            to += n;
            left -= n;
            within = 0;
            block = pool.next(block);
        }
    }

    /** As the other, into an array. */
    void read(int queue, int position, byte[] target, int offset, int count) {
        int at = gone[queue] + position;
        int block = seek(queue, at);
        int within = at % BLOCK_BYTES;
        int to = offset;
        int left = count;
        while (left > 0) {
            int n = Math.min(left, BLOCK_BYTES - within);
            System.arraycopy(pool.array(block), pool.start(block) + within, target, to, n);
            to += n;
            left -= n;
            within = 0;
            block = pool.next(block);
        }
    }

    /** Drops the first bytes; whole blocks go back to the pool. */
    void drop(int queue, int count) {
        int at = gone[queue] + count;
        while (at >= BLOCK_BYTES) {
            head[queue] = pool.release(head[queue]);
            blocks[queue]--;
            at -= BLOCK_BYTES;
        }
        gone[queue] = at;
        if (head[queue] == NONE) {
            tail[queue] = NONE;
            gone[queue] = 0;
        }
    }

    /** Drops all, and all memory with it. */
    void clear(int queue) {
        int block = head[queue];
        while (block != NONE) {
            block = pool.release(block);
        }
        head[queue] = NONE;
        tail[queue] = NONE;
        gone[queue] = 0;
        blocks[queue] = 0;
    }

    /** How many blocks a queue holds. */
    int blockCount(int queue) {
        return blocks[queue];
    }

    /** What the arrays take, in bytes. */
    long stateBytes() {
        return 4L * head.length * Integer.BYTES;
    }

    private int blocksFor(int queue, int length) {
        return (gone[queue] + length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }

    private int seek(int queue, int at) {
        int index = at / BLOCK_BYTES;
        if (index == blocks[queue] - 1) {
            return tail[queue];
        }
        int block = head[queue];
        for (int i = 0; i < index; i++) {
            block = pool.next(block);
        }
        return block;
    }
}
