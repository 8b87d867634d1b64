// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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

/** What two records have to have in common to be one, and who holds the second back. */
class ReportedTest {

    private static final int PORT = 80;

    private static final TargetSpace SPACE =
            TargetSpace.of(List.of(Grids.ipv4(0, 99, PORT, PORT), Grids.ipv4(0, 99, PORT, PORT)));

    private final Deduplicator deduplicator = Deduplicator.forTargets(200, false, 1);

    private Reported reported(List<Long> pending) {
        return new Reported(
                deduplicator,
                new ProbedGrids(SPACE, Grids.probings(ProbeKind.TCP, ProbeKind.UDP)),
                new ScanPlan.Order(
                        SPACE,
                        Wiring.SEED,
                        Shard.WHOLE,
                        0,
                        0,
                        SPACE.size(),
                        Ipv6Ranges.NONE,
                        pending,
                        false),
                true);
    }

    private static IpAddress address(int host) {
        return IpAddress.ofIpv4(Wiring.FIRST + host);
    }

    private static ScanRecord plain(int host, Protocol protocol, Status status) {
        return new ScanRecord(
                1, address(host), protocol, PORT, status, Evidence.tcp(0x12, 57, 1), null);
    }

    private static ScanRecord banner(int host, int port, Service service, String text) {
        return new ScanRecord(
                1,
                address(host),
                Protocol.TCP,
                port,
                Status.OPEN,
                Evidence.tcp(0x12, 57, 1),
                new Banner(
                        service, Recognition.GREETING, text.getBytes(StandardCharsets.US_ASCII)));
    }

    @SuppressWarnings("EnumOrdinal") // as the deduplicator is asked
    private boolean isHeldBackEarlier(ScanRecord record) {
        return deduplicator.has(
                record.address().high(),
                record.address().low(),
                record.protocol().ordinal(),
                record.port(),
                record.status());
    }

    @Test
    void bannersAreToldApartByTargetAndService() {
        Reported reported = reported(List.of());
        reported.take(banner(1, PORT, Service.SSH, "x"));
        assertTrue(reported.has(banner(1, PORT, Service.SSH, "x")));
        assertFalse(reported.has(banner(2, PORT, Service.SSH, "x")));
        assertFalse(reported.has(banner(1, PORT + 1, Service.SSH, "x")));
        assertFalse(reported.has(banner(1, PORT, Service.HTTP, "x")));
        assertFalse(reported.has(plain(1, Protocol.TCP, Status.OPEN)));
    }

    /** A greeting may have the time in it. */
    @Test
    void whatAPortHasOnceIsTheSameWhateverItSays() {
        Reported reported = reported(List.of());
        reported.take(banner(1, PORT, Service.HTTP, "at 12:00"));
        assertTrue(reported.has(banner(1, PORT, Service.HTTP, "at 12:01")));
    }

    @Test
    void ofCertificatesEachIsItsOwn() {
        Reported reported = reported(List.of());
        reported.take(banner(1, PORT, Service.X509, "leaf"));
        assertTrue(reported.has(banner(1, PORT, Service.X509, "leaf")));
        assertFalse(reported.has(banner(1, PORT, Service.X509, "fael")));
        assertFalse(reported.has(banner(1, PORT, Service.X509, "leaf.")));
    }

    @Test
    void whatIsNeverTalkedToIsTheDeduplicators() {
        Reported reported = reported(List.of());
        for (ScanRecord record :
                List.of(
                        plain(1, Protocol.TCP, Status.CLOSED),
                        plain(1, Protocol.UDP, Status.OPEN))) {
            assertFalse(isHeldBackEarlier(record));
            reported.take(record);
            assertTrue(isHeldBackEarlier(record));
            assertFalse(reported.has(record));
        }
        ScanRecord talkedTo = plain(1, Protocol.TCP, Status.OPEN);
        reported.take(talkedTo);
        assertFalse(isHeldBackEarlier(talkedTo));
        assertTrue(reported.has(talkedTo));
    }

    /** Its record was held back for a test of its network, whatever the protocol. */
    @Test
    void aPendingTargetOfAnyProtocolIsTakenAsNew() {
        Reported reported = reported(List.of(101L));
        ScanRecord pending = plain(1, Protocol.UDP, Status.OPEN);
        reported.take(pending);
        assertFalse(isHeldBackEarlier(pending));
        assertTrue(reported.has(pending));
        ScanRecord other = plain(2, Protocol.UDP, Status.OPEN);
        reported.take(other);
        assertTrue(isHeldBackEarlier(other));
    }
}
