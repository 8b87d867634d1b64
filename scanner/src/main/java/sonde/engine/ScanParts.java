// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.CheckpointException;
import sonde.clock.RoundTripEstimator;
import sonde.link.Framing;
import sonde.link.pcap.PcapWriter;
import sonde.neigh.NetInterface;
import sonde.output.OpenStreams;
import sonde.output.OutputException;
import sonde.output.OutputFormat;
import sonde.output.Outputs;
import sonde.record.RecordRing;
import sonde.stat.Counter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of one running scan, opened and wired: links, outputs, agents. Owned by {@link Scan},
 * which closes them.
 */
final class ScanParts implements AutoCloseable {

    /** Room for what a receiver finds while the writer waits for a slow disk. */
    static final int RING_SLOTS = 1 << 15;

    private final ScanCommon common;
    private final List<RouteParts> routes;
    private final Outputs outputs;
    private final List<TransmitAgent> transmitAgents = new ArrayList<>();
    private final List<AgentRunner> transmitters = new ArrayList<>();
    private final List<AgentRunner> receivers = new ArrayList<>();
    private final List<ReceiveAgent> receiveAgents = new ArrayList<>();
    private final WriteAgent writeAgent;
    private final AgentRunner writer;
    private final @Nullable Checkpointer checkpointer;

    private ScanParts(
            ScanCommon common,
            List<RouteParts> routes,
            Outputs outputs,
            @Nullable Checkpointer checkpointer)
            throws ScanException {
        this.common = common;
        this.checkpointer = checkpointer;
        this.routes = routes;
        this.outputs = outputs;
        List<List<RecordRing>> ringsOf = new ArrayList<>();
        List<RecordRing> all = new ArrayList<>();
        for (RouteParts route : routes) {
            transmitAgents.addAll(route.transmitAgents());
            transmitters.addAll(route.transmitters());
            List<RecordRing> rings = new ArrayList<>();
            for (int i = 0; i < route.sourceCount(); i++) {
                rings.add(new RecordRing(RING_SLOTS));
            }
            ringsOf.add(rings);
            all.addAll(rings);
        }
        writeAgent =
                new WriteAgent(
                        all,
                        outputs,
                        common.plan.results().filter(),
                        checkpointer,
                        common.listener,
                        common.newCounters());
        writer = new AgentRunner(writeAgent, AgentRunner.ANY_PROCESSOR);
        for (int i = 0; i < routes.size(); i++) {
            receivers.addAll(routes.get(i).receivers(ringsOf.get(i), writer));
            receiveAgents.addAll(routes.get(i).receiveAgents());
        }
        if (checkpointer != null) {
            receiveAgents.forEach(ReceiveAgent::leaveUnfinished);
        }
    }

    /**
     * Opens a plan's links and outputs.
     *
     * @param streams outputs that outlast these parts
     * @throws ScanException with what stands in the way; nothing is left open then
     */
    static ScanParts open(ScanPlan plan, ScanListener listener, OpenStreams streams)
            throws ScanException {
        List<RouteParts> routes = new ArrayList<>();
        Outputs outputs = new Outputs(streams);
        ScanParts parts = null;
        Checkpointer checkpointer = null;
        try {
            ScanCommon common = new ScanCommon(plan, listener);
            PcapWriter recorder = recorder(plan);
            if (plan.routes().isEmpty()) {
                routes.add(RouteParts.open(common, null, recorder));
            }
            for (ScanPlan.Route route : plan.routes()) {
                routes.add(RouteParts.open(common, route, recorder));
            }
            checkpointer = Checkpointer.open(common);
            open(outputs, plan, checkpointer);
            parts = new ScanParts(common, routes, outputs, checkpointer);
            return parts;
        } catch (OutputException | CheckpointException e) {
            throw new ScanException(ScanException.Cause.OUTPUT, String.valueOf(e.getMessage()), e);
        } finally {
            if (parts == null) {
                closeQuietly(outputs);
                closeQuietly(checkpointer == null ? null : checkpointer::abandon);
                routes.forEach(RouteParts::close);
            }
        }
    }

    /** Opens the outputs, each where it stood at the checkpoint, if there is one. */
    private static void open(Outputs outputs, ScanPlan plan, @Nullable Checkpointer checkpointer)
            throws OutputException, CheckpointException, ScanException {
        for (ScanOptions.Output output : plan.results().outputs()) {
            outputs.open(
                    format(output),
                    output.destination(),
                    plan.results().settings(),
                    checkpointer == null ? null : checkpointer.markOf(output),
                    checkpointer == null ? 0 : checkpointer.journalBytesThen());
        }
        if (checkpointer == null) {
            return;
        }
        try {
            checkpointer.replayInto(outputs, 0);
            outputs.flush();
        } catch (OutputException | CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Cause.OUTPUT,
                    "cannot go on with the outputs: " + e.getMessage(),
                    e);
        }
    }

    private static OutputFormat format(ScanOptions.Output output) {
        return OutputFormat.byLabel(output.format())
                .orElseThrow(
                        () -> new IllegalArgumentException("no output format " + output.format()));
    }

    private static void closeQuietly(@Nullable Closeable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (IOException e) {
            // The scan never began; why it didn't is what the user hears.
        }
    }

    /** One file has one kind of frames: those with Ethernet headers, if some have them. */
    private static @Nullable PcapWriter recorder(ScanPlan plan) throws ScanException {
        Path file = plan.results().pcapFile();
        if (file == null) {
            return null;
        }
        try {
            ScanPlan.Keeping keeping = plan.keeping();
            boolean isResumed = keeping != null && keeping.resumed() != null;
            int length = PcapWriter.SNAPSHOT_LENGTH_DEFAULT;
            return isResumed
                    ? PcapWriter.resume(file, framing(plan), length)
                    : PcapWriter.create(file, framing(plan), length);
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Cause.OUTPUT,
                    "--pcap " + file + ": can't be written (" + e.getMessage() + ")",
                    e);
        }
    }

    private static Framing framing(ScanPlan plan) {
        for (ScanPlan.Route route : plan.routes()) {
            if (route.path().iface().kind() == NetInterface.Kind.ETHERNET) {
                return Framing.ETHERNET;
            }
        }
        return plan.routes().isEmpty() ? Framing.ETHERNET : Framing.IP;
    }

    List<RouteParts> routes() {
        return routes;
    }

    List<TransmitAgent> transmitAgents() {
        return transmitAgents;
    }

    List<AgentRunner> transmitters() {
        return transmitters;
    }

    List<AgentRunner> receivers() {
        return receivers;
    }

    List<ReceiveAgent> receiveAgents() {
        return receiveAgents;
    }

    WriteAgent writeAgent() {
        return writeAgent;
    }

    @Nullable Checkpointer checkpointer() {
        return checkpointer;
    }

    AgentRunner writer() {
        return writer;
    }

    /** What the first agent failed with that has; null if none has. */
    @Nullable Throwable firstFailure() {
        if (writer.failure() != null) {
            return writer.failure();
        }
        for (List<AgentRunner> runners : List.of(transmitters, receivers)) {
            for (AgentRunner runner : runners) {
                if (runner.failure() != null) {
                    return runner.failure();
                }
            }
        }
        return null;
    }

    RoundTripEstimator roundTrips() {
        return common.roundTrips;
    }

    long count(Counter counter) {
        return common.count(counter);
    }

    @Override
    public void close() {
        routes.forEach(RouteParts::close);
        closeQuietly(outputs);
    }
}
