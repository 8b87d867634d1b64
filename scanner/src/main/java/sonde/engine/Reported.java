// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.probe.ProbeKind;
import sonde.record.Banner;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.reply.Deduplicator;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a resumed scan reported before, so that nothing is reported twice: filled from the journal,
 * then asked by the writer's thread.
 *
 * <p>Most repeats are held back by the deduplicator, which is told of every record here. A target
 * that was being talked to is not one of them: its answer must be taken as new, to talk to it
 * again, and what of it was reported before is held back here.
 */
final class Reported {

    /** Services of which a port may have several, each with a text of its own. */
    private static final Set<Service> MANIFOLD =
            EnumSet.of(
                    Service.X509,
                    Service.X509_CA,
                    Service.VULNERABLE,
                    Service.SAFE,
                    Service.DATAGRAM,
                    Service.HTML);

    private final Deduplicator deduplicator;
    private final ProbedGrids targets;
    private final Set<Long> pending;
    private final boolean isTalking;

    /**
     * Indexes of targets that answered after the last checkpoint, and have not answered this run:
     * what was to be learned of them may not have been.
     */
    private final Set<Long> unsettled = new HashSet<>();

    /** Those of them that have answered this run, since the last call of {@link #unsettled()}. */
    private final Set<Long> settling = new HashSet<>();

    /** Hashes of what the deduplicator does not hold back. */
    private final Set<Long> known = new HashSet<>();

    /**
     * @param pending indexes of the targets that are probed once more
     * @param isTalking whether open TCP ports are talked to
     */
    Reported(
            Deduplicator deduplicator, ProbedGrids targets, List<Long> pending, boolean isTalking) {
        this.deduplicator = deduplicator;
        this.targets = targets;
        this.pending = new HashSet<>(pending);
        this.isTalking = isTalking;
    }

    /**
     * Takes note of a record of the journal.
     *
     * @param isLate whether it came after the last checkpoint, which so knows nothing of what was
     *     under way with its target
     */
    void take(ScanRecord record, boolean isLate) {
        if (record.banner() != null) {
            known.add(hash(record));
            return;
        }
        if (record.status() == Status.OPEN) {
            long index = indexOf(record);
            boolean isUnsettled = isLate && mayHaveMore(record) && index >= 0;
            if (isUnsettled) {
                unsettled.add(index);
            }
            if (isUnsettled || pending.contains(index)) {
                known.add(hash(record));
                return;
            }
        }
        deduplicator.isFirst(
                record.address().high(),
                record.address().low(),
                record.protocol().ordinal(),
                record.port(),
                record.status());
    }

    private boolean mayHaveMore(ScanRecord record) {
        return switch (record.protocol()) {
            case TCP -> isTalking;
            case UDP -> true;
            default -> false;
        };
    }

    private long indexOf(ScanRecord record) {
        return targets.indexOf(
                AliasProbes.kindOf(record.protocol()),
                record.address().high(),
                record.address().low(),
                record.port());
    }

    /** Whether the record was reported before. */
    boolean has(ScanRecord record) {
        if (known.isEmpty() || !known.contains(hash(record))) {
            return false;
        }
        if (record.banner() == null && !unsettled.isEmpty()) {
            long index = indexOf(record);
            if (unsettled.remove(index)) {
                settling.add(index);
            }
        }
        return true;
    }

    /**
     * Indexes of targets that a checkpoint must have as pending although no receive agent names
     * them. One that has just answered is named a last time: the snapshot of the receive agents may
     * be older than its answer.
     */
    Set<Long> unsettled() {
        Set<Long> indexes = new HashSet<>(unsettled);
        indexes.addAll(settling);
        settling.clear();
        return indexes;
    }

    /** Two records have the same only if they say the same, but for a chance of 2^-64. */
    private static long hash(ScanRecord record) {
        long hash = mix(record.address().high(), record.address().low());
        hash = mix(hash, record.protocol().number() << 16 | record.port());
        Banner banner = record.banner();
        if (banner == null) {
            return mix(hash, record.status().name().charAt(0));
        }
        hash = mix(hash, banner.service().number() + 256L);
        return MANIFOLD.contains(banner.service()) ? mix(hash, textOf(banner)) : hash;
    }

    private static long textOf(@Nullable Banner banner) {
        long hash = 0;
        for (int i = 0; banner != null && i < banner.lengthBytes(); i++) {
            hash = hash * 0x100_0000_01B3L ^ banner.at(i);
        }
        return hash;
    }

    private static long mix(long a, long b) {
        long mixed = (a ^ b * 0x9E37_79B9_7F4A_7C15L) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ mixed >>> 32;
    }
}
