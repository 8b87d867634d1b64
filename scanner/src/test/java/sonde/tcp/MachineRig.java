// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import sonde.clock.ManualClock;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A machine between a clock that stands still and a peer that says what a test has it say. */
final class MachineRig {

    static final int US = 0xC612_0001;
    static final int PEER = 0xC612_0101;
    static final int OUR_PORT = 40_000;
    static final int PEER_PORT = 80;

    /** The number of the peer's SYN, and of our first byte: both wrap soon. */
    static final int IRS = 0xFFFF_FFF0;

    static final int OUR_FIRST = 0xFFFF_FFFA;
    static final int PEER_FIRST = IRS + 1;
    static final long SECOND = 1_000_000_000L;

    final ManualClock clock = new ManualClock(Long.MAX_VALUE - 77);
    final SegmentRing ring;
    final TcpMachine machine;
    private final boolean isIpv6;
    private final ParsedFrame parsed = new ParsedFrame();

    MachineRig(TcpConfig config, Application application, int ringSlots, boolean isIpv6) {
        this.isIpv6 = isIpv6;
        ring = new SegmentRing(ringSlots);
        machine =
                new TcpMachine(
                        config,
                        ring,
                        application,
                        clock,
                        new IpSegmentWriter(
                                TestSegment.LINK_BYTES,
                                TestSegment.OUR_MAC,
                                64,
                                TestSegment.FLOW_LABELS,
                                7),
                        99);
    }

    static TcpConfig config(int connectionsMax) {
        return new TcpConfig(connectionsMax, 60 * SECOND, 65_536, 1 << 20, 64);
    }

    static TestSegment fromPeer(int sequence, int acknowledgment, int flags, String payload) {
        return fromPeer(sequence, acknowledgment, flags, 65_535, payload);
    }

    static TestSegment fromPeer(
            int sequence, int acknowledgment, int flags, int window, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        return new TestSegment(
                PEER, PEER_PORT, US, OUR_PORT, sequence, acknowledgment, flags, window, bytes);
    }

    static TestSegment synAck() {
        return fromPeer(IRS, OUR_FIRST, Tcp.SYN | Tcp.ACK, "");
    }

    /** The same from another port of the peer. */
    static TestSegment synAck(int peerPort) {
        return new TestSegment(
                PEER,
                peerPort,
                US,
                OUR_PORT,
                IRS,
                OUR_FIRST,
                Tcp.SYN | Tcp.ACK,
                65_535,
                new byte[0]);
    }

    boolean open(TestSegment synAck) {
        return open(synAck.frame(isIpv6));
    }

    /** The same with another maximum segment size in it. */
    boolean open(TestSegment synAck, int mss) {
        return open(synAck.frame(isIpv6, mss));
    }

    boolean open(byte[] synAck) {
        MemorySegment memory = parse(synAck);
        boolean isOpen = machine.open(memory, parsed, TestSegment.PEER_MAC);
        machine.checkInvariants();
        return isOpen;
    }

    /** Hands a segment over; returns whether it was taken for the machine's. */
    boolean receive(TestSegment segment) {
        return receive(segment.frame(isIpv6));
    }

    boolean receive(byte[] frame) {
        MemorySegment memory = parse(frame);
        boolean isMine = machine.isMine(parsed);
        if (isMine) {
            machine.onSegment(memory, parsed);
        }
        machine.checkInvariants();
        return isMine;
    }

    private MemorySegment parse(byte[] frame) {
        MemorySegment memory = MemorySegment.ofArray(frame);
        TestSegment.parse(memory, parsed);
        return memory;
    }

    /** What the machine has to say now. */
    List<TestSegment> sent() {
        machine.batchDone();
        machine.checkInvariants();
        return drain();
    }

    /** The only segment that the machine has to say now. */
    TestSegment sentOne() {
        List<TestSegment> all = sent();
        assertEquals(1, all.size(), all.toString());
        return all.getFirst();
    }

    /** What the machine says when time moves on, timer by timer. */
    List<TestSegment> after(long nanos) {
        List<TestSegment> all = new ArrayList<>();
        long left = nanos;
        while (true) {
            long wait = machine.nanosUntilTimer();
            long step = Math.min(left, wait);
            clock.advance(step);
            left -= step;
            machine.runTimers();
            machine.checkInvariants();
            all.addAll(drain());
            if (left == 0) {
                return all;
            }
        }
    }

    List<TestSegment> drain() {
        List<TestSegment> all = new ArrayList<>();
        for (int length = ring.peekLength(); length > 0; length = ring.peekLength()) {
            byte[] frame = new byte[length];
            ring.copyTo(MemorySegment.ofArray(frame), 0);
            ring.release();
            all.add(TestSegment.of(frame));
        }
        return all;
    }
}
