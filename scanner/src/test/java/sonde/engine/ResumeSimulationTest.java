// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointFile;
import sonde.clock.RoundTripEstimator;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.memory.MemoryLink;
import sonde.link.memory.Responder;
import sonde.output.OutputFormat;
import sonde.output.OutputSettings;
import sonde.output.Outputs;
import sonde.permute.Shard;
import sonde.probe.ProbeKind;
import sonde.record.RecordRing;
import sonde.stat.Counters;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetSpace;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;
import sonde.wire.Ipv4Address;
import sonde.wire.Tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scan in memory that is killed between any two turns of its agents, and taken up from its last
 * checkpoint with another rate and other lanes, until it is done: every target has been probed, and
 * every output has every record once.
 */
class ResumeSimulationTest {

    private static final TargetSpace SPACE = Wiring.space(60, 40);
    private static final int RETRIES = 1;
    private static final long TURN_NANOS = 60_000_000;
    private static final int LEGS_MAX = 200;

    @TempDir Path folder;

    private final TreeSet<Long> probed = new TreeSet<>();
    private SplittableRandom random = new SplittableRandom(0);

    private List<ScanOptions.Output> named() {
        List<ScanOptions.Output> named = new ArrayList<>();
        for (String format : List.of("list", "json", "ndjson", "xml")) {
            named.add(new ScanOptions.Output(format, folder.resolve(format).toString()));
        }
        return named;
    }

    private CheckpointFile file() {
        return new CheckpointFile(folder.resolve("scan.checkpoint"));
    }

    private ScanPlan plan(Checkpoint resumed) {
        return plan(
                resumed.cursor(),
                resumed.pending(),
                new ScanPlan.Keeping(file(), true, "", resumed));
    }

    private ScanPlan plan(long first, List<Long> again, ScanPlan.Keeping keeping) {
        return new ScanPlan(
                new ScanPlan.Order(
                        SPACE,
                        Wiring.SEED,
                        Shard.WHOLE,
                        RETRIES,
                        first,
                        SPACE.size() * (1 + RETRIES),
                        Ipv6Ranges.NONE,
                        again,
                        false),
                Grids.probings(ProbeKind.TCP),
                new ScanPlan.Pace(100, 0, false),
                List.of(),
                new ScanPlan.Source(Wiring.SOURCE, Wiring.SOURCE, null, null, 61_000, 61_063, 64),
                null,
                new ScanPlan.Agents(1, 1, List.of()),
                new ScanPlan.Results(
                        Wiring.shown(true),
                        named(),
                        OutputSettings.plain(new OutputSettings.Run("", "", 0, List.of())),
                        null,
                        false,
                        true,
                        false,
                        record -> true),
                null,
                keeping);
    }

    private Responder hosts() {
        Hosts hosts = new Hosts(random.nextLong(), false);
        return (memory, offset, lengthBytes, answers) -> {
            var frame = memory.asSlice(offset, lengthBytes);
            int tcp = Ethernet.HEADER_LENGTH_BYTES + Ipv4.HEADER_LENGTH_BYTES;
            probed.add(
                    Wiring.target(
                            Ipv4.destination(frame, Ethernet.HEADER_LENGTH_BYTES),
                            Tcp.destinationPort(frame, tcp)));
            hosts.respond(memory, offset, lengthBytes, answers);
        };
    }

    /** One run of the scan, of so many turns at most; returns whether it came to its end. */
    private boolean run(ScanPlan plan, int turns) throws Exception {
        ScanCommon common = new ScanCommon(plan, new ScanListener() {});
        Checkpointer checkpointer = Checkpointer.open(common);
        assertTrue(checkpointer != null);
        Link link = MemoryLink.responding(Framing.ETHERNET, hosts(), 1 << 17, () -> 1);
        Outputs outputs = open(plan, checkpointer);
        Counters counters = new Counters();
        RecordRing ring = new RecordRing(1 << 14);
        List<TransmitAgent> transmitters = transmitters(plan, link, counters);
        ReceiveAgent receiver = receiver(common, link, ring, counters);
        WriteAgent writer =
                new WriteAgent(
                        List.of(ring),
                        outputs,
                        record -> true,
                        checkpointer,
                        new ScanListener() {},
                        counters);
        CutMaker cuts = new CutMaker(plan.order(), List.of(receiver.snapshots()), writer);
        writer.save(cuts.beginning());
        while (writer.isSaving()) {
            writer.doWork();
        }
        boolean isDone = false;
        for (int turn = 0; turn < turns && !isDone; turn++) {
            long cursor = turn(transmitters, receiver, writer);
            long now = (turn + 1) * TURN_NANOS;
            cuts.note(new Moment(now, cursor), 0);
            cuts.tick(now);
            isDone = cursor >= plan.order().end();
        }
        if (isDone) {
            end(receiver, writer);
        } else {
            // What a killed process had in memory is lost; its lock goes with it.
            checkpointer.close();
        }
        link.close();
        return isDone;
    }

    /** Some of the agents take a turn; returns the least cursor. */
    private long turn(List<TransmitAgent> transmitters, ReceiveAgent receiver, WriteAgent writer)
            throws Exception {
        long cursor = Long.MAX_VALUE;
        for (TransmitAgent transmitter : transmitters) {
            if (random.nextInt(3) > 0 && !transmitter.isDone()) {
                transmitter.doWork();
            }
            cursor = Math.min(cursor, transmitter.cursor());
        }
        if (random.nextInt(3) > 0) {
            receiver.doWork();
        }
        if (random.nextInt(3) > 0) {
            writer.doWork();
        }
        return cursor;
    }

    private static void end(ReceiveAgent receiver, WriteAgent writer) throws Exception {
        int work = 1;
        while (work > 0) {
            work = receiver.doWork() + writer.doWork();
        }
        receiver.finish();
        writer.endWith(new Cut(0, List.of()), true);
        writer.finish();
    }

    /** As {@link ScanParts} opens them. */
    private static Outputs open(ScanPlan plan, Checkpointer checkpointer) throws IOException {
        Outputs outputs = new Outputs();
        for (ScanOptions.Output output : plan.results().outputs()) {
            outputs.open(
                    OutputFormat.byLabel(output.format()).orElseThrow(),
                    output.destination(),
                    plan.results().settings(),
                    checkpointer.markOf(output),
                    checkpointer.journalBytesThen());
        }
        checkpointer.replayInto(outputs, 0);
        outputs.flush();
        return outputs;
    }

    private List<TransmitAgent> transmitters(ScanPlan plan, Link link, Counters counters) {
        List<TransmitAgent> transmitters = new ArrayList<>();
        int lanes = 1 + random.nextInt(3);
        double ratePps = 1 << random.nextInt(6, 13);
        for (int lane = 0; lane < lanes; lane++) {
            transmitters.add(
                    new TransmitAgent(
                            new DirectFeed(
                                    ProbeStream.of(plan.order(), ratePps, lane, lanes),
                                    Wiring.stages(SPACE),
                                    counters),
                            Wiring.stages(SPACE),
                            link.sink(),
                            Wiring.asker(link.control()),
                            Wiring.eagerPacer(),
                            new RoundTripEstimator(),
                            null,
                            counters,
                            link.name(),
                            null,
                            () -> false));
        }
        return transmitters;
    }

    private static ReceiveAgent receiver(
            ScanCommon common, Link link, RecordRing ring, Counters counters) {
        return new ReceiveAgent(
                link.source(),
                link.framing().headerLengthBytes(),
                Wiring.classifier(),
                Wiring.reader(SPACE),
                common.deduplicator,
                new NeighbourTalk(null, null, null, counters),
                new RoundTripEstimator(),
                null,
                Wiring.shown(true),
                new Handover(ring, () -> false, () -> {}),
                new AtomicReference<>(),
                counters,
                null,
                null,
                common.targets);
    }

    private static TreeSet<String> expected() {
        TreeSet<String> expected = new TreeSet<>();
        for (long i = 0; i < SPACE.size(); i++) {
            int address = SPACE.addressOf(i).ipv4();
            int port = SPACE.portOf(i);
            if (Hosts.isOpen(address, port) || Hosts.isClosed(address, port)) {
                expected.add(Ipv4Address.toText(address) + ' ' + port);
            }
        }
        return expected;
    }

    /** Address and port of every record of a file, of which none may come twice. */
    private TreeSet<String> found(String format, String pattern) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        Matcher matcher =
                Pattern.compile(pattern).matcher(Files.readString(folder.resolve(format)));
        while (matcher.find()) {
            String target = matcher.group("ip") + ' ' + matcher.group("port");
            assertTrue(found.add(target), format + " has twice: " + target);
        }
        return found;
    }

    @RepeatedTest(4)
    void everyTargetIsProbedAndEveryRecordWrittenOnceHoweverOftenItIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        random = new SplittableRandom(seed);
        ScanPlan plan = plan(0, List.of(), new ScanPlan.Keeping(file(), true, "", null));
        int legs = 1;
        while (!run(plan, legs < LEGS_MAX ? 1 + random.nextInt(60) : Integer.MAX_VALUE)) {
            plan = plan(file().read());
            legs++;
        }
        String what = "seed " + seed + ", " + legs + " runs";
        assertEquals(SPACE.size(), probed.size(), what);
        TreeSet<String> expected = expected();
        String ip = "(?<ip>[0-9.]+)";
        String port = "(?<port>[0-9]+)";
        assertEquals(
                expected, found("list", "(?m)^[a-z]+ tcp (?<port>\\d+) (?<ip>[0-9.]+) "), what);
        String json = "\"ip\": ?\"" + ip + "\".*\"port\": ?" + port;
        assertEquals(expected, found("json", json), what);
        String ndjson = "\"ip\": ?\"" + ip + "\".*\"port\": ?" + port;
        assertEquals(expected, found("ndjson", ndjson), what);
        String xml = "<address addr=\"" + ip + "\"[^\n]*portid=\"" + port;
        assertEquals(expected, found("xml", xml), what);
        assertTrue(Files.readString(folder.resolve("xml")).strip().endsWith("</nmaprun>"));
        assertTrue(Files.readString(folder.resolve("json")).endsWith("]\n"));
        assertFalse(Files.exists(file().path()));
        assertFalse(Files.exists(file().journalPath()));
    }
}
