// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.banner.BannerOptions.Capture;
import sonde.banner.tls.Tls;
import sonde.record.Service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The protocol of {@link Tls} in conversations without a connection. */
class TlsTest {

    private static final String NO_EXTENSION = "";

    /** RFC 6520: heartbeat, peer_allowed_to_send. */
    private static final String HEARTBEAT_EXTENSION = "000f000101";

    private static final String SERVER_HELLO_DONE = "16030300040e000000";

    private final Tls tls = new Tls();

    private static byte[] recorded(String name) {
        try (InputStream in = Tls.class.getResourceAsStream(name + ".bin")) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** A ServerHello in a record of its own. */
    private static String hello(String version, String sessionId, String suite, String extensions) {
        String body =
                version
                        + "5a".repeat(32)
                        + "%02x".formatted(sessionId.length() / 2)
                        + sessionId
                        + suite
                        + "00"
                        + (extensions.isEmpty()
                                ? ""
                                : "%04x".formatted(extensions.length() / 2) + extensions);
        int length = body.length() / 2;
        return "16"
                + version
                + "%04x".formatted(length + 4)
                + "02"
                + "%06x".formatted(length)
                + body;
    }

    @Test
    void reportsAsMasscanDoes() {
        for (List<String> each :
                List.of(
                        List.of("tls10", "TLS/1.0 cipher:0xc013"),
                        List.of("tls11", "TLS/1.1 cipher:0xc013"),
                        List.of("tls12", "TLS/1.2 cipher:0xc02f"))) {
            FakeTalk talk = new FakeTalk(tls).receiveByteByByte(recorded(each.getFirst()));
            assertEquals(
                    each.getLast() + ", www.example.org, *.example.net, mail.example.org",
                    talk.reported(Service.SSL));
            assertTrue(talk.reports.stream().anyMatch(one -> one.service() == Service.X509_CA));
            assertTrue(String.valueOf(talk.reported(Service.X509)).startsWith("MII"));
            assertTrue(talk.finished);
        }
    }

    @Test
    void keepsCertificatesOnlyIfWanted() {
        FakeTalk talk = new FakeTalk(tls);
        talk.options.captures.clear();
        talk.receive(recorded("tls12"));
        assertNull(talk.reported(Service.X509));
        assertTrue(talk.finished);
    }

    @Test
    void recognisesAnswers() {
        byte[] answer = recorded("tls13");
        for (int length = 1; length <= 5; length++) {
            assertEquals(Match.PARTIAL, tls.match(answer, length));
        }
        assertEquals(Match.YES, tls.match(answer, 6));
        assertEquals(Match.YES, tls.match(recorded("alert"), 7));
        assertEquals(Match.NO, tls.match(hex("160a0b"), 3));
        assertEquals(Match.NO, tls.match(hex("485454502f"), 5));
        assertEquals(Match.NO, tls.match(hex("16030300400e"), 6));
    }

    @Test
    void asksAgainAfterAnAlert() {
        FakeTalk talk = new FakeTalk(tls);
        talk.reconnectsMax = 1;
        talk.receive(recorded("alert"));
        assertEquals(1, talk.said.size());
        assertTrue(talk.said.getFirst().startsWith("\u0016\u0003\u0001"));
        talk.receive(hex("15030300020246"));
        assertEquals("ALERT(0x0246)", talk.reported(Service.SSL));
        assertTrue(talk.finished);
    }

    @Test
    void reportsTheFirstAlertIfThereIsNoSecond() {
        FakeTalk talk = new FakeTalk(tls);
        talk.reconnectsMax = 1;
        talk.receive(recorded("alert")).end();
        assertEquals("ALERT(0x0228)", talk.reported(Service.SSL));
        assertTrue(talk.finished);
    }

    @Test
    void endsWithinTheInputsBound() {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(hex(hello("0303", "", "c02f", NO_EXTENSION)));
        // Certificates of 16 MiB are announced.
        byte[] record = new byte[5 + 16_384];
        System.arraycopy(hex("1603034000"), 0, record, 0, 5);
        Arrays.fill(record, 5, 12, (byte) 0xff);
        record[5] = 11;
        for (int i = 0; i < 8; i++) {
            answer.writeBytes(record);
        }
        FakeTalk talk = new FakeTalk(tls).receive(answer.toByteArray());
        assertTrue(talk.finished);
        assertEquals("TLS/1.2 cipher:0xc02f", talk.reported(Service.SSL));
    }

    /** Ends the inner conversation, for which there is no server here. */
    private FakeTalk check(Capture capture) {
        FakeTalk talk = new FakeTalk(tls);
        talk.reconnectsMax = 2;
        talk.options.captures.add(capture);
        talk.receive(recorded("tls12")).end();
        assertEquals(2, talk.reconnects.size());
        return talk;
    }

    @Test
    void tellsHeartbleedFromHeartbeat() {
        String answer = hello("0303", "", "c02f", HEARTBEAT_EXTENSION) + SERVER_HELLO_DONE;
        FakeTalk open = check(Capture.HEARTBLEED).receive(hex(answer));
        assertEquals("\u0018\u0003\u0003\0\u0003\u0001\0\u0020", open.said.getLast());
        open.receive(hex("1803030033" + "020020" + "00".repeat(48)));
        assertEquals("SSL[HEARTBLEED]", open.reported(Service.VULNERABLE));
        assertTrue(open.finished);
        FakeTalk closed = check(Capture.HEARTBLEED).receive(hex(answer)).end();
        assertEquals("SSL[heartbeat]", closed.reported(Service.SAFE));
        assertNull(closed.reported(Service.VULNERABLE));
        FakeTalk without =
                check(Capture.HEARTBLEED)
                        .receive(hex(hello("0303", "", "c02f", NO_EXTENSION) + SERVER_HELLO_DONE));
        assertEquals("heartbleed[no-heartbeat]", without.reported(Service.SAFE));
    }

    @Test
    void tellsTicketbleed() {
        FakeTalk open = check(Capture.TICKETBLEED);
        String said = open.said.getLast();
        // Behind the headers, the version and the random.
        assertEquals(16, said.charAt(43));
        StringBuilder id = new StringBuilder();
        said.substring(44, 60).chars().forEach(each -> id.append("%02x".formatted(each)));
        open.receive(hex(hello("0303", id + "77".repeat(16), "c02f", NO_EXTENSION)));
        assertEquals("SSL[ticketbleed]", open.reported(Service.VULNERABLE));
        FakeTalk closed = check(Capture.TICKETBLEED);
        closed.receive(hex(hello("0303", "77".repeat(32), "c02f", NO_EXTENSION)));
        assertNull(closed.reported(Service.VULNERABLE));
        assertTrue(closed.finished);
    }

    @Test
    void tellsPoodle() {
        String none = "15030000020228";
        assertEquals("poodle[no-SSLv3]", deep(none).reported(Service.SAFE));
        assertEquals("poodle[TLS_FALLBACK_SCSV]", deep("15030000020256").reported(Service.SAFE));
        FakeTalk open = deep(hello("0300", "", "002f", NO_EXTENSION));
        assertEquals(
                List.of("SSL[v3]", "POODLE"),
                open.reports.stream()
                        .filter(each -> each.service() == Service.VULNERABLE)
                        .map(FakeTalk.Report::text)
                        .toList());
        assertEquals(
                "versions: SSLv3", open.reports.getLast().text(), "all other hellos were refused");
        assertNotEquals(null, open.reported(Service.JARM));
    }

    @Test
    void looksForPoodleAloneWhereNothingElseIsWanted() {
        FakeTalk talk = check(Capture.POODLE).receive(hex("15030000020228"));
        assertEquals("poodle[no-SSLv3]", talk.reported(Service.SAFE));
        assertTrue(talk.finished);
        assertTrue(talk.reports.stream().noneMatch(each -> each.text().startsWith("versions")));
    }

    /** Refuses all hellos but that of SSL 3.0. */
    private FakeTalk deep(String answer) {
        FakeTalk talk = new FakeTalk(tls);
        talk.options.deep = true;
        talk.reconnectsMax = 13;
        talk.receive(recorded("tls12")).end();
        for (int i = 0; i < 11; i++) {
            talk.receive(recorded("alert"));
        }
        talk.receive(hex(answer));
        assertTrue(talk.finished);
        return talk;
    }
}
