// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.permute.Permutation;
import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.reply.Deduplicator;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What a resumed scan reported before, so that nothing is reported twice: filled from the journal,
 * then asked by the writer's thread.
 *
 * <p>Most repeats are held back by the deduplicator, which is told of every record here. A target
 * that may have been talked to when the scan ended is not one of them: its answer must be taken as
 * new, to talk to it again, and what of it was reported before is held back here. Such are those
 * that the checkpoint names, and, as it may be older than the last answers, all that this pass
 * still comes to.
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
    private final ScanPlan.Order order;
    private final Permutation permutation;
    private final boolean talks;
    private final Set<Long> pending;

    /** Hashes of what the deduplicator does not hold back. */
    private final Set<Long> known = new HashSet<>();

    /**
     * @param order of the resumed scan, which begins at the checkpoint's cursor
     * @param talks whether open ports are talked to
     */
    Reported(
            Deduplicator deduplicator,
            ProbedGrids targets,
            ScanPlan.Order order,
            boolean talks) {
        this.deduplicator = deduplicator;
        this.targets = targets;
        this.order = order;
        this.talks = talks;
        permutation = ProbeStream.permutation(order, order.first());
        pending = new HashSet<>(order.again());
    }

    /** Takes note of a record of the journal. */
    void take(ScanRecord record) {
        if (record.banner() != null) {
            known.add(hash(record));
            return;
        }
        if (record.status() == Status.OPEN && isUnfinished(record)) {
            known.add(hash(record));
            return;
        }
        deduplicator.isFirst(
                record.address().high(),
                record.address().low(),
                record.protocol().ordinal(),
                record.port(),
                record.status());
    }

    /** Whether a target may have been talked to, or held back, when the scan ended. */
    private boolean isUnfinished(ScanRecord record) {
        boolean mayBeTalkedTo = talks && record.protocol() == Protocol.TCP;
        if (pending.isEmpty() && !mayBeTalkedTo) {
            return false;
        }
        long index =
                targets.indexOf(
                        AliasProbes.kindOf(record.protocol()),
                        record.address().high(),
                        record.address().low(),
                        record.port());
        return pending.contains(index) || (mayBeTalkedTo && index >= 0 && isToCome(index));
    }

    /** Whether this pass comes to a target after the cursor at which the scan goes on. */
    private boolean isToCome(long index) {
        long positionCount = order.shard().positionCount(order.space().size());
        long position = permutation.unshuffle(index);
        return position / order.shard().count() >= order.first() % positionCount;
    }

    /** Whether the record was reported before. */
    boolean has(ScanRecord record) {
        return !known.isEmpty() && known.contains(hash(record));
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
