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

    /** Hashes of what the deduplicator does not hold back. */
    private final Set<Long> known = new HashSet<>();

    /**
     * @param pending indexes of the targets that are probed once more
     */
    Reported(Deduplicator deduplicator, ProbedGrids targets, List<Long> pending) {
        this.deduplicator = deduplicator;
        this.targets = targets;
        this.pending = new HashSet<>(pending);
    }

    /** Takes note of a record of the journal. */
    void take(ScanRecord record) {
        if (record.banner() != null) {
            known.add(hash(record));
            return;
        }
        if (record.status() == Status.OPEN && isPending(record)) {
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

    private boolean isPending(ScanRecord record) {
        ProbeKind kind = AliasProbes.kindOf(record.protocol());
        return !pending.isEmpty()
                && pending.contains(
                        targets.indexOf(
                                kind,
                                record.address().high(),
                                record.address().low(),
                                record.port()));
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
