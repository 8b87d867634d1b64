// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static sonde.tcp.MachineRig.OUR_FIRST;
import static sonde.tcp.MachineRig.PEER_FIRST;
import static sonde.tcp.MachineRig.SECOND;
import static sonde.tcp.MachineRig.fromPeer;
import static sonde.tcp.MachineRig.synAck;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalInt;

/** A second connection in the place of the first. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ReconnectTest {

    private static final int NEW_PORT = 40_001;
    private static final int SEQUENCE = 1234;

    private final ScriptedApplication application = new ScriptedApplication();
    private final MachineRig rig;
    private final boolean isIpv6;

    ReconnectTest(boolean isIpv6) {
        this.isIpv6 = isIpv6;
        rig = new MachineRig(MachineRig.config(4), application, 64, isIpv6);
    }

    private static TestSegment fromPeerToNewPort(int sequence, int acknowledgment, int flags) {
        TestSegment usual = fromPeer(sequence, acknowledgment, flags, "");
        return new TestSegment(
                usual.source(),
                usual.sourcePort(),
                usual.destination(),
                NEW_PORT,
                sequence,
                acknowledgment,
                flags,
                500,
                usual.payload());
    }

    @BeforeEach
    void reconnectOnce() {
        application.onOpen = connection -> connection.setWord(2, 42);
        application.onClose =
                connection -> {
                    application.onClose = _ -> {};
                    connection.reconnect(NEW_PORT, SEQUENCE);
                };
        rig.open(synAck());
        rig.sent();
        rig.receive(fromPeer(PEER_FIRST, 0, Tcp.RST, ""));
    }

    @Test
    void sendsASynWithTheSegmentSizeAlone() {
        TestSegment syn = rig.sentOne();
        assertEquals(Tcp.SYN, syn.flags());
        assertEquals(SEQUENCE, syn.sequence());
        assertEquals(0, syn.acknowledgment());
        assertEquals(NEW_PORT, syn.sourcePort());
        assertEquals(MachineRig.PEER_PORT, syn.destinationPort());
        assertEquals(1, rig.machine.openCount());
    }

    /** What a SYN says of the segment size where this is wanted, or -1. */
    private int offered(OptionalInt wanted) {
        TcpConfig config = new TcpConfig(1, 60 * SECOND, 65_536, 1 << 20, 64, true, wanted);
        ScriptedApplication once = new ScriptedApplication();
        once.onClose =
                connection -> {
                    once.onClose = _ -> {};
                    connection.reconnect(NEW_PORT, SEQUENCE);
                };
        MachineRig other = new MachineRig(config, once, 64, isIpv6);
        other.open(synAck());
        other.sent();
        other.receive(fromPeer(PEER_FIRST, 0, Tcp.RST, ""));
        other.machine.batchDone();
        byte[] frame = new byte[other.ring.peekLength()];
        MemorySegment memory = MemorySegment.ofArray(frame);
        other.ring.copyTo(memory, 0);
        ParsedFrame parsed = new ParsedFrame();
        TestSegment.parse(memory, parsed);
        return Tcp.mssOption(memory, parsed.tcpOffset);
    }

    @Test
    void theSynOffersTheSegmentSizeThatIsWanted() {
        assertEquals(isIpv6 ? 1440 : 1460, offered(OptionalInt.empty()));
        assertEquals(536, offered(OptionalInt.of(536)));
        assertEquals(-1, offered(OptionalInt.of(-1)));
    }

    @Test
    void theSynAckCompletesItWithTheSameWords() {
        rig.sentOne();
        application.onOpen = connection -> assertEquals(42, connection.word(2));
        rig.receive(fromPeerToNewPort(77, SEQUENCE + 2, Tcp.SYN | Tcp.ACK));
        assertEquals(List.of("open", "RESET"), application.events);
        rig.receive(fromPeerToNewPort(77, SEQUENCE + 1, Tcp.SYN | Tcp.ACK));
        TestSegment ack = rig.sentOne();
        assertEquals(Tcp.ACK, ack.flags());
        assertEquals(SEQUENCE + 1, ack.sequence());
        assertEquals(78, ack.acknowledgment());
        assertEquals(List.of("open", "RESET", "open"), application.events);
        assertFalse(rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, "x")));
    }

    @Test
    void aResetThatAcknowledgesTheSynRefusesIt() {
        rig.sentOne();
        rig.receive(fromPeerToNewPort(0, SEQUENCE, Tcp.RST | Tcp.ACK));
        assertEquals(1, rig.machine.openCount());
        rig.receive(fromPeerToNewPort(0, SEQUENCE + 1, Tcp.RST | Tcp.ACK));
        assertEquals(List.of("open", "RESET", "REFUSED"), application.events);
        assertEquals(0, rig.machine.openCount());
    }

    @Test
    void silenceIsWaitedForOverThreeRepetitions() {
        rig.sentOne();
        List<TestSegment> repeated = rig.after(8 * SECOND);
        assertEquals(3, repeated.size());
        for (TestSegment each : repeated) {
            assertEquals(Tcp.SYN, each.flags());
        }
        assertEquals(List.of(), rig.after(8 * SECOND));
        assertEquals(List.of("open", "RESET", "UNANSWERED"), application.events);
        assertEquals(0, rig.machine.openCount());
    }

    @Test
    void whereThereIsSuchAConnectionItIsNotOpened() {
        rig.sentOne();
        rig.open(synAck());
        application.onClose =
                connection -> {
                    application.onClose = _ -> {};
                    connection.reconnect(NEW_PORT, SEQUENCE);
                };
        rig.receive(fromPeer(PEER_FIRST, 0, Tcp.RST, ""));
        assertEquals(List.of("open", "RESET", "open", "RESET", "UNANSWERED"), application.events);
        assertEquals(1, rig.machine.openCount());
    }

    @Test
    void isForOnCloseOnly() {
        rig.sentOne();
        application.onOpen = connection -> connection.reconnect(1, 2);
        assertThrows(IllegalStateException.class, () -> rig.open(synAck()));
    }

    @Test
    void whereSuchAHandshakeWaitsItIsNotOpened() {
        ScriptedApplication crowded = new ScriptedApplication();
        MachineRig one = new MachineRig(MachineRig.config(1), crowded, 64, isIpv6);
        one.open(synAck());
        crowded.onClose =
                connection -> {
                    crowded.onClose = _ -> {};
                    connection.reconnect(NEW_PORT, SEQUENCE);
                };
        assertFalse(one.open(fromPeerToNewPort(77, SEQUENCE + 1, Tcp.SYN | Tcp.ACK)));
        one.receive(fromPeer(PEER_FIRST, 0, Tcp.RST, ""));
        assertEquals(Tcp.ACK, one.sentOne().flags());
        assertEquals(List.of("open", "RESET", "UNANSWERED", "open"), crowded.events);
        assertEquals(0, one.machine.waitingCount());
    }
}
