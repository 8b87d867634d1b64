// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.ProbeBatch;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Grid;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The probes of one shard in the order in which they go out, as batches of targets, each of one
 * grid.
 *
 * <p>A <em>cursor</em> counts them: cursor {@code c} stands for position {@code c mod n} of the
 * shard's {@code n} positions, in pass {@code c / n}. There is one pass more than there are
 * retries, so that a target's repeated probes lie a whole pass apart: loss comes in bursts, and
 * probes sent back to back are lost together. Any cursor can be reached at once, so resuming is
 * starting elsewhere.
 *
 * <p>Positions are worked through in blocks, of {@value ProbeBatch#CAPACITY} or, where that would be
 * more than an eighth of a second's, fewer. In a space of several
 * grids a block is handed out grid by grid, so that the order within a block is not that of the
 * permutation; a cursor within a block then counts only once all of the block has been handed out.
 *
 * <p>Several agents share a shard by <em>lanes</em>: of {@code m} lanes, lane {@code i} has every
 * {@code m}th block, beginning with the {@code i}th. What lies below the least of their cursors has
 * been dealt with by all.
 *
 * <p>Targets that are to be probed <em>again</em> come before all others, in their order; the
 * cursor stays where it is meanwhile.
 *
 * <p>An endless stream has always another pass, each in an order of its own.
 *
 * <p>Used by one thread.
 */
final class ProbeStream {

    private static final int BLOCK_MAX = ProbeBatch.CAPACITY;
    private static final int BLOCK_MIN = 8;

    /** The number of the block of those that are probed again. */
    static final long AGAIN_BLOCK = 0;

    private final TargetSpace space;
    private final OptionalLong endlessSeed;
    private Permutation permutation;
    private long permutedPass;
    private final Shard shard;
    private final long positionCount;
    private final long first;
    private final long end;
    private final int lane;
    private final int laneCount;
    private final int gridCount;
    private final int blockSize;

    /** Of the block that is being handed out: its indexes, and the grid of each. */
    private final long[] block = new long[BLOCK_MAX];

    private final byte[] blockGrid = new byte[BLOCK_MAX];
    private int blockCount;
    private int blockGridNext;
    private long blockNumber;

    private long cursor;

    /** This lane's targets that are probed again, and how many of them were handed out. */
    private final long[] again;

    private int againNext;

    /** Whether the block that is being handed out, or was last, is of those. */
    private boolean isOfAgain;

    /**
     * The probes of a plan, or a part of them.
     *
     * @param ratePps how fast they are handed out
     */
    static ProbeStream of(ScanPlan.Order order, double ratePps, int lane, int laneCount) {
        return new ProbeStream(
                order.space(),
                Permutation.of(order.space().size(), order.seed()),
                order.isEndless() ? OptionalLong.of(order.seed()) : OptionalLong.empty(),
                order.shard(),
                order.first(),
                order.end(),
                order.again(),
                blockSize(ratePps),
                lane,
                laneCount);
    }

    /** The order in which the pass of a cursor comes to the targets. */
    static Permutation permutation(ScanPlan.Order order, long cursor) {
        long positionCount = order.shard().positionCount(order.space().size());
        long pass = order.isEndless() && positionCount > 0 ? cursor / positionCount : 0;
        return ofPass(order.space(), order.seed(), pass);
    }

    private static Permutation ofPass(TargetSpace space, long seed, long pass) {
        return Permutation.of(space.size(), seed + pass);
    }

    /**
     * @param space of at most {@value Byte#MAX_VALUE} grids
     * @param first the first cursor, 0 to {@code end}
     * @param end the cursor behind the last one
     * @param lane 0 to {@code laneCount - 1}
     * @param laneCount how many streams share the shard, from 1
     */
    ProbeStream(
            TargetSpace space,
            Permutation permutation,
            Shard shard,
            long first,
            long end,
            int lane,
            int laneCount) {
        this(
                space,
                permutation,
                OptionalLong.empty(),
                shard,
                first,
                end,
                List.of(),
                BLOCK_MAX,
                lane,
                laneCount);
    }

    /** Of an endless stream also the seed of its first pass. */
    private ProbeStream(
            TargetSpace space,
            Permutation permutation,
            OptionalLong endlessSeed,
            Shard shard,
            long first,
            long end,
            List<Long> again,
            int blockSize,
            int lane,
            int laneCount) {
        this.space = space;
        this.permutation = permutation;
        this.endlessSeed = endlessSeed;
        this.shard = shard;
        this.positionCount = shard.positionCount(space.size());
        this.first = first;
        this.cursor = first;
        this.end = end;
        this.lane = lane;
        this.laneCount = laneCount;
        this.blockSize = blockSize;
        this.again =
                IntStream.range(0, again.size())
                        .filter(i -> i % laneCount == lane)
                        .mapToLong(again::get)
                        .toArray();
        gridCount = space.grids().size();
        blockGridNext = gridCount;
    }

    private static int blockSize(double ratePps) {
        int eighth = (int) Math.clamp(ratePps / 8, BLOCK_MIN, BLOCK_MAX);
        return Integer.highestOneBit(eighth);
    }

    /**
     * Fills the batch with the next targets; a batch never spans two passes.
     *
     * @return how many there are, 0 at the end
     */
    int fill(ProbeBatch batch) {
        batch.count = 0;
        if (gridCount == 1) {
            if (againNext < again.length) {
                takeAgain(batch.index);
                batch.count = blockCount;
                resolve(batch, 0);
                return batch.count;
            }
            long at = upcoming();
            if (at < end) {
                take(at, batch.index);
                batch.count = blockCount;
                cursor = at + blockCount;
                resolve(batch, 0);
            }
            return batch.count;
        }
        while (batch.count == 0 && !isAtEnd()) {
            if (blockGridNext == gridCount) {
                takeBlock();
            }
            pick(batch, blockGridNext++);
            skipEmptyGrids();
        }
        return batch.count;
    }

    /** Writes the indexes of a block of what is probed again. */
    private void takeAgain(long[] index) {
        isOfAgain = true;
        blockNumber = AGAIN_BLOCK;
        blockCount = Math.min(BLOCK_MAX, again.length - againNext);
        System.arraycopy(again, againNext, index, 0, blockCount);
        againNext += blockCount;
    }

    /** Writes the indexes of the block at a cursor. */
    private void take(long at, long[] index) {
        isOfAgain = false;
        blockNumber = 1 + (at - first) / blockSize;
        if (endlessSeed.isPresent() && at / positionCount != permutedPass) {
            permutedPass = at / positionCount;
            permutation = ofPass(space, endlessSeed.getAsLong(), permutedPass);
        }
        long step = at % positionCount;
        long blockLeft = blockSize - (at - first) % blockSize;
        blockCount = (int) Math.min(Math.min(blockLeft, end - at), positionCount - step);
        permutation.fill(shard.position(step), shard.count(), index, blockCount);
    }

    private void takeBlock() {
        if (againNext < again.length) {
            takeAgain(block);
        } else {
            take(upcoming(), block);
        }
        for (int i = 0; i < blockCount; i++) {
            blockGrid[i] = (byte) space.gridOf(block[i]);
        }
        blockGridNext = 0;
        skipEmptyGrids();
    }

    /**
     * Goes on to the next grid of which the block has a target; behind the last, the block ends.
     */
    private void skipEmptyGrids() {
        while (blockGridNext < gridCount && !hasGrid(blockGridNext)) {
            blockGridNext++;
        }
        if (blockGridNext == gridCount) {
            cursor = isOfAgain ? cursor : upcoming() + blockCount;
            blockCount = 0;
        }
    }

    private boolean hasGrid(int grid) {
        for (int i = 0; i < blockCount; i++) {
            if (blockGrid[i] == grid) {
                return true;
            }
        }
        return false;
    }

    /** Fills the batch with the block's targets of one grid. */
    private void pick(ProbeBatch batch, int grid) {
        int count = 0;
        for (int i = 0; i < blockCount; i++) {
            if (blockGrid[i] == grid) {
                batch.index[count++] = block[i];
            }
        }
        batch.count = count;
        resolve(batch, grid);
    }

    private void resolve(ProbeBatch batch, int grid) {
        resolve(space, batch, grid);
    }

    /**
     * Turns a batch's indexes, all of one grid, into targets. The indexes stay those of the space.
     */
    static void resolve(TargetSpace space, ProbeBatch batch, int grid) {
        TargetGrid targets = space.grids().get(grid);
        long firstIndex = space.firstOf(grid);
        batch.grid = grid;
        batch.isIpv6 = targets.isIpv6();
        shift(batch.index, -firstIndex, batch.count);
        switch (targets) {
            case Ipv4Grid ipv4 -> ipv4.resolve(batch.index, batch.address, batch.port, batch.count);
            case Ipv6Grid ipv6 ->
                    ipv6.resolve(
                            batch.index,
                            batch.addressHigh,
                            batch.addressLow,
                            batch.port,
                            batch.count);
        }
        shift(batch.index, firstIndex, batch.count);
        if (!targets.hasPorts()) {
            Arrays.fill(batch.port, 0);
        }
    }

    private static void shift(long[] index, long by, int count) {
        if (by != 0) {
            for (int i = 0; i < count; i++) {
                index[i] += by;
            }
        }
    }

    /**
     * The number of the block that the last batch is of; those of a stream ascend, from {@link
     * #AGAIN_BLOCK}.
     */
    long blockNumber() {
        return blockNumber;
    }

    /** Where a block begins; for the one of those that are probed again the first cursor. */
    long cursorOf(long number) {
        return number == AGAIN_BLOCK ? first : first + (number - 1) * blockSize;
    }

    /** The cursor below which this stream has handed out all that is its own. */
    long cursor() {
        return isAtEnd() ? end : cursor;
    }

    /**
     * The cursor below which this stream has handed out all that is its own, but for the last
     * targets of the last batch; where batches are in order.
     *
     * @param count how many targets that are, 1 to the batch's count
     */
    long cursorBefore(int count) {
        assert isInOrder();
        return cursor - count;
    }

    /**
     * Whether the last batch had every target from the cursor before it up to the cursor now, in
     * their order.
     */
    boolean isInOrder() {
        return gridCount == 1 && !isOfAgain;
    }

    /** Which pass the next batch belongs to, from 0. */
    long pass() {
        return positionCount == 0 ? 0 : upcoming() / positionCount;
    }

    boolean isAtEnd() {
        return upcoming() >= end && againNext == again.length && !isInAgain();
    }

    /** Whether a block of what is probed again is being handed out. */
    private boolean isInAgain() {
        return isOfAgain && blockGridNext < gridCount;
    }

    /** Where the next batch begins: at the cursor, or where this lane's next block does. */
    private long upcoming() {
        if (laneCount == 1) {
            return cursor;
        }
        long number = (cursor - first) / blockSize;
        int ahead = Math.floorMod(lane - (int) (number % laneCount), laneCount);
        return ahead == 0 ? cursor : first + (number + ahead) * blockSize;
    }
}
