// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointFile;
import sonde.output.OutputFormat;
import sonde.output.OutputSettings;
import sonde.output.Outputs;
import sonde.permute.Shard;
import sonde.probe.ProbeKind;
import sonde.record.Protocol;
import sonde.record.RecordRing;
import sonde.record.Status;
import sonde.stat.Counters;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetSpace;
import sonde.wire.Ipv4Address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The writing part of a scan that is kept, without the rest. */
final class Kept {

    /** The filter of these scans lets nothing of this port pass. */
    static final int LEFT_OUT = 60_000;

    static final int PORT = 80;

    /** One port of many addresses, of both families: those of IPv6 come last. */
    static final TargetSpace SPACE =
            TargetSpace.of(List.of(Grids.ipv4(0, 99, PORT, PORT), Grids.ipv6(0, 99, PORT, PORT)));

    private static final int RING_SLOTS = 1 << 13;

    final ScanPlan plan;
    final RecordRing ring = new RecordRing(RING_SLOTS);
    final Counters counters = new Counters();
    final Outputs outputs = new Outputs();
    final ProbedGrids targets;
    final Checkpointer checkpointer;
    private @Nullable WriteAgent writer;

    /** Opens the journal, and no outputs. */
    Kept(ScanPlan plan) throws ScanException {
        this.plan = plan;
        ScanCommon common = new ScanCommon(plan, new ScanListener() {});
        targets = common.targets;
        checkpointer = Objects.requireNonNull(Checkpointer.open(common));
    }

    /** The outputs of the plan are opened, and have what the journal has. */
    static Kept open(ScanPlan plan) throws IOException, ScanException {
        Kept kept = new Kept(plan);
        for (ScanOptions.Output output : plan.results().outputs()) {
            kept.outputs.open(
                    OutputFormat.byLabel(output.format()).orElseThrow(),
                    output.destination(),
                    plan.results().settings(),
                    kept.checkpointer.markOf(output),
                    kept.checkpointer.journalBytesThen());
        }
        kept.checkpointer.replayInto(kept.outputs, 0);
        kept.outputs.flush();
        return kept;
    }

    /** A new scan. */
    static ScanPlan plan(CheckpointFile file, Path... lists) {
        return plan(0, List.of(), new ScanPlan.Keeping(file, true, "", null), lists);
    }

    /** The same from its checkpoint on. */
    static ScanPlan resumed(CheckpointFile file, Path... lists) throws IOException {
        Checkpoint checkpoint = file.read();
        return plan(
                checkpoint.cursor(),
                checkpoint.pending(),
                new ScanPlan.Keeping(file, true, "", checkpoint),
                lists);
    }

    private static ScanPlan plan(
            long first, List<Long> again, ScanPlan.Keeping keeping, Path... lists) {
        return new ScanPlan(
                order(first, again),
                Grids.probings(ProbeKind.TCP, ProbeKind.TCP),
                new ScanPlan.Pace(100, 0, false),
                List.of(),
                new ScanPlan.Source(Wiring.SOURCE, Wiring.SOURCE, null, null, 61_000, 61_063, 64),
                null,
                new ScanPlan.Agents(1, 1, List.of()),
                new ScanPlan.Results(
                        Wiring.shown(true),
                        List.of(lists).stream()
                                .map(path -> new ScanOptions.Output("list", path.toString()))
                                .toList(),
                        OutputSettings.plain(new OutputSettings.Run("", "", 0, List.of())),
                        null,
                        false,
                        true,
                        false,
                        record -> record.port() != LEFT_OUT),
                null,
                keeping);
    }

    /** One pass over all. */
    static ScanPlan.Order order(long first, List<Long> again) {
        return new ScanPlan.Order(
                SPACE,
                Wiring.SEED,
                Shard.WHOLE,
                0,
                first,
                SPACE.size(),
                Ipv6Ranges.NONE,
                again,
                false);
    }

    /** The agent, which is made when it is first asked for, as outputs may be added before. */
    WriteAgent writer() {
        if (writer == null) {
            writer =
                    new WriteAgent(
                            List.of(ring),
                            outputs,
                            plan.results().filter(),
                            checkpointer,
                            new ScanListener() {},
                            counters);
        }
        return writer;
    }

    /** Puts records of addresses from a number on into the ring. */
    @SuppressWarnings("EnumOrdinal") // as the ring takes them
    void offer(int first, int count, int port) {
        for (int i = first; i < first + count; i++) {
            ring.offer(9, i, Protocol.TCP.ordinal(), port, Status.OPEN.ordinal(), 0x12, 57, -1);
        }
    }

    /** The addresses in a list, as numbers, in their order. */
    static List<Integer> addresses(Path list) throws IOException {
        return Files.readAllLines(list).stream()
                .filter(line -> line.startsWith("open "))
                .map(line -> Ipv4Address.parse(line.split(" ")[3]))
                .toList();
    }
}
