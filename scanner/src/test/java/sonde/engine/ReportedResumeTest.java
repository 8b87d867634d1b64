// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.ProbeKind;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.reply.Deduplicator;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which ports are talked to again after a resume: those that may not have been, and no others. */
class ReportedResumeTest {

    private static final TargetSpace SPACE = TargetSpace.of(List.of(Grids.ipv4(0, 99, 80, 80)));
    private static final long SEED = 5;

    private final Deduplicator deduplicator = Deduplicator.forTargets(100, false, 1);

    private static ScanPlan.Order order(long cursor, List<Long> pending, Shard shard) {
        return new ScanPlan.Order(
                SPACE, SEED, shard, 0, cursor, 100, Ipv6Ranges.NONE, pending, false);
    }

    private Reported reported(ScanPlan.Order order, boolean talks) {
        ProbedGrids targets = new ProbedGrids(SPACE, Grids.probings(ProbeKind.TCP));
        return new Reported(deduplicator, targets, order, talks);
    }

    private static ScanRecord record(int host, boolean withBanner) {
        byte[] said = "said".getBytes(StandardCharsets.US_ASCII);
        return new ScanRecord(
                1,
                IpAddress.ofIpv4(Wiring.FIRST + host),
                Protocol.TCP,
                80,
                Status.OPEN,
                new Evidence(0x12, 64, Evidence.UNKNOWN, null, Evidence.UNKNOWN, Evidence.UNKNOWN),
                withBanner ? new Banner(Service.SSH, Recognition.GREETING, said) : null);
    }

    @SuppressWarnings("EnumOrdinal") // as the deduplicator is asked
    private boolean isTakenAsNew(int host) {
        IpAddress address = IpAddress.ofIpv4(Wiring.FIRST + host);
        return !deduplicator.has(
                address.high(), address.low(), Protocol.TCP.ordinal(), 80, Status.OPEN);
    }

    @Test
    void thoseToComeAndThoseThatThePointNamesAreTalkedToAgain() {
        Permutation permutation = Permutation.of(100, SEED);
        long done = permutation.shuffle(3);
        Reported reported = reported(order(40, List.of(done), new Shard(0, 1)), true);
        for (int host = 0; host < 100; host++) {
            reported.take(record(host, false));
        }
        for (int host = 0; host < 100; host++) {
            boolean isToCome = permutation.unshuffle(host) >= 40;
            assertEquals(isToCome || host == done, isTakenAsNew(host), "host " + host);
            assertEquals(isToCome || host == done, reported.has(record(host, false)));
        }
    }

    @Test
    void aShardCountsItsOwnPositions() {
        Permutation permutation = Permutation.of(100, SEED);
        Reported reported = reported(order(10, List.of(), new Shard(1, 4)), true);
        for (int step = 0; step < 25; step++) {
            int host = (int) permutation.shuffle(new Shard(1, 4).position(step));
            reported.take(record(host, false));
            assertEquals(step >= 10, isTakenAsNew(host), "step " + step);
        }
    }

    @Test
    void withoutConversationsNothingIsAskedAgain() {
        Reported reported = reported(order(0, List.of(), new Shard(0, 1)), false);
        reported.take(record(7, false));
        assertEquals(false, isTakenAsNew(7));
    }

    @Test
    void whatWasSaidIsNotSaidTwice() {
        Reported reported = reported(order(0, List.of(), new Shard(0, 1)), true);
        assertEquals(false, reported.has(record(7, true)));
        reported.take(record(7, true));
        assertEquals(true, reported.has(record(7, true)));
        assertEquals(false, reported.has(record(8, true)));
    }
}
