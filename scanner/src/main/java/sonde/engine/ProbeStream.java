// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.ProbeBatch;
import sonde.target.Ipv4Grid;
import sonde.target.TargetSpace;

/**
 * The probes of one shard in the order in which they go out, as batches of targets.
 *
 * <p>A <em>cursor</em> counts them: cursor {@code c} stands for position {@code c mod n} of the
 * shard's {@code n} positions, in pass {@code c / n}. There is one pass more than there are
 * retries, so that a target's repeated probes lie a whole pass apart: loss comes in bursts, and
 * probes sent back to back are lost together. Any cursor can be reached at once, so resuming is
 * starting elsewhere.
 *
 * <p>Several agents share a shard by <em>lanes</em>: of {@code m} lanes, lane {@code i} has every
 * {@code m}th block of {@value ProbeBatch#CAPACITY} cursors, beginning with the {@code i}th. What
 * lies below the least of their cursors has been dealt with by all.
 *
 * <p>Used by one thread.
 */
final class ProbeStream {

    private static final int BLOCK = ProbeBatch.CAPACITY;

    private final TargetSpace space;
    private final Permutation permutation;
    private final Shard shard;
    private final long positionCount;
    private final long first;
    private final long end;
    private final int lane;
    private final int laneCount;
    private long cursor;

    /** The probes of a plan, or a part of them. */
    static ProbeStream of(ScanPlan.Order order, int lane, int laneCount) {
        return new ProbeStream(
                order.space(),
                Permutation.of(order.space().size(), order.seed()),
                order.shard(),
                order.first(),
                order.end(),
                lane,
                laneCount);
    }

    /**
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
        this.space = space;
        this.permutation = permutation;
        this.shard = shard;
        this.positionCount = shard.positionCount(space.size());
        this.first = first;
        this.cursor = first;
        this.end = end;
        this.lane = lane;
        this.laneCount = laneCount;
    }

    /**
     * Fills the batch with the next targets; a batch never spans two passes.
     *
     * @return how many there are, 0 at the end
     */
    int fill(ProbeBatch batch) {
        long at = upcoming();
        if (at >= end) {
            batch.count = 0;
            return 0;
        }
        long step = at % positionCount;
        long blockLeft = BLOCK - (at - first) % BLOCK;
        int count = (int) Math.min(Math.min(blockLeft, end - at), positionCount - step);
        permutation.fill(shard.position(step), shard.count(), batch.index, count);
        ((Ipv4Grid) space.grids().getFirst())
                .resolve(batch.index, batch.address, batch.port, count);
        cursor = at + count;
        batch.count = count;
        return count;
    }

    /** The cursor below which this stream has handed out all that is its own. */
    long cursor() {
        return isAtEnd() ? end : cursor;
    }

    /** Which pass the next batch belongs to, from 0. */
    long pass() {
        return positionCount == 0 ? 0 : upcoming() / positionCount;
    }

    boolean isAtEnd() {
        return upcoming() >= end;
    }

    /** Where the next batch begins: at the cursor, or where this lane's next block does. */
    private long upcoming() {
        if (laneCount == 1) {
            return cursor;
        }
        long block = (cursor - first) / BLOCK;
        int ahead = Math.floorMod(lane - (int) (block % laneCount), laneCount);
        return ahead == 0 ? cursor : first + (block + ahead) * BLOCK;
    }
}
