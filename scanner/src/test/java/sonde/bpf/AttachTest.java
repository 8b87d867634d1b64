// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.link.Framing;
import sonde.link.TestFrames;
import sonde.sys.Bpf;
import sonde.sys.Errno;
import sonde.sys.PrivateNetwork;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The programs at an interface of a host whose network stack is awake: it answers what it is left,
 * and nothing else.
 */
class AttachTest extends KernelTest {

    private static final int OTHER_PORT = 50_000;

    private int near;
    private Tap far;
    private SteeringTable table;
    private BpfMap sockets;

    @BeforeEach
    void connect() {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set near address 02:00:00:00:00:01");
        PrivateNetwork.ip("addr add 198.19.255.1/32 dev near");
        PrivateNetwork.ip("route add 198.18.0.0/16 dev near");
        PrivateNetwork.ip("neigh add 198.18.0.1 lladdr 02:00:00:00:00:02 dev near");
        near = Tap.index("near");
        far = opened(new Tap("far"));
        table = table();
        sockets = sockets();
    }

    @Test
    void withoutAProgramTheHostAnswersWithRst() {
        assertEquals(SteeringFrames.PORT_FIRST, portOfRst());
    }

    @ParameterizedTest
    @ValueSource(ints = {Bpf.XDP_FLAGS_DRV_MODE, Bpf.XDP_FLAGS_SKB_MODE})
    void steeringKeepsOurAnswersFromTheHost(int xdpFlags) {
        putSocket(sockets);
        LoadedProgram program = loaded(SteeringProgram.receiving(table, sockets));
        try (Tap tap = new Tap("near")) {
            try (BpfLink link = BpfLink.attachXdp(state, program, near, xdpFlags)) {
                assertTrue(link.fd() > 0);
                assertEquals(OTHER_PORT, portOfRst(), "the first RST");
                assertArrayEquals(answer(OTHER_PORT), tap.receive(1).getFirst(), "taps");
                assertTrue(PrivateNetwork.ip("link show dev near").contains("xdp"));
            }
            assertFalse(PrivateNetwork.ip("link show dev near").contains("xdp"), "detached");
            assertEquals(SteeringFrames.PORT_FIRST, portOfRst(), "the first RST, detached");
        }
    }

    @Test
    void theGuardKeepsOurAnswersFromTheHostAndLeavesThemToTaps() {
        LoadedProgram program = loaded(GuardProgram.assemble(table));
        try (Tap tap = new Tap("near")) {
            try (BpfLink link = BpfLink.attachTcxIngress(state, program, near)) {
                assertTrue(link.fd() > 0);
                assertEquals(OTHER_PORT, portOfRst(), "the first RST");
                List<byte[]> tapped = tap.receive(2);
                assertArrayEquals(answer(SteeringFrames.PORT_FIRST), tapped.get(0));
                assertArrayEquals(answer(OTHER_PORT), tapped.get(1));
            }
            assertEquals(SteeringFrames.PORT_FIRST, portOfRst(), "the first RST, detached");
        }
    }

    /** A VLAN's tag is taken off before the program runs. */
    @Test
    void theGuardLeavesWhatAnotherNetworkSent() {
        BpfMap count = opened(BpfMap.array(state, "count", Long.BYTES, 1, false));
        Assembler counting =
                new Assembler()
                        .loadMapValue(R2, count, 0)
                        .move(R3, 1)
                        .atomicAdd64(R2, 0, R3)
                        .move(R0, Bpf.TC_ACT_UNSPEC)
                        .exit();
        Program next = counting.assemble("next", Bpf.BPF_PROG_TYPE_SCHED_CLS, Bpf.BPF_TCX_INGRESS);
        LoadedProgram guard = loaded(GuardProgram.assemble(table));
        LoadedProgram counter = loaded(next);
        opened(BpfLink.attachTcxIngress(state, guard, near));
        opened(BpfLink.attachTcxIngress(state, counter, near));
        Tap tap = opened(new Tap("near"));
        byte[] ours = answer(SteeringFrames.PORT_FIRST);
        far.send(ours);
        assertEquals(1, tap.receive(1).size());
        far.send(tagged(ours, 7));
        assertEquals(1, tap.receive(1).size());
        // Behind it, both have been through.
        assertEquals(OTHER_PORT, portOfRst());
        assertEquals(2, count.lookup64(state, 0), "the tagged one, and that for the other port");
    }

    private static byte[] tagged(byte[] frame, int vlan) {
        byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        tagged[12] = (byte) 0x81;
        tagged[15] = (byte) vlan;
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        return tagged;
    }

    /** Sends an answer to a port of ours and then one to another; the port of the first RST. */
    private int portOfRst() {
        far.send(answer(SteeringFrames.PORT_FIRST));
        far.send(answer(OTHER_PORT));
        int first = -1;
        while (true) {
            List<byte[]> received = far.receive(1);
            assertEquals(1, received.size(), "no RST for the other port, first was " + first);
            MemorySegment packet = MemorySegment.ofArray(TestFrames.packetOf(received.getFirst()));
            assertEquals(Tcp.RST, Tcp.flags(packet, Ipv4.HEADER_LENGTH_BYTES));
            int port = Tcp.sourcePort(packet, Ipv4.HEADER_LENGTH_BYTES);
            first = first < 0 ? port : first;
            if (port == OTHER_PORT) {
                return first;
            }
        }
    }

    private static byte[] answer(int port) {
        byte[] packet =
                TestFrames.tcp(
                        TestFrames.THEIRS, TestFrames.OURS, 80, port, 1, 2, Tcp.SYN | Tcp.ACK);
        return TestFrames.framed(
                Framing.ETHERNET, packet, TestFrames.OUR_MAC, TestFrames.THEIR_MAC);
    }

    @Test
    void saysThatAnotherProgramIsThere() {
        LoadedProgram program = loaded(SteeringProgram.receiving(table, sockets));
        opened(BpfLink.attachXdp(state, program, near, Bpf.XDP_FLAGS_DRV_MODE));
        assertRefused(
                "attaching the program sonde_receive to interface "
                        + near
                        + ": device or resource busy (bpf: EBUSY);"
                        + " another XDP program is attached there: see it with ip link show",
                () -> BpfLink.attachXdp(state, program, near, Bpf.XDP_FLAGS_DRV_MODE));
        assertRefused(
                "attaching the program sonde_receive to interface "
                        + near
                        + ": already exists (bpf: EEXIST);"
                        + " another XDP program is attached there: see it with ip link show",
                () -> BpfLink.attachXdp(state, program, near, Bpf.XDP_FLAGS_SKB_MODE));
    }

    @Test
    void saysThatTheDriverCannot() {
        LoadedProgram program = loaded(SteeringProgram.receiving(table, sockets));
        int loopback = Tap.index("lo");
        assertRefused(
                "attaching the program sonde_receive to interface 1: operation not supported"
                        + " (bpf: EOPNOTSUPP); the interface's driver has no XDP",
                () -> BpfLink.attachXdp(state, program, loopback, Bpf.XDP_FLAGS_DRV_MODE));
    }

    @Test
    void saysThatThereIsNoSuchInterface() {
        LoadedProgram program = loaded(SteeringProgram.receiving(table, sockets));
        BpfException e =
                assertThrows(BpfException.class, () -> BpfLink.attachXdp(state, program, 9_999, 0));
        assertTrue(e.errno() == Errno.EINVAL || e.errno() == Errno.ENODEV, e::getMessage);
    }

    private static void assertRefused(String message, Runnable action) {
        assertEquals(message, assertThrows(BpfException.class, action::run).getMessage());
    }

    @Test
    void aProgramOfAnotherTypeIsRefused() {
        Program other =
                new Assembler()
                        .move(R0, 0)
                        .exit()
                        .assemble("other", Bpf.BPF_PROG_TYPE_SCHED_CLS, Bpf.BPF_TCX_INGRESS);
        LoadedProgram program = loaded(other);
        assertThrows(BpfException.class, () -> BpfLink.attachXdp(state, program, near, 0));
    }
}
