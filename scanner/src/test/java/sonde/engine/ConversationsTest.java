// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.banner.BannerOptions;
import sonde.banner.UserHellos;
import sonde.record.Service;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.tcp.CloseReason;

import java.nio.charset.StandardCharsets;
import java.util.List;

@ParameterizedClass
@ValueSource(booleans = {false, true})
class ConversationsTest {

    private static final int ODD_PORT = 31_337;

    private final Talks talks = new Talks();
    private final Counters counters = talks.counters;

    ConversationsTest(boolean isIpv6) {
        talks.address = isIpv6 ? FakeConnection.ADDRESS_6 : FakeConnection.ADDRESS;
    }

    private Conversations conversations(UserHellos hellos, FurtherProbes further) {
        return talks.conversations(new BannerOptions(), hellos, further);
    }

    private Conversations conversations() {
        return conversations(UserHellos.NONE, FurtherProbes.NONE);
    }

    private FakeConnection connection(int port) {
        FakeConnection connection =
                new FakeConnection(conversations(), talks.address, port, Talks.LOCAL_PORT);
        connection.open();
        return connection;
    }

    private List<String> reported() {
        return talks.reported();
    }

    private void assertOutcome(Counter outcome) {
        assertEquals(1, counters.get(Counter.TALKS_OPENED));
        assertEquals(1, counters.get(outcome));
    }

    @Test
    void letsTheServerSpeakFirstOnAPortThatSaysNothing() {
        FakeConnection connection = connection(ODD_PORT);
        assertEquals("", connection.lastSaid());
        assertEquals(Talks.HELLO_TIMEOUT_NANOS, connection.timerNanos);
        connection.receive("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
        connection.receiveEnd();
        assertFalse(connection.end(CloseReason.FINISHED));
        assertEquals(
                List.of(ODD_PORT + " ssh greeting SSH-2.0-OpenSSH_9.2p1 Debian-2"), reported());
        assertOutcome(Counter.TALKS_RECOGNISED);
    }

    @Test
    void asksAtOnceWhereTheServerWaits() {
        FakeConnection connection = connection(80);
        assertTrue(connection.lastSaid().startsWith("GET / HTTP/1.0\r\n"), connection::lastSaid);
        connection.receive("HTTP/1.0 200 OK\r\nServer: test\r\n\r\n<title>A</title>");
        connection.receiveEnd();
        assertFalse(connection.end(CloseReason.FINISHED));
        List<String> lines = reported();
        assertTrue(lines.contains("80 http.server answer test"), lines::toString);
        assertTrue(lines.contains("80 title answer A"), lines::toString);
    }

    @Test
    void recognisesAServerThatComplainsAboutAnothersHello() {
        FakeConnection connection = connection(80);
        connection.receive("SSH-2.0-dropbear_2022.83\r\n");
        connection.end(CloseReason.RESET);
        assertEquals(List.of("80 ssh reproach SSH-2.0-dropbear_2022.83"), reported());
    }

    @Test
    void triesAnotherHelloOnAnotherConnectionFromAnotherPortWhenThereIsNoAnswer() {
        FakeConnection connection = connection(ODD_PORT);
        connection.timeOut();
        String first = connection.lastSaid();
        assertTrue(first.startsWith("GET "), first);
        connection.timeOut();
        assertTrue(connection.isClosed);
        assertTrue(connection.end(CloseReason.FINISHED));
        assertEquals(List.of(ODD_PORT, ODD_PORT), connection.remotePorts);
        assertEquals(List.of(50_009, 50_000), connection.localPorts);
        connection.open();
        assertNotEquals("", connection.lastSaid());
        assertNotEquals(first, connection.lastSaid());
        assertEquals(2, counters.get(Counter.HANDSHAKES));
        assertEquals(1, counters.get(Counter.TALKS_OPENED));
    }

    @Test
    void comparesASilentPortWithOneThatShouldBeClosed() {
        FakeConnection connection = connection(ODD_PORT);
        beSilentToTheEnd(connection);
        int control = connection.remotePorts.getLast();
        assertTrue(control >= 49_152, () -> "port " + control);
        assertFalse(connection.end(CloseReason.REFUSED));
        assertEquals(List.of(), reported());
        assertOutcome(Counter.TALKS_SILENT);
    }

    /** Until the control port is being tried. */
    private static void beSilentToTheEnd(FakeConnection connection) {
        connection.timeOut();
        for (int i = 0; i < 3; i++) {
            connection.timeOut();
            assertTrue(connection.end(CloseReason.FINISHED));
            if (i < 2) {
                connection.open();
            }
        }
    }

    @Test
    void marksAHostWhoseEveryPortIsOpenAndAsksItsOtherPortsLess() {
        Conversations conversations = conversations();
        FakeConnection connection =
                new FakeConnection(conversations, talks.address, ODD_PORT, 50_000);
        connection.open();
        beSilentToTheEnd(connection);
        connection.open();
        assertTrue(connection.isClosed);
        assertFalse(connection.end(CloseReason.FINISHED));
        String line = " none behaviour every port of this host is open";
        assertEquals(List.of(ODD_PORT + line), reported());
        assertOutcome(Counter.TALKS_PRETENDED);

        FakeConnection next =
                new FakeConnection(conversations, talks.address, ODD_PORT + 1, 50_000);
        next.open();
        next.timeOut();
        next.timeOut();
        assertFalse(next.end(CloseReason.FINISHED));
        assertEquals(List.of(ODD_PORT + 1 + line), reported());
    }

    @Test
    void marksAServerThatOffersNoWindowOrAcknowledgesNothing() {
        FakeConnection tarpit = connection(ODD_PORT);
        tarpit.window = 0;
        tarpit.timeOut();
        tarpit.timeOut();
        assertFalse(tarpit.end(CloseReason.TIMED_OUT));
        assertEquals(List.of(ODD_PORT + " none behaviour its window is zero"), reported());

        FakeConnection proxy = connection(80);
        assertFalse(proxy.end(CloseReason.UNACKNOWLEDGED));
        assertEquals(List.of("80 none behaviour it acknowledges no data"), reported());
    }

    @Test
    void waitsLongerForAnAcknowledgmentAndMarksWhoNeverGivesOne() {
        FakeConnection connection = connection(80);
        connection.unacknowledged = connection.lastSaid().length();
        connection.timeOut();
        assertFalse(connection.isClosed);
        assertTrue(connection.timerNanos > 0);
        connection.timeOut();
        assertTrue(connection.isClosed);
        assertFalse(connection.end(CloseReason.UNACKNOWLEDGED));
        assertEquals(List.of("80 none behaviour it acknowledges no data"), talks.reported());
        assertEquals(1, counters.get(Counter.TALKS_PRETENDED));
    }

    @Test
    void reportsAnUnknownAnswerAsItIs() {
        FakeConnection connection = connection(ODD_PORT);
        connection.receive("\u0001\u0002\u00FFwho knows");
        connection.timeOut();
        assertTrue(connection.isClosed);
        assertFalse(connection.end(CloseReason.FINISHED));
        assertEquals(List.of(ODD_PORT + " unknown none \u0001\u0002\u00FFwho knows"), reported());
        assertOutcome(Counter.TALKS_UNKNOWN);
    }

    @Test
    void takesOnlySoMuchOfAnEndlessUnknownAnswer() {
        FakeConnection connection = connection(ODD_PORT);
        for (int i = 0; i < 100 && !connection.isClosed; i++) {
            connection.receive("\u0001".repeat(500));
        }
        assertTrue(connection.isClosed);
        assertFalse(connection.end(CloseReason.FINISHED));
        assertEquals(List.of(ODD_PORT + " unknown none " + "\u0001".repeat(1024)), reported());
    }

    @Test
    void marksAHostWhoseManyPortsGiveOneUnknownAnswer() {
        Conversations conversations = conversations();
        for (int i = 0; i < 20; i++) {
            FakeConnection connection =
                    new FakeConnection(conversations, talks.address, ODD_PORT + i, 50_000);
            connection.open();
            connection.receive("\u0001\u0002");
            connection.timeOut();
            connection.end(CloseReason.FINISHED);
        }
        List<String> lines = reported();
        assertEquals(20, lines.size());
        assertEquals(
                13, lines.stream().filter(line -> line.contains(" none behaviour many ")).count());
    }

    @Test
    void saysTheUsersHelloFirst() {
        Conversations conversations =
                conversations(
                        UserHellos.NONE.with(ODD_PORT, "HELO me".getBytes(StandardCharsets.UTF_8)),
                        FurtherProbes.NONE);
        FakeConnection connection =
                new FakeConnection(conversations, talks.address, ODD_PORT, 50_000);
        connection.open();
        assertEquals("HELO me", connection.lastSaid());
        connection.timeOut();
        assertTrue(connection.end(CloseReason.FINISHED));
        connection.open();
        assertTrue(connection.lastSaid().startsWith("GET "), connection::lastSaid);
    }

    @Test
    void asksTheUsersFileWhatNoProtocolKnows() {
        Conversations conversations =
                conversations(
                        UserHellos.NONE,
                        new FurtherProbes() {
                            @Override
                            public List<byte[]> hellos(int port) {
                                return List.of("WHO".getBytes(StandardCharsets.UTF_8));
                            }

                            @Override
                            public @Nullable String identify(
                                    int port, int hello, byte[] input, int length) {
                                return hello == 0 ? "acme 1.0" : null;
                            }
                        });
        FakeConnection connection =
                new FakeConnection(conversations, talks.address, ODD_PORT, 50_000);
        connection.open();
        connection.timeOut();
        assertEquals("WHO", connection.lastSaid());
        connection.receive("\u0001acme");
        connection.timeOut();
        connection.end(CloseReason.FINISHED);
        assertEquals(
                List.of(ODD_PORT + " " + Service.NMAP.label() + " answer acme 1.0"), reported());
    }

    @Test
    void goesOnTalkingToAServerThatWasRecognisedOnlyByItsSilence() {
        FakeConnection connection = connection(ODD_PORT);
        connection.timeOut();
        connection.receive("ERROR\r\n");
        assertFalse(connection.isClosed);
        connection.timeOut();
        assertFalse(connection.isClosed);
        assertTrue(connection.lastSaid().endsWith("version\r\n"), connection::lastSaid);
        connection.receive("VERSION 1.6.18\r\n");
        assertTrue(connection.isClosed);
        assertFalse(connection.end(CloseReason.FINISHED));
        List<String> lines = reported();
        assertTrue(lines.getFirst().contains("VERSION 1.6.18"), lines::toString);
    }

    @Test
    void waitsForWhoWasLateAtFirstAndIsRecognisedByItsSilence() {
        FakeConnection connection = connection(ODD_PORT);
        connection.timeOut();
        connection.unacknowledged = connection.lastSaid().length();
        connection.timeOut();
        connection.unacknowledged = 0;
        connection.receive("ERROR\r\n");
        connection.timeOut();
        assertTrue(connection.lastSaid().endsWith("version\r\n"), connection::lastSaid);
        assertEquals(Talks.HELLO_TIMEOUT_NANOS, connection.timerNanos);
    }

    @Test
    void endsATalkWithASilentServerAndReportsWhatItHas() {
        FakeConnection connection = connection(ODD_PORT);
        connection.receive("SSH-2.0-slow");
        connection.timeOut();
        connection.end(CloseReason.FINISHED);
        List<String> lines = reported();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.getFirst().contains("SSH-2.0-slow"), lines::toString);
    }

    @Test
    void countsWhatTheEndOfTheScanBreaksOff() {
        FakeConnection connection = connection(ODD_PORT);
        assertFalse(connection.end(CloseReason.ABORTED));
        assertOutcome(Counter.TALKS_BROKEN_OFF);
    }

    @Test
    void keepsWhatItKnowsWhenTheProtocolItSuspectsDoesNotAnswer() {
        FakeConnection connection = connection(8443);
        while (!connection.lastSaid().startsWith("GET ")) {
            connection.timeOut();
            assertTrue(connection.end(CloseReason.FINISHED));
            connection.open();
        }
        connection.receive(
                "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<title>400 The plain HTTP request"
                        + " was sent to HTTPS port</title>");
        connection.receiveEnd();
        boolean goesOn = connection.end(CloseReason.FINISHED);
        while (goesOn) {
            connection.open();
            connection.timeOut();
            goesOn = connection.end(CloseReason.FINISHED);
        }
        assertEquals(1, counters.get(Counter.TALKS_RECOGNISED));
        assertEquals(0, counters.get(Counter.TALKS_SILENT));
        assertTrue(connection.remotePorts.stream().allMatch(port -> port == 8443));
    }

    @Test
    void stopsAskingWhenItIsRefused() {
        FakeConnection connection = connection(80);
        connection.timeOut();
        assertTrue(connection.end(CloseReason.FINISHED));
        assertFalse(connection.end(CloseReason.REFUSED));
        assertOutcome(Counter.TALKS_SILENT);
    }
}
