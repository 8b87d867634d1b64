// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.tcp.MachineRig.IRS;
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
import java.util.OptionalInt;

/** Conversations segment by segment. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class TcpMachineTest {

    private final ScriptedApplication application = new ScriptedApplication();
    private final MachineRig rig;
    private final boolean isIpv6;

    TcpMachineTest(boolean isIpv6) {
        this.isIpv6 = isIpv6;
        rig = new MachineRig(MachineRig.config(4), application, 64, isIpv6);
    }

    private void openSaying(String request) {
        application.onOpen = connection -> ScriptedApplication.say(connection, request);
        rig.open(synAck());
    }

    private void openQuietly() {
        rig.open(synAck());
        rig.sent();
    }

    @Test
    void stateOfAConnectionTakesNoMoreThanHalfAKibibyte() {
        int bytes = TcpMachine.stateBytesPerConnection();
        assertTrue(bytes > 250 && bytes <= 512, bytes + " bytes");
    }

    @Test
    void acknowledgesTheHandshake() {
        assertTrue(rig.open(synAck()));
        TestSegment ack = rig.sentOne();
        assertEquals(Tcp.ACK, ack.flags());
        assertEquals(OUR_FIRST, ack.sequence());
        assertEquals(PEER_FIRST, ack.acknowledgment());
        assertEquals(65_535, ack.window());
        assertEquals(MachineRig.PEER, ack.destination());
        assertEquals(MachineRig.OUR_PORT, ack.sourcePort());
        assertEquals(List.of("open"), application.events);
        assertEquals(1, rig.machine.openCount());
    }

    @Test
    void theFirstAcknowledgmentCarriesTheRequest() {
        openSaying("GET");
        TestSegment request = rig.sentOne();
        assertEquals(Tcp.ACK | Tcp.PSH, request.flags());
        assertEquals("GET", request.text());
        assertEquals(PEER_FIRST, request.acknowledgment());
    }

    @Test
    void requestAnswerAndCloseWithoutAReset() {
        openSaying("GET");
        rig.sentOne();
        application.onInput =
                connection -> {
                    assertEquals(0, connection.unacknowledgedBytes());
                    connection.consume(connection.inputLength());
                    connection.close();
                };
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 3, Tcp.ACK | Tcp.PSH, "200 OK"));
        TestSegment fin = rig.sentOne();
        assertEquals(Tcp.ACK | Tcp.FIN, fin.flags());
        assertEquals(OUR_FIRST + 3, fin.sequence());
        assertEquals(PEER_FIRST + 6, fin.acknowledgment());
        rig.receive(fromPeer(PEER_FIRST + 6, OUR_FIRST + 4, Tcp.ACK | Tcp.FIN, ""));
        TestSegment last = rig.sentOne();
        assertEquals(Tcp.ACK, last.flags());
        assertEquals(OUR_FIRST + 4, last.sequence());
        assertEquals(PEER_FIRST + 7, last.acknowledgment());
        assertEquals(List.of("open", "input 200 OK", "FINISHED"), application.events);
        assertEquals(0, rig.machine.openCount());
        assertEquals(Long.MAX_VALUE, rig.machine.nanosUntilTimer());
    }

    @Test
    void acknowledgesOnceABatch() {
        openQuietly();
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, "one "));
        rig.receive(fromPeer(PEER_FIRST + 4, OUR_FIRST, Tcp.ACK, "two"));
        assertEquals(PEER_FIRST + 7, rig.sentOne().acknowledgment());
    }

    @Test
    void simultaneousCloseEndsOnce() {
        application.onOpen = Connection::close;
        rig.open(synAck());
        rig.sentOne();
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK | Tcp.FIN, ""));
        assertEquals(PEER_FIRST + 1, rig.sentOne().acknowledgment());
        rig.receive(fromPeer(PEER_FIRST + 1, OUR_FIRST + 1, Tcp.ACK, ""));
        assertEquals(List.of(), rig.sent());
        assertEquals(List.of("open", "FINISHED"), application.events);
    }

    @Test
    void goesOnSendingAfterThePeersFin() {
        openQuietly();
        application.onInput = connection -> ScriptedApplication.say(connection, "more");
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK | Tcp.FIN, "bye"));
        TestSegment more = rig.sentOne();
        assertEquals("more", more.text());
        assertEquals(PEER_FIRST + 4, more.acknowledgment());
        assertEquals(List.of("open", "input bye", "end"), application.events);
    }

    @Test
    void aLostLastAckIsRepeated() {
        requestAnswerAndCloseWithoutAReset();
        TestSegment fin = fromPeer(PEER_FIRST + 6, OUR_FIRST + 4, Tcp.ACK | Tcp.FIN, "");
        assertTrue(rig.receive(fin));
        TestSegment last = rig.sentOne();
        assertEquals(Tcp.ACK, last.flags());
        assertEquals(OUR_FIRST + 4, last.sequence());
        assertEquals(PEER_FIRST + 7, last.acknowledgment());
        assertFalse(rig.receive(fromPeer(PEER_FIRST + 7, OUR_FIRST + 4, Tcp.ACK, "news")));
    }

    @Test
    void aRepeatedSynAckIsAcknowledgedAgain() {
        openQuietly();
        assertTrue(rig.receive(synAck()));
        assertEquals(PEER_FIRST, rig.sentOne().acknowledgment());
        assertTrue(rig.open(synAck()));
        assertEquals(PEER_FIRST, rig.sentOne().acknowledgment());
        assertEquals(List.of("open"), application.events);
    }

    @Test
    void onlyTheExactResetIsBelieved() {
        openQuietly();
        rig.receive(fromPeer(PEER_FIRST + 100, 0, Tcp.RST, ""));
        assertEquals(Tcp.ACK, rig.sentOne().flags());
        rig.receive(fromPeer(PEER_FIRST - 1, 0, Tcp.RST, ""));
        assertEquals(List.of(), rig.sent());
        assertEquals(List.of("open"), application.events);
        rig.receive(fromPeer(PEER_FIRST, 0, Tcp.RST, ""));
        assertEquals(List.of("open", "RESET"), application.events);
        assertEquals(List.of(), rig.sent());
    }

    @Test
    void aStormOfOldSegmentsIsAnsweredSparingly() {
        openQuietly();
        int answers = 0;
        for (int i = 0; i < 500; i++) {
            rig.receive(fromPeer(PEER_FIRST - 1, OUR_FIRST, Tcp.ACK, "x"));
            answers += rig.sent().size();
        }
        assertEquals(100, answers);
    }

    @Test
    void aStormOfResetsIsAnsweredSparingly() {
        openQuietly();
        int answers = 0;
        for (int i = 0; i < 5000; i++) {
            rig.receive(fromPeer(PEER_FIRST + 1 + i, 0, Tcp.RST, ""));
            answers += rig.sent().size();
        }
        assertEquals(100, answers);
        assertEquals(4900, rig.machine.counts().get(TcpCount.CHALLENGES_WITHHELD));
    }

    @Test
    void whatCameFirstWinsWhereSegmentsOverlap() {
        openQuietly();
        rig.receive(fromPeer(PEER_FIRST + 4, OUR_FIRST, Tcp.ACK, "EFGH"));
        rig.receive(fromPeer(PEER_FIRST + 10, OUR_FIRST, Tcp.ACK, "KL"));
        rig.receive(fromPeer(PEER_FIRST + 2, OUR_FIRST, Tcp.ACK, "cdefghijkl"));
        assertEquals(List.of("open"), application.events);
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, "abx"));
        assertEquals(List.of("open", "input abcdEFGHijKL"), application.events);
        assertEquals(PEER_FIRST + 12, rig.sentOne().acknowledgment());
    }

    @Test
    void segmentsOutOfTheWindowChangeNothing() {
        openQuietly();
        rig.receive(fromPeer(PEER_FIRST + 70_000, OUR_FIRST, Tcp.ACK, "far"));
        rig.receive(fromPeer(PEER_FIRST - 70_000, OUR_FIRST, Tcp.ACK, "old"));
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 1, Tcp.ACK, "acknowledges what is not"));
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST - 70_000, Tcp.ACK, "too old"));
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, 0, "no ACK"));
        assertEquals(List.of("open"), application.events);
        assertEquals(2, rig.machine.counts().get(TcpCount.OUT_OF_WINDOW));
        assertEquals(3, rig.machine.counts().get(TcpCount.ACK_INVALID));
        assertEquals(PEER_FIRST, rig.sentOne().acknowledgment());
    }

    @Test
    void anUnacknowledgedConnectionEndsAfterSixRepetitions() {
        TcpConfig patient = new TcpConfig(4, 600 * SECOND, 65_536, 1 << 20, 64);
        MachineRig other = new MachineRig(patient, application, 64, isIpv6);
        application.onOpen = connection -> ScriptedApplication.say(connection, "GET");
        other.open(synAck());
        other.sentOne();
        // After 1, 2, 4, 8, 16 and 32 s; then 60 s are waited, the most there is.
        for (int wait = 1; wait <= 32; wait *= 2) {
            assertEquals(List.of(), other.after(wait * SECOND - 20_000_000));
            List<TestSegment> again = other.after(23_000_000);
            assertEquals(List.of("GET"), again.stream().map(TestSegment::text).toList());
        }
        assertEquals(List.of(), other.after(59 * SECOND));
        assertEquals(List.of("open"), application.events);
        assertEquals(List.of(), other.after(2 * SECOND));
        assertEquals(List.of("open", "UNACKNOWLEDGED"), application.events);
        assertEquals(0, other.machine.openCount());
    }

    @Test
    void aPeerThatTricklesIsResetWhenTheTimeIsOver() {
        openQuietly();
        for (int i = 0; i < 5; i++) {
            rig.receive(fromPeer(PEER_FIRST + i, OUR_FIRST, Tcp.ACK, "x"));
            assertEquals(Tcp.ACK, rig.sentOne().flags());
            assertEquals(List.of(), rig.after(11 * SECOND));
        }
        List<TestSegment> last = rig.after(6 * SECOND);
        assertEquals(1, last.size());
        assertTrue(last.getFirst().has(Tcp.RST));
        assertEquals("TIMED_OUT", application.events.getLast());
        assertEquals(0, rig.machine.openCount());
    }

    @Test
    void aPeerThatDoesNotCloseIsLeftAfterFiveSeconds() {
        application.onOpen = Connection::close;
        rig.open(synAck());
        rig.sentOne();
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 1, Tcp.ACK, ""));
        assertEquals(List.of(), rig.after(4 * SECOND));
        assertEquals(List.of(), rig.after(2 * SECOND));
        assertEquals(List.of("open", "FINISHED"), application.events);
        assertTrue(rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 1, Tcp.ACK | Tcp.FIN, "")));
        assertEquals(PEER_FIRST + 1, rig.sentOne().acknowledgment());
    }

    @Test
    void whatComesAfterOurCloseIsAcknowledgedAndDropped() {
        application.onOpen = Connection::close;
        rig.open(synAck());
        rig.sentOne();
        int window = 65_535;
        for (int i = 0; i < 100; i++) {
            int sequence = PEER_FIRST + i * 1000;
            rig.receive(fromPeer(sequence, OUR_FIRST + 1, Tcp.ACK, "x".repeat(1000)));
            window = rig.sentOne().window();
        }
        assertEquals(0, window, "endless data is not drawn for ever");
        assertEquals(List.of("open"), application.events);
    }

    @Test
    void abortSendsOneReset() {
        application.onOpen = Connection::abort;
        rig.open(synAck());
        TestSegment reset = rig.sentOne();
        assertTrue(reset.has(Tcp.RST));
        assertEquals(OUR_FIRST, reset.sequence());
        assertEquals(List.of("open", "ABORTED"), application.events);
        assertEquals(0, rig.machine.openCount());
    }

    @Test
    void sendsNoResetWhereNoneIsWanted() {
        TcpConfig silent =
                new TcpConfig(4, 60 * SECOND, 65_536, 1 << 20, 64, false, OptionalInt.empty());
        MachineRig other = new MachineRig(silent, application, 64, isIpv6);
        application.onOpen = Connection::abort;
        other.open(synAck());
        assertEquals(List.of(), other.sent());
        assertEquals(List.of("open", "ABORTED"), application.events);
        assertEquals(0, other.machine.openCount());

        application.onOpen = _ -> {};
        other.open(synAck());
        assertEquals(Tcp.ACK, other.sentOne().flags());
        assertEquals(List.of(), other.after(61 * SECOND));
        assertEquals("TIMED_OUT", application.events.getLast());
        assertEquals(0, other.machine.openCount());
    }

    @Test
    void honoursThePeersSegmentSizeAndWindow() {
        application.onOpen = connection -> ScriptedApplication.say(connection, "r".repeat(1000));
        TestSegment small = fromPeer(IRS, OUR_FIRST, Tcp.SYN | Tcp.ACK, 250, "");
        rig.open(small, 100);
        List<TestSegment> sent = rig.sent();
        assertEquals(List.of(100, 100), sent.stream().map(each -> each.payload().length).toList());
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 200, Tcp.ACK, 0, ""));
        assertEquals(List.of(), rig.sent());
        List<TestSegment> probes = rig.after(4 * SECOND);
        assertTrue(probes.size() >= 2, probes.toString());
        for (TestSegment probe : probes) {
            assertEquals(OUR_FIRST + 199, probe.sequence());
            assertEquals(0, probe.payload().length);
        }
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 200, Tcp.ACK, 50, ""));
        assertEquals(50, rig.sentOne().payload().length);
    }

    @Test
    void aClosedWindowThatIsConfirmedIsWaitedFor() {
        openSaying("request");
        rig.sentOne();
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 3, Tcp.ACK, 0, ""));
        for (int i = 0; i < 50; i++) {
            rig.after(SECOND);
            rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 3, Tcp.ACK, 0, ""));
        }
        assertEquals(List.of("open"), application.events);
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST + 3, Tcp.ACK, 500, ""));
        assertEquals("uest", rig.sentOne().text());
    }

    @Test
    void threeDuplicateAcksBringTheLostSegmentAtOnce() {
        openSaying("r".repeat(5000));
        assertEquals(4, rig.sent().size());
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(), rig.sent());
            rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, ""));
        }
        TestSegment again = rig.sentOne();
        assertEquals(OUR_FIRST, again.sequence());
        assertEquals(Mss.max(isIpv6), again.payload().length);
    }

    @Test
    void theWindowClosesAndOpensWithTheApplication() {
        application.onInput = _ -> {};
        TcpConfig small = new TcpConfig(4, 60 * SECOND, 4096, 1 << 20, 64);
        MachineRig other = new MachineRig(small, application, 64, isIpv6);
        application.onTimer = connection -> connection.consume(4096);
        application.onOpen = connection -> connection.setTimer(SECOND);
        other.open(synAck());
        assertEquals(4096, other.sentOne().window());
        for (int i = 0; i < 4; i++) {
            int sequence = PEER_FIRST + i * 1024;
            other.receive(fromPeer(sequence, OUR_FIRST, Tcp.ACK, "x".repeat(1024)));
        }
        assertEquals(0, other.sentOne().window());
        assertTrue(application.events.contains("end"), "full and nothing consumed");
        List<TestSegment> update = other.after(SECOND + 2_000_000);
        assertEquals(4096, update.getFirst().window());
    }

    @Test
    void theTimerComesOnceUnlessTakenBack() {
        application.onOpen = connection -> connection.setTimer(SECOND);
        rig.open(synAck());
        rig.after(3 * SECOND);
        assertEquals(List.of("open", "timer"), application.events);
        application.onInput =
                connection -> {
                    connection.setTimer(SECOND);
                    connection.clearTimer();
                };
        rig.receive(fromPeer(PEER_FIRST, OUR_FIRST, Tcp.ACK, "x"));
        rig.after(3 * SECOND);
        assertEquals(List.of("open", "timer", "input x"), application.events);
    }

    @Test
    void wordsBeginAtZeroAndLastAsLongAsTheConnection() {
        application.onOpen =
                connection -> {
                    for (int i = 0; i < Connection.WORD_COUNT; i++) {
                        assertEquals(0, connection.word(i));
                        connection.setWord(i, 7 + i);
                    }
                    assertEquals(null, connection.attachment());
                    connection.attach("object");
                    assertEquals(60, connection.ttl());
                    assertEquals(65_535, connection.synAckWindow());
                };
        application.onClose =
                connection -> {
                    assertEquals(8, connection.word(1));
                    assertEquals("object", connection.attachment());
                };
        for (int i = 0; i < 3; i++) {
            rig.open(synAck());
            rig.receive(fromPeer(PEER_FIRST, 0, Tcp.RST, ""));
        }
        assertEquals(6, application.events.size());
    }

    @Test
    void abortAllTellsEachConnectionAndSendsNothing() {
        for (int port = 1; port <= 6; port++) {
            rig.open(synAck(port));
        }
        rig.sent();
        rig.machine.abortAll();
        rig.machine.checkInvariants();
        assertEquals(List.of(), rig.sent());
        assertEquals(4, application.events.stream().filter("ABORTED"::equals).count());
        assertEquals(0, rig.machine.openCount());
        assertEquals(0, rig.machine.waitingCount());
    }

    @Test
    void whatHasNotLeftTheRingIsNeitherRepeatedNorTimed() {
        application.onOpen =
                connection -> {
                    ScriptedApplication.say(connection, "GET");
                    connection.setTimer(2 * SECOND);
                };
        rig.open(synAck());
        rig.machine.batchDone();
        for (int i = 0; i < 200; i++) {
            rig.clock.advance(SECOND / 10);
            rig.machine.runTimers();
        }
        assertEquals(List.of("open"), application.events);
        assertEquals(1, rig.drain().size());
        assertEquals("GET", rig.after(2 * SECOND).getFirst().text());
        assertEquals(List.of("open", "timer"), application.events);
    }
}
