// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.Framing;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.TargetSpace;
import sonde.tcp.SegmentRing;
import sonde.tcp.TcpCount;
import sonde.tcp.TcpMachine;
import sonde.wire.Ethernet;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;

/**
 * A receive agent's end of its conversations: gives the machine its segments and its time, and
 * wakes the transmit agent when there is something to send. Used by that agent's thread alone, but
 * for {@link #isCrowded}.
 */
final class Talker {

    private final TcpMachine machine;
    private final SegmentRing segments;
    private final Framing framing;
    private final long routerMac;
    private final Runnable wakeTransmitter;
    private final Counters counters;
    private final int waitingMax;
    private final TargetSpace targets;

    private volatile boolean isCrowded;

    /**
     * @param routerMac where all frames go, or 0 if each goes where its conversation's SYN-ACK came
     *     from
     * @param waitingMax more conversations waiting than this make a crowd
     * @param targets what is scanned
     */
    Talker(
            TcpMachine machine,
            SegmentRing segments,
            Framing framing,
            long routerMac,
            Runnable wakeTransmitter,
            Counters counters,
            int waitingMax,
            TargetSpace targets) {
        this.machine = machine;
        this.segments = segments;
        this.framing = framing;
        this.routerMac = routerMac;
        this.wakeTransmitter = wakeTransmitter;
        this.counters = counters;
        this.waitingMax = waitingMax;
        this.targets = targets;
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
        return targets.indexOf(frame.sourceAddress, frame.sourcePort) >= 0;
    }

    /**
     * Begins a conversation.
     *
     * @param frameOffset where the frame begins that has the SYN-ACK
     * @param synAck the first of its target, its cookie proven
     */
    void open(MemorySegment memory, long frameOffset, ParsedFrame synAck) {
        long mac = routerMac;
        if (mac == 0 && framing == Framing.ETHERNET) {
            mac = Ethernet.sourceMac(memory, frameOffset);
        }
        machine.open(memory, synAck, mac);
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

    /** Breaks off what is not at its end. */
    void finish() {
        machine.abortAll();
    }
}
