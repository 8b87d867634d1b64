// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.Framing;
import sonde.probe.Cookies;
import sonde.probe.SourcePorts;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.tcp.Peers;
import sonde.tcp.SegmentRing;
import sonde.tcp.TcpCount;
import sonde.tcp.TcpMachine;
import sonde.wire.Ethernet;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/**
 * A receive agent's end of its conversations: gives the machine its segments and its time, and
 * wakes the transmit agent when there is something to send. Used by that agent's thread alone, but
 * for {@link #isCrowded}.
 */
final class Talker {

    /** No segment of an old connection. */
    static final int NONE = -1;

    private final TcpMachine machine;
    private final SegmentRing segments;
    private final Framing framing;
    private final long routerMac;
    private final Runnable wakeTransmitter;
    private final Counters counters;
    private final int waitingMax;
    private final TargetCheck targets;
    private final SourcePorts sourcePorts;
    private final Cookies cookies;

    private volatile boolean isCrowded;

    /**
     * @param routerMac where all frames go, or 0 if each goes where its conversation's SYN-ACK came
     *     from
     * @param waitingMax more conversations waiting than this make a crowd
     * @param targets what is scanned
     * @param sourcePorts where probes come from
     * @param cookies this agent's own
     */
    Talker(
            TcpMachine machine,
            SegmentRing segments,
            Framing framing,
            long routerMac,
            Runnable wakeTransmitter,
            Counters counters,
            int waitingMax,
            TargetCheck targets,
            SourcePorts sourcePorts,
            Cookies cookies) {
        this.machine = machine;
        this.segments = segments;
        this.framing = framing;
        this.routerMac = routerMac;
        this.wakeTransmitter = wakeTransmitter;
        this.counters = counters;
        this.waitingMax = waitingMax;
        this.targets = targets;
        this.sourcePorts = sourcePorts;
        this.cookies = cookies;
    }

    /** Takes a segment if it is one of a conversation. */
    boolean take(MemorySegment memory, ParsedFrame frame) {
        if (!machine.isMine(frame)) {
            return false;
        }
        machine.onSegment(memory, frame);
        return true;
    }

    /**
     * Whether a segment can be an answer to a probe. Its cookie does not tell where conversations
     * open connections to ports that nobody asked for: an answer that comes when such a connection
     * has ended is right, and of no target.
     */
    boolean isOfTarget(ParsedFrame frame) {
        return targets.isTarget(frame.sourceHigh, frame.sourceLow, frame.sourcePort);
    }

    /**
     * Whether a segment shows that a target takes our SYN for one of an old connection, which it
     * keeps in TIME-WAIT: instead of a SYN-ACK it acknowledges what that one had received (RFC 5961
     * section 4). It proves nothing but that its sender knows the port that the target was probed
     * from, a keyed hash.
     *
     * @return how often the target has been probed again before, 0 or 1; {@link #NONE} if the
     *     segment is none of these, or it has been often enough
     */
    int oldConnection(ParsedFrame frame) {
        if (frame.tcpFlags != Tcp.ACK
                || frame.payloadLengthBytes != 0
                || sourcePorts.first() == sourcePorts.last()
                || !isOfTarget(frame)) {
            return NONE;
        }
        int port = sourcePorts.sourcePort(frame.sourceHigh, frame.sourceLow, frame.sourcePort);
        if (port == frame.destinationPort) {
            return 0;
        }
        return portAfter(port) == frame.destinationPort ? 1 : NONE;
    }

    private int portAfter(int port) {
        return sourcePorts.contains(port + 1) ? port + 1 : sourcePorts.first();
    }

    /** Probes the target again whose segment this is, from another port of ours. */
    void probeAgain(MemorySegment memory, long frameOffset, ParsedFrame frame) {
        int localPort = portAfter(frame.destinationPort);
        int cookie =
                cookies.cookie(
                        frame.sourceHigh,
                        frame.sourceLow,
                        frame.sourcePort,
                        frame.destinationHigh,
                        frame.destinationLow,
                        localPort);
        machine.probe(frame, localPort, cookie, macFor(memory, frameOffset));
    }

    private long macFor(MemorySegment memory, long frameOffset) {
        return routerMac == 0 && framing == Framing.ETHERNET
                ? Ethernet.sourceMac(memory, frameOffset)
                : routerMac;
    }

    /**
     * Begins a conversation.
     *
     * @param frameOffset where the frame begins that has the SYN-ACK
     * @param synAck the first of its target, its cookie proven
     */
    void open(MemorySegment memory, long frameOffset, ParsedFrame synAck) {
        machine.open(memory, synAck, macFor(memory, frameOffset));
    }

    /** Does what is due, and returns how much it was. */
    int doWork() {
        machine.batchDone();
        int done = machine.runTimers();
        int waiting = machine.waitingCount();
        counters.set(Counter.TALKS_WAITING, waiting);
        counters.set(Counter.TALKS_ABANDONED, machine.counts().get(TcpCount.ABANDONED));
        isCrowded = waiting > waitingMax;
        if (segments.size() > 0) {
            wakeTransmitter.run();
        }
        return done;
    }

    /** Whether more wait to be talked to than should; from any thread. */
    boolean isCrowded() {
        return isCrowded;
    }

    long nanosUntilWork() {
        return machine.nanosUntilTimer();
    }

    /** Shows every target whose conversation is not at its end. */
    void forEachTarget(Peers targets) {
        machine.forEach(
                connection ->
                        targets.take(
                                connection.remoteHigh(),
                                connection.remoteLow(),
                                TalkState.targetPort(connection)),
                targets);
    }

    /** Breaks off what is not at its end. */
    void finish() {
        machine.abortAll();
    }
}
