// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.tcp.MachineRig.OUR_FIRST;
import static sonde.tcp.MachineRig.PEER_FIRST;
import static sonde.tcp.MachineRig.SECOND;
import static sonde.tcp.MachineRig.fromPeer;
import static sonde.tcp.MachineRig.synAck;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.Tcp;

import java.util.List;

/** What is limited has an end that is counted, and goes on when there is room again. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class HostilePeerTest {

    private final ScriptedApplication application = new ScriptedApplication();
    private final boolean isIpv6;

    HostilePeerTest(boolean isIpv6) {
        this.isIpv6 = isIpv6;
    }

    @Test
    void handshakesWaitForAPlaceAndAreOpenedInTheirOrder() {
        MachineRig rig = new MachineRig(MachineRig.config(2), application, 64, isIpv6);
        assertTrue(rig.open(synAck(1)));
        assertTrue(rig.open(synAck(2)));
        assertFalse(rig.open(synAck(3)));
        assertFalse(rig.open(synAck(4)));
        assertFalse(rig.open(synAck(3)));
        assertEquals(2, rig.machine.waitingCount());
        assertEquals(2, rig.sent().size());
        assertTrue(rig.receive(reset(1)));
        assertEquals(3, rig.sentOne().destinationPort());
        assertEquals(1, rig.machine.waitingCount());
        assertTrue(rig.receive(reset(2)));
        assertEquals(0, rig.machine.nanosUntilTimer());
        rig.machine.runTimers();
        assertEquals(4, rig.sentOne().destinationPort());
        assertEquals(0, rig.machine.waitingCount());
        assertEquals(0, rig.machine.abandonedCount());
        assertEquals(4, rig.machine.counts().get(TcpCount.OPENED));
    }

    @Test
    void whoResetsWhileWaitingIsNotOpened() {
        MachineRig rig = new MachineRig(MachineRig.config(1), application, 64, isIpv6);
        rig.open(synAck(1));
        rig.open(synAck(2));
        rig.sent();
        assertTrue(rig.receive(reset(2)));
        rig.receive(reset(1));
        assertEquals(List.of(), rig.sent());
        assertEquals(0, rig.machine.waitingCount());
        assertEquals(1, rig.machine.abandonedCount());
    }

    @Test
    void whatDoesNotEvenFindAPlaceToWaitIsCounted() {
        MachineRig rig = new MachineRig(MachineRig.config(1), application, 64, isIpv6);
        for (int port = 1; port <= TcpMachine.WAITING_MIN + 11; port++) {
            rig.open(synAck(port));
        }
        assertEquals(TcpMachine.WAITING_MIN, rig.machine.waitingCount());
        assertEquals(10, rig.machine.abandonedCount());
    }

    @Test
    void handshakesThatWaitedLongerThanAnyPeerAreAbandoned() {
        MachineRig rig = new MachineRig(MachineRig.config(1), application, 64, isIpv6);
        rig.open(synAck(1));
        rig.open(synAck(2));
        rig.clock.advance(64 * SECOND);
        rig.receive(reset(1));
        rig.sent();
        assertEquals(0, rig.machine.openCount());
        assertEquals(1, rig.machine.abandonedCount());
    }

    private static TestSegment reset(int peerPort) {
        return fromPort(peerPort, PEER_FIRST, Tcp.RST, "");
    }

    private static TestSegment fromPort(int peerPort, int sequence, int flags, String payload) {
        TestSegment usual = fromPeer(sequence, OUR_FIRST, flags, payload);
        return new TestSegment(
                usual.source(),
                peerPort,
                usual.destination(),
                usual.destinationPort(),
                usual.sequence(),
                usual.acknowledgment(),
                usual.flags(),
                usual.window(),
                usual.payload());
    }

    @Test
    void anEmptyPoolDropsAndThePeersRepeat() {
        application.onInput = _ -> {};
        TcpConfig tight = new TcpConfig(100, 60 * SECOND, 65_536, 64 * 1024, 64);
        MachineRig rig = new MachineRig(tight, application, 512, isIpv6);
        boolean isFull = false;
        for (int port = 1; port <= 100; port++) {
            rig.open(synAck(port));
            rig.receive(fromPort(port, PEER_FIRST, Tcp.ACK, "x".repeat(1400)));
            int window = rig.sent().getLast().window();
            assertTrue(window <= 16 * 1024 || port == 1);
            isFull |= window == 0;
        }
        assertTrue(isFull);
        long dropped = rig.machine.counts().get(TcpCount.NO_BUFFER);
        assertTrue(dropped > 50, dropped + " dropped");
        assertFalse(application.events.contains("RESET"));
        int before = application.events.size();
        rig.receive(fromPort(1, PEER_FIRST + 1400, Tcp.RST, ""));
        rig.receive(fromPort(100, PEER_FIRST, Tcp.ACK, "y".repeat(1400)));
        assertEquals(before + 2, application.events.size());
        assertTrue(application.events.getLast().startsWith("input yyy"));
    }

    @Test
    void sendSaysWhenThereIsNoRoom() {
        TcpConfig tight = new TcpConfig(2, 60 * SECOND, 65_536, 4096, 64);
        MachineRig rig = new MachineRig(tight, application, 64, isIpv6);
        application.onOpen =
                connection -> {
                    assertTrue(ScriptedApplication.say(connection, "x".repeat(4000)));
                    assertFalse(ScriptedApplication.say(connection, "y".repeat(97)));
                    assertEquals(4000, connection.unacknowledgedBytes());
                    assertTrue(ScriptedApplication.say(connection, "z".repeat(96)));
                };
        rig.open(synAck());
        assertEquals(4096, rig.sent().stream().mapToInt(each -> each.payload().length).sum());
    }

    @Test
    void aFullRingLosesNothing() {
        MachineRig rig = new MachineRig(MachineRig.config(8), application, 2, isIpv6);
        application.onOpen = connection -> ScriptedApplication.say(connection, "r".repeat(5000));
        for (int port = 1; port <= 4; port++) {
            rig.open(synAck(port));
        }
        StringBuilder lengths = new StringBuilder();
        int all = 0;
        while (true) {
            rig.machine.batchDone();
            if (rig.ring.size() == 2) {
                assertTrue(rig.machine.nanosUntilTimer() > 0);
                rig.machine.runTimers();
            }
            List<TestSegment> some = rig.drain();
            if (some.isEmpty()) {
                break;
            }
            all += some.stream().mapToInt(each -> each.payload().length).sum();
            lengths.append(some.size());
        }
        assertEquals(20_000, all);
        assertEquals("22222222", lengths.toString());
        assertTrue(rig.machine.counts().get(TcpCount.RING_FULL) > 0);
        assertEquals(0, rig.machine.counts().get(TcpCount.RETRANSMITTED));
    }

    @Test
    void aRingThatStaysFullIsNoReasonToGiveUp() {
        TcpConfig patient = new TcpConfig(8, 600 * SECOND, 65_536, 1 << 20, 64);
        MachineRig rig = new MachineRig(patient, application, 1, isIpv6);
        application.onOpen = connection -> ScriptedApplication.say(connection, "request");
        rig.open(synAck(1));
        rig.machine.batchDone();
        rig.open(synAck(2));
        for (int i = 0; i < 3000; i++) {
            rig.clock.advance(SECOND / 10);
            rig.machine.runTimers();
            rig.machine.checkInvariants();
        }
        assertEquals(List.of("open", "open"), application.events);
        assertEquals("request", rig.sentOne().text());
    }

    @Test
    void endlessDataEndsTheInputAtItsLimit() {
        application.onInput =
                connection -> {
                    if (connection.isInputEnded()) {
                        connection.close();
                    }
                };
        TcpConfig small = new TcpConfig(4, 60 * SECOND, 10_000, 1 << 20, 64);
        MachineRig rig = new MachineRig(small, application, 64, isIpv6);
        rig.open(synAck());
        rig.sent();
        int sequence = PEER_FIRST;
        for (int i = 0; i < 1000; i++) {
            rig.receive(fromPeer(sequence, OUR_FIRST, Tcp.ACK, "x".repeat(1460)));
            for (TestSegment each : rig.sent()) {
                sequence = each.acknowledgment();
                assertFalse(each.has(Tcp.RST));
            }
        }
        assertEquals(10_000 + 65_535, sequence - PEER_FIRST);
        rig.after(6 * SECOND);
        assertEquals("FINISHED", application.events.getLast());
    }

    @Test
    void manyHolesAreDroppedAndCounted() {
        MachineRig rig = new MachineRig(MachineRig.config(2), application, 64, isIpv6);
        rig.open(synAck());
        for (int i = 1; i <= 20; i++) {
            rig.receive(fromPeer(PEER_FIRST + 10 * i, OUR_FIRST, Tcp.ACK, "hole"));
        }
        assertEquals(16, rig.machine.counts().get(TcpCount.OUT_OF_ORDER_DROPPED));
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, "0123456789"));
        assertEquals(List.of("open", "input 0123456789hole"), application.events);
    }

    @Test
    void dataBehindTheFinIsNotHeard() {
        MachineRig rig = new MachineRig(MachineRig.config(2), application, 64, isIpv6);
        rig.open(synAck());
        rig.receive(fromPeer(PEER_FIRST + 3, OUR_FIRST, Tcp.ACK | Tcp.FIN, "def"));
        rig.receive(fromPeer(PEER_FIRST + 3, OUR_FIRST, Tcp.ACK, "defghi"));
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, "abcdefgh"));
        assertEquals(List.of("open", "input abcdef", "end"), application.events);
        assertEquals(PEER_FIRST + 7, rig.sentOne().acknowledgment());
        rig.receive(fromPeer(PEER_FIRST + 7, OUR_FIRST, Tcp.ACK, "more"));
        assertEquals(3, application.events.size());
    }

    @Test
    void aFinBeforeWhatIsThereAlreadyIsNotBelieved() {
        MachineRig rig = new MachineRig(MachineRig.config(2), application, 64, isIpv6);
        rig.open(synAck());
        rig.receive(fromPeer(PEER_FIRST + 5, OUR_FIRST, Tcp.ACK, "fgh"));
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK | Tcp.FIN, "abc"));
        rig.receive(fromPeer(PEER_FIRST + 3, OUR_FIRST, Tcp.ACK, "de"));
        assertEquals(List.of("open", "input abc", "input defgh"), application.events);
    }
}
