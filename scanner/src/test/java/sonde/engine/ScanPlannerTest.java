// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import sonde.neigh.PathPlan;
import sonde.probe.ProbeKind;
import sonde.probe.TcpOptions;
import sonde.record.Status;
import sonde.target.AddressRanges;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

class ScanPlannerTest {

    private final ScanOptions options = new ScanOptions();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void setUp() {
        options.offline = true;
        options.targets.add("198.18.0.0/24");
        options.ports.add("80,443");
    }

    private ScanPlan plan() throws ScanException {
        return ScanPlanner.plan(options, InputStream.nullInputStream(), notes::add);
    }

    private String refusal() {
        ScanException e = assertThrows(ScanException.class, this::plan);
        assertEquals(ScanException.Cause.INPUT, e.reason());
        return String.valueOf(e.getMessage());
    }

    @Test
    void defaults() throws ScanException {
        ScanPlan plan = plan();
        assertEquals(512, plan.order().space().size());
        assertEquals(0, plan.order().first());
        assertEquals(512, plan.order().end());
        assertEquals(new ScanPlan.Pace(100, 10_000_000_000L, false), plan.pace());
        assertEquals(List.of(), plan.routes());
        assertEquals(LocalPorts.DEFAULT_COUNT, portCount(plan.source()));
        assertEquals(List.of(new ScanOptions.Output("interactive", "-")), plan.results().outputs());
        assertEquals(List.of(), notes);
        assertTrue(plan.describe(List.of()).contains("512 targets"), plan.describe(List.of()));
    }

    private static int portCount(ScanPlan.Source source) {
        return source.portLast() - source.portFirst() + 1;
    }

    @Test
    void needsPorts() {
        options.ports.clear();
        assertTrue(refusal().contains("-p"));
    }

    @Test
    void outputsReplaceTheInteractiveOneUnlessItIsWanted() throws ScanException {
        ScanOptions.Output file = new ScanOptions.Output("json", "scan.json");
        options.outputs.add(file);
        assertEquals(List.of(file), plan().results().outputs());
        options.interactive = true;
        assertEquals(
                List.of(file, new ScanOptions.Output("interactive", "-")),
                plan().results().outputs());
    }

    private TcpOptions plannedOptions() throws ScanException {
        return plan().probings().getFirst().details().tcpOptions();
    }

    @Test
    void conversationsNeedSynsWithoutWhatOurTcpLacks() throws ScanException {
        TcpOptions all =
                new TcpOptions(OptionalInt.of(536), true, OptionalLong.of(1), OptionalInt.of(7));
        options.tcpOptions = all;
        assertEquals(all, plannedOptions());
        assertEquals(List.of(), notes);
        options.banners = true;
        assertEquals(all.forConversations(), plannedOptions());
        assertEquals(1, notes.size());
        assertTrue(notes.getFirst().contains("--tcp-wscale"), notes.getFirst());
        options.tcpOptions = all.forConversations();
        plan();
        assertEquals(1, notes.size());
    }

    @Test
    void rawUdpIsHandedOn() throws ScanException {
        assertFalse(plan().results().rawUdp());
        options.rawUdp = true;
        assertTrue(plan().results().rawUdp());
    }

    @Test
    void bandwidthCountsWholeFramesOnTheWire() throws ScanException {
        options.bandwidthBps = OptionalDouble.of(1e9);
        assertEquals(1_488_095, plan().pace().ratePps(), 1);
    }

    @Test
    void waitingForEverIsTheLongestTime() throws ScanException {
        options.waitSeconds = Double.POSITIVE_INFINITY;
        assertEquals(Long.MAX_VALUE, plan().pace().waitNanos());
        options.waitMode = ScanOptions.WaitMode.AUTO;
        assertTrue(plan().pace().waitAuto());
    }

    @Test
    void shardsAgreeOnADerivedSeed() throws ScanException {
        options.shardCount = 3;
        long seed = plan().order().seed();
        long positions = 0;
        for (int shard = 1; shard <= 3; shard++) {
            options.shardNumber = shard;
            assertEquals(seed, plan().order().seed());
            positions += plan().order().end();
        }
        assertEquals(512, positions);
        options.shardCount = 1;
        options.shardNumber = 1;
        options.resumeIndex = 5;
        assertEquals(seed, plan().order().seed());
        options.resumeIndex = 0;
        options.resumeCount = OptionalLong.of(7);
        assertEquals(seed, plan().order().seed());
        options.targets.add("198.18.9.9");
        assertNotEquals(seed, plan().order().seed());
    }

    @Test
    void aGivenSeedIsUsedAndAWholeScanHasARandomOne() throws ScanException {
        assertNotEquals(plan().order().seed(), plan().order().seed());
        options.seed = OptionalLong.of(42);
        assertEquals(42, plan().order().seed());
    }

    @Test
    void resumesWithinAllPasses() throws ScanException {
        options.retries = 2;
        options.resumeIndex = 1000;
        options.resumeCount = OptionalLong.of(100);
        assertEquals(1000, plan().order().first());
        assertEquals(1100, plan().order().end());
        options.resumeCount = OptionalLong.of(Long.MAX_VALUE);
        assertEquals(1536, plan().order().end());
        options.resumeIndex = 1536;
        assertEquals(1536, plan().order().first());
    }

    @Test
    void refusesToResumeBehindTheEnd() {
        options.resumeIndex = 513;
        String message = refusal();
        assertTrue(message.contains("--resume-index 513") && message.contains("512"), message);
    }

    @Test
    void sourceIsWhatWasAskedFor() throws ScanException {
        sourceIp("198.18.7.7");
        options.sourcePortFirst = OptionalInt.of(4000);
        options.ttl = OptionalInt.of(9);
        IpAddress ipv6 = IpAddress.parse("2001:db8::1");
        assertEquals(
                new ScanPlan.Source(0xC6120707, 0xC6120707, ipv6, ipv6, 4000, 4000, 9),
                plan().source());
        options.sourcePortLast = OptionalInt.of(4063);
        assertEquals(4063, plan().source().portLast());
        sourceIp("198.18.7.0/24");
        assertEquals(0xC6120700, plan().source().addressFirst());
        assertEquals(0xC61207FF, plan().source().addressLast());
        for (String bad :
                List.of("198.18.7", "198.18.7.1,198.18.7.9", "198.18.7.9-198.18.7.1", "0/0")) {
            sourceIp(bad);
            assertTrue(refusal().contains("--source-ip"), bad);
        }
        sourceIp("0.0.0.0/0");
        assertTrue(refusal().contains("--source-ip"));
    }

    @Test
    void sourcesOfBothFamiliesStandTogether() throws ScanException {
        options.sourceIps.add("198.18.7.7");
        options.sourceIps.add("2001:db8:7::/126");
        assertEquals(0xC6120707, plan().source().addressFirst());
        assertEquals(IpAddress.parse("2001:db8:7::"), plan().source().ipv6First());
        assertEquals(IpAddress.parse("2001:db8:7::3"), plan().source().ipv6Last());
        options.sourceIps.add("2001:db8:9::1");
        assertTrue(refusal().contains("one range of IPv4 and one of IPv6"));
    }

    /** As a long list of IPv6 addresses does whose temporary file can't be written. */
    @Test
    void aFullDiskIsNoInternalError() {
        options.targetFiles.add("-");
        InputStream failing =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new UncheckedIOException(new IOException("no space"));
                    }
                };
        for (Executable planned :
                List.<Executable>of(
                        () -> ScanPlanner.plan(options, failing, notes::add),
                        () -> ScanPlanner.list(options, failing, notes::add))) {
            ScanException e = assertThrows(ScanException.class, planned);
            assertEquals(ScanException.Cause.HOST, e.reason());
            assertTrue(String.valueOf(e.getMessage()).startsWith("no space; free some space"));
        }
    }

    @Test
    void ipv6SourcesAreOfOneNetwork() throws ScanException {
        for (String wide :
                List.of("2001:db8:7::/63", "2001:db8:7::/95", "2001:db8:7::9-2001:db8:8::1")) {
            sourceIp(wide);
            assertTrue(refusal().contains("one /64"), wide);
        }
        sourceIp("2001:db8:7::/96");
        assertEquals(IpAddress.parse("2001:db8:7::ffff:ffff"), plan().source().ipv6Last());
    }

    @Test
    void plansEveryKindOfProbeToBothFamilies() throws ScanException {
        options.targets.add("2001:db8::/120");
        options.ports.add("U:53");
        options.ping = true;
        ScanPlan plan = plan();
        assertEquals(
                List.of(
                        ProbeKind.TCP,
                        ProbeKind.TCP,
                        ProbeKind.UDP,
                        ProbeKind.UDP,
                        ProbeKind.UDP,
                        ProbeKind.UDP,
                        ProbeKind.ICMP_ECHO,
                        ProbeKind.ICMP_ECHO),
                plan.probings().stream().map(ScanPlan.Probing::kind).toList());
        // Two TCP ports, two payloads of port 53, and an echo, for each address.
        assertEquals(512 * (2 + 2 + 1), plan.order().space().size());
        assertEquals(plan.order().space().size(), plan.order().end());
    }

    @Test
    void hostsAloneNeedNoPorts() throws ScanException {
        options.ports.clear();
        options.arpScan = true;
        assertEquals(256, plan().order().space().size());
        options.arpScan = false;
        options.ping = true;
        assertEquals(256, plan().order().space().size());
    }

    @Test
    void anArpScanOfIpv6AloneHasNoTargets() {
        options.ports.clear();
        options.targets.clear();
        options.targets.add("2001:db8::/120");
        options.arpScan = true;
        assertTrue(refusal().contains("IPv4 addresses alone"));
    }

    @Test
    void listsWithoutPorts() throws ScanException {
        options.ports.clear();
        ScanPlanner.Listing listing =
                ScanPlanner.list(options, InputStream.nullInputStream(), notes::add);
        assertEquals(256, listing.order().space().size());
        assertEquals(1, listing.probings().size());
    }

    @Test
    void reportsWhatIsUpAndWhatIsAskedFor() throws ScanException {
        assertEquals(Set.of(Status.OPEN, Status.UP, Status.UNFILTERED), plan().results().shown());
        options.showClosed = true;
        options.showFiltered = true;
        assertEquals(Set.of(Status.values()), plan().results().shown());
    }

    private void sourceIp(String text) {
        options.sourceIps.clear();
        options.sourceIps.add(text);
    }

    @Test
    void theMemoryLinkIsOffline() throws ScanException {
        options.offline = false;
        options.linkName = "memory";
        assertEquals(List.of(), plan().routes());
    }

    @Test
    void aTargetGetsNoMoreConnectionsThanThereAreSourcePorts() {
        assertEquals(5, handshakesMax(40_000, 40_004));
        assertEquals(List.of(), notes);
        assertEquals(1, handshakesMax(61_000, 61_000));
        assertTrue(notes.getFirst().contains("one connection"), notes.getFirst());
        assertTrue(notes.getFirst().endsWith("61000-61004"), notes.getFirst());
        assertEquals(2, handshakesMax(65_534, 65_535));
        assertTrue(notes.getLast().endsWith("65531-65535"), notes.getLast());
    }

    @Test
    void notesWhatIsReadOfNmapsProbes(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("probes");
        Files.writeString(
                file,
                """
                Probe TCP NULL q||
                match greeter m|^HELO|
                Probe TCP Other q|x|
                match y m|^a|
                softmatch z m|^b|
                """);
        ScanPlanner.furtherProbes(file, notes::add);
        assertEquals(List.of("nmap probes: 2 probes, 3 match lines"), notes);
        Path none = directory.resolve("none");
        ScanException e =
                assertThrows(
                        ScanException.class, () -> ScanPlanner.furtherProbes(none, notes::add));
        assertEquals(
                "--nmap-service-probes " + none + ": can't be read (no such file)", e.getMessage());
        assertEquals(ScanException.Cause.INPUT, e.reason());
    }

    @Test
    void notesSourcesOfOtherNetworks() {
        AddressRanges one = AddressRanges.of(0xC612_0901, 0xC612_0901);
        AddressRanges two = AddressRanges.of(0xC612_0901, 0xC612_0902);
        for (AddressRanges distant : List.of(one, two)) {
            RoutePlanner.noteForeignSources(
                    "scan0",
                    new PathPlan.Source(distant, 1, AddressRanges.NONE, distant),
                    notes::add);
        }
        assertEquals(
                List.of(
                        "note: --source-ip: 1 address from 198.18.9.1 on is in no network of scan0:"
                                + " answers come only if the network routes it here",
                        "note: --source-ip: 2 addresses from 198.18.9.1 on are in no network of"
                                + " scan0: answers come only if the network routes them here"),
                notes);
    }

    private int handshakesMax(int portFirst, int portLast) {
        ScanPlan.Source source = new ScanPlan.Source(1, 1, null, null, portFirst, portLast, 64);
        return ScanPlanner.handshakesMax(5, source, notes::add);
    }
}
