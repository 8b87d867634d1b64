// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.probe.ProbeKind;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes snapshots of what one receive agent has not finished. Asked by the thread that runs the
 * scan; taken by the agent, which never waits for it.
 */
final class SnapshotTaker {

    /** The number of the snapshot that is taken at the end, whoever asked. */
    static final long LAST = Long.MAX_VALUE;

    /** As many frames as the largest receive ring holds. */
    static final long BACKLOG_MAX_FRAMES = 1 << 17;

    private final ProbedGrids targets;
    private final @Nullable Talker talker;
    private final @Nullable AliasWatch aliases;

    private volatile long wanted;
    private volatile Snapshot latest = new Snapshot(0, List.of());
    private long noticed;
    private long framesSinceNoticed;

    /**
     * @param targets what is probed
     * @param talker has conversations that are not at their end
     * @param aliases holds records back
     */
    SnapshotTaker(ProbedGrids targets, @Nullable Talker talker, @Nullable AliasWatch aliases) {
        this.targets = targets;
        this.talker = talker;
        this.aliases = aliases;
    }

    /**
     * Asks for a snapshot, which is taken when all that has arrived by now has been looked at; from
     * any thread.
     *
     * @param number above that of the request before
     */
    void want(long number) {
        wanted = number;
    }

    /**
     * The last snapshot; every record put in the ring before it is seen by who reads the ring
     * afterwards; from any thread.
     */
    Snapshot latest() {
        return latest;
    }

    /** Hears of a request; to be called before the source is looked at. */
    void notice() {
        long now = wanted;
        if (now != noticed) {
            noticed = now;
            framesSinceNoticed = 0;
        }
    }

    /**
     * Takes the snapshot that was asked for, if it is time: an empty source has been looked
     * through; under a flood it is never empty, but no ring holds more frames than are waited for.
     *
     * @param count frames that came from the source since {@link #notice()}, all dealt with
     */
    void batchDone(int count) {
        if (noticed == latest.number()) {
            return;
        }
        framesSinceNoticed += count;
        if (count == 0 || framesSinceNoticed >= BACKLOG_MAX_FRAMES) {
            latest = new Snapshot(noticed, pending());
        }
    }

    /** Takes the last one. */
    void finish() {
        latest = new Snapshot(LAST, pending());
    }

    private List<Long> pending() {
        List<Long> pending = new ArrayList<>();
        if (talker != null) {
            talker.forEachTarget(
                    (high, low, port) -> addTo(pending, ProbeKind.TCP, high, low, port));
        }
        if (aliases != null) {
            aliases.forEachHeld(
                    held ->
                            addTo(
                                    pending,
                                    AliasProbes.kindOf(held.protocol()),
                                    held.address().high(),
                                    held.address().low(),
                                    held.port()));
        }
        return pending;
    }

    private void addTo(List<Long> pending, ProbeKind kind, long high, long low, int port) {
        long index = targets.indexOf(kind, high, low, port);
        if (index >= 0) {
            pending.add(index);
        }
    }
}
