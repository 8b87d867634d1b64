// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.sys.Bpf;
import sonde.sys.Errno;
import sonde.sys.PrivateNetwork;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Frames that the kernel makes and the program fills, as they arrive at the other end. */
class LiveFramesTest extends KernelTest {

    private static final int AGENTS = 2;

    /** {@code ETH_P_802_EX1}, {@code linux/if_ether.h}: for experiments; no stack takes it. */
    private static final short EXPERIMENT = (short) 0x88B5;

    /** More than one batch of the kernel's, and less than the 256 slots of a virtual pair. */
    private static final int RUN = 100;

    private static final byte[] MARKER = frame(60, -1);

    private final Arena arena = Arena.ofShared();
    private int near;
    private Tap far;

    @BeforeEach
    void connect() {
        opened(arena);
        PrivateNetwork.vethPair("near", "far");
        // Without it, a virtual interface takes no frames of this kind.
        PrivateNetwork.run("ethtool -K far gro on");
        near = Tap.index("near");
        far = opened(new Tap("far"));
    }

    /** An area, the program over it, and the area's memory. */
    private record Live(LiveArea area, LoadedProgram program, MemorySegment memory) {

        long next(int agent) {
            long offset = area.areaOffset(agent) + LiveArea.NEXT_OFFSET;
            return memory.get(ValueLayout.JAVA_LONG, offset);
        }

        void setNext(int agent, long next) {
            long offset = area.areaOffset(agent) + LiveArea.NEXT_OFFSET;
            memory.set(ValueLayout.JAVA_LONG, offset, next);
        }

        void put(int agent, long number, byte[] frame) {
            long slot = number % LiveArea.SLOTS;
            long offset =
                    area.areaOffset(agent) + LiveArea.SLOTS_OFFSET + slot * area.strideBytes();
            // What a slot held before must not matter.
            memory.asSlice(offset, area.strideBytes()).fill((byte) 0xEE);
            MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, offset, frame.length);
        }
    }

    private Live live(int strideBytes) {
        LiveArea area = opened(LiveArea.create(state, AGENTS, strideBytes));
        SteeringTable table = table();
        BpfMap sockets = sockets();
        LoadedProgram program =
                loaded(SteeringProgram.receivingAndTransmitting(table, sockets, area, near));
        opened(BpfLink.attachXdp(state, program, near, Bpf.XDP_FLAGS_DRV_MODE));
        return new Live(area, program, area.map(state, arena));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 42, 58, 60, 63, 64})
    void everyFrameArrivesWholeAndOnce(int lengthBytes) {
        assertAllArrive(live(64), lengthBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 127, 1_000, 1_514, 2_047, 2_048})
    void longFramesToo(int lengthBytes) {
        PrivateNetwork.ip("link set near mtu 3000");
        PrivateNetwork.ip("link set far mtu 3000");
        assertAllArrive(live(2_048), lengthBytes);
    }

    /** Agents in turn, several runs each, so that the kernel's pages are used again. */
    private void assertAllArrive(Live live, int lengthBytes) {
        MemorySegment[] prepared = new MemorySegment[AGENTS];
        for (int agent = 0; agent < AGENTS; agent++) {
            prepared[agent] = live.program().prepareLive(arena, agent, lengthBytes);
        }
        for (int run = 0; run < 3; run++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                List<byte[]> sent = new ArrayList<>();
                long first = live.next(agent);
                assertEquals((long) run * RUN, first, "next of agent " + agent);
                for (int i = 0; i < RUN; i++) {
                    byte[] frame = frame(lengthBytes, (run * AGENTS + agent) * RUN + i);
                    live.put(agent, first + i, frame);
                    sent.add(frame);
                }
                assertEquals(0, live.program().testRunLive(state, prepared[agent], RUN));
                assertArrive(sent);
            }
        }
    }

    /** Marks the end, behind which nothing is left over. */
    private void assertArrive(List<byte[]> sent) {
        try (Tap marker = new Tap("near")) {
            List<byte[]> received = far.receive(sent.size());
            marker.send(MARKER);
            received.addAll(far.receive(1));
            assertEquals(sent.size() + 1, received.size(), "frames");
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(sent.get(i), received.get(i), "frame " + i);
            }
            assertArrayEquals(MARKER, received.getLast(), "the marker");
        }
    }

    @Test
    void slotsBeginAgainBehindTheLast() {
        Live live = live(64);
        long first = 7L * LiveArea.SLOTS - 50;
        live.setNext(1, first);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < RUN; i++) {
            sent.add(frame(60, i));
            live.put(1, first + i, sent.getLast());
        }
        MemorySegment prepared = live.program().prepareLive(arena, 1, 60);
        assertEquals(0, live.program().testRunLive(state, prepared, RUN));
        assertArrive(sent);
        assertEquals(first + RUN, live.next(1));
        assertEquals(0, live.next(0), "the other agent's");
    }

    @Test
    void dropsWhatIsLongerThanASlot() {
        Live live = live(64);
        MemorySegment prepared = live.program().prepareLive(arena, 0, 65);
        assertEquals(0, live.program().testRunLive(state, prepared, 10));
        assertArrive(List.of());
        assertEquals(0, live.next(0));
    }

    @Test
    void dropsForAgentsThatHaveNoArea() {
        Live live = live(64);
        for (int agent = AGENTS; agent < LiveArea.AGENTS_MAX; agent++) {
            MemorySegment prepared = live.program().prepareLive(arena, agent, 60);
            assertEquals(0, live.program().testRunLive(state, prepared, 10));
        }
        assertArrive(List.of());
        assertEquals(0, live.next(0) + live.next(1));
        assertThrows(
                IllegalArgumentException.class, () -> live.program().prepareLive(arena, 8, 60));
    }

    @Test
    void everyAgentHasAnAreaOfItsOwn() {
        LiveArea area = opened(LiveArea.create(state, LiveArea.AGENTS_MAX, 64));
        SteeringTable table = table();
        BpfMap sockets = sockets();
        Program steering = SteeringProgram.receivingAndTransmitting(table, sockets, area, near);
        LoadedProgram program = loaded(steering);
        opened(BpfLink.attachXdp(state, program, near, Bpf.XDP_FLAGS_DRV_MODE));
        Live live = new Live(area, program, area.map(state, arena));
        List<byte[]> sent = new ArrayList<>();
        for (int agent = 0; agent < LiveArea.AGENTS_MAX; agent++) {
            sent.add(frame(60, agent));
            live.put(agent, 0, sent.getLast());
            MemorySegment prepared = program.prepareLive(arena, agent, 60);
            assertEquals(0, program.testRunLive(state, prepared, 1));
        }
        assertArrive(sent);
    }

    @Test
    void aRunOfTheKernelsIsWhatItSays() {
        Live live = live(64);
        MemorySegment tooShort = live.program().prepareLive(arena, 0, 13);
        assertEquals(-Errno.EINVAL, live.program().testRunLive(state, tooShort, 1));
        assertEquals(0, live.next(0));
    }

    @Test
    void framesOfTheInterfaceAreNotFilled() {
        Live live = live(64);
        byte[] ours = SteeringFrames.tcp(SteeringFrames.OURS, SteeringFrames.PORT_FIRST);
        byte[] copy = ours.clone();
        // No socket is there to take it.
        assertEquals(Bpf.XDP_PASS, live.program().testRun(state, copy, near));
        assertArrayEquals(ours, copy);
        assertEquals(0, live.next(0));
        byte[] filled = frame(54, 1);
        live.put(0, 0, filled);
        assertEquals(Bpf.XDP_REDIRECT, live.program().testRun(state, copy));
        assertArrayEquals(filled, copy);
        assertEquals(1, live.next(0));
    }

    @Test
    void refusesImpossibleShapes() {
        for (int stride : new int[] {0, 32, 63, 96, 4096}) {
            assertThrows(IllegalArgumentException.class, () -> LiveArea.create(state, 1, stride));
        }
        assertThrows(IllegalArgumentException.class, () -> LiveArea.create(state, 0, 64));
        assertThrows(IllegalArgumentException.class, () -> LiveArea.create(state, 9, 64));
        LiveArea area = opened(LiveArea.create(state, 1, 64));
        SteeringTable table = table();
        BpfMap sockets = sockets();
        assertThrows(
                IllegalArgumentException.class,
                () -> SteeringProgram.receivingAndTransmitting(table, sockets, area, 1));
    }

    /** Noise behind an Ethernet header, the same for the same number. */
    private static byte[] frame(int lengthBytes, int number) {
        byte[] frame = new byte[lengthBytes];
        new Random(number).nextBytes(frame);
        ByteBuffer.wrap(frame).putShort(0, (short) 0x0200).putShort(12, EXPERIMENT);
        return frame;
    }
}
