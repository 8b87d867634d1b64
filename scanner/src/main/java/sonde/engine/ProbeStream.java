// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.ProbeBatch;
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
 * <p>Used by one thread.
 */
final class ProbeStream {

    private final TargetSpace space;
    private final Permutation permutation;
    private final Shard shard;
    private final long positionCount;
    private final long end;
    private long cursor;

    /** The probes of a plan. */
    static ProbeStream of(ScanPlan.Order order) {
        return new ProbeStream(
                order.space(),
                Permutation.of(order.space().size(), order.seed()),
                order.shard(),
                order.first(),
                order.end());
    }

    /**
     * @param first the first cursor, 0 to {@code end}
     * @param end the cursor behind the last one
     */
    ProbeStream(TargetSpace space, Permutation permutation, Shard shard, long first, long end) {
        this.space = space;
        this.permutation = permutation;
        this.shard = shard;
        this.positionCount = shard.positionCount(space.size());
        this.cursor = first;
        this.end = end;
    }

    /**
     * Fills the batch with the next targets; a batch never spans two passes.
     *
     * @return how many there are, 0 at the end
     */
    int fill(ProbeBatch batch) {
        long step = positionCount == 0 ? 0 : cursor % positionCount;
        int count =
                (int) Math.min(ProbeBatch.CAPACITY, Math.min(end - cursor, positionCount - step));
        if (count > 0) {
            permutation.fill(shard.position(step), shard.count(), batch.index, count);
            space.resolve(batch.index, batch.address, batch.port, count);
            cursor += count;
        }
        batch.count = count;
        return count;
    }

    /** The cursor of the next batch. */
    long cursor() {
        return cursor;
    }

    /** Which pass the next batch belongs to, from 0. */
    long pass() {
        return positionCount == 0 ? 0 : cursor / positionCount;
    }

    boolean isAtEnd() {
        return cursor >= end;
    }
}
