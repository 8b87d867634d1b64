// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.banner.BannerOptions;
import sonde.banner.tls.ServerKey;
import sonde.banner.tls.Tls;
import sonde.tcp.CloseReason;

import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Conversations with servers that speak TLS 1.3, which are the JDK's. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ConversationsTlsTest {

    private static final int HTTPS_PORT = 8443;
    private static final int MAIL_PORT = 25;
    private static final int ODD_PORT = 31_337;

    /** As TLS waits for a greeting inside. */
    private static final long GREETING_NANOS = 1_500_000_000L;

    private static final String PAGE = "HTTP/1.0 200 OK\r\nServer: inside\r\n\r\n<title>A</title>";

    @TempDir private static Path folder = Path.of("");

    private static ServerKey key;
    private static SSLContext context;

    private final BannerOptions options = new BannerOptions();
    private final Talks talks = new Talks();

    ConversationsTlsTest(boolean isIpv6) {
        talks.address = isIpv6 ? FakeConnection.ADDRESS_6 : FakeConnection.ADDRESS;
    }

    @BeforeAll
    static void makeKey() throws Exception {
        key = ServerKey.in(folder);
        context = key.context();
    }

    private FakeConnection connection(int port) {
        FakeConnection connection =
                new FakeConnection(
                        talks.conversations(options), talks.address, port, Talks.LOCAL_PORT);
        connection.open();
        return connection;
    }

    /** The server on the connection that follows this one. */
    private static TlsPeer peerOfNext(FakeConnection connection) {
        assertTrue(connection.end(CloseReason.FINISHED));
        connection.open();
        return new TlsPeer(context, connection, 0);
    }

    /** Sends the page that was asked for, and ends the last connection. */
    private static void answer(FakeConnection connection, TlsPeer peer, String request)
            throws SSLException {
        assertTrue(request.startsWith("GET / HTTP/1.0\r\n"), request);
        peer.say(PAGE);
        connection.receiveEnd();
        assertFalse(connection.end(CloseReason.FINISHED));
    }

    @Test
    void speaksHttpInsideTlsOnASecondConnection() throws Exception {
        FakeConnection connection = connection(HTTPS_PORT);
        new TlsPeer(context, connection, 0).hear();
        assertTrue(connection.isClosed);
        TlsPeer peer = peerOfNext(connection);
        answer(connection, peer, peer.hear());

        List<String> lines = talks.reported();
        assertEquals("8443 ssl answer TLS/1.3 cipher:0x1302", lines.getFirst());
        assertTrue(
                lines.contains("8443 ssl answer TLS/1.3 cipher:0x1302, " + ServerKey.NAMES),
                lines::toString);
        assertTrue(lines.contains("8443 X509 answer " + key.certificate()), lines::toString);
        assertTrue(lines.contains("8443 http.server tls inside"), lines::toString);
        assertTrue(lines.contains("8443 title tls A"), lines::toString);
    }

    /** The server's session tickets come while a greeting is waited for. */
    @Test
    void saysAHelloInsideWhenNoGreetingComesButTickets() throws Exception {
        FakeConnection connection = connection(ODD_PORT);
        connection.receive("\25\3\3\0\2\2\50");
        peerOfNext(connection).hear();
        TlsPeer peer = peerOfNext(connection);
        assertEquals("", peer.hear());
        assertEquals(GREETING_NANOS, connection.timerNanos);
        connection.timeOut();
        answer(connection, peer, peer.hear());
        List<String> lines = talks.reported();
        assertTrue(lines.contains(ODD_PORT + " title tls A"), lines::toString);
    }

    @Test
    void goesOnWithTlsWhereSmtpAgreedOnIt() throws Exception {
        FakeConnection connection = agreeOnTls();
        int before = connection.lastSaid().length();
        connection.receive("220 go ahead\r\n");
        new TlsPeer(context, connection, before).hear();
        assertTrue(connection.isClosed);
        assertFalse(connection.end(CloseReason.FINISHED));

        List<String> lines = talks.reported();
        assertTrue(lines.getFirst().startsWith("25 smtp "), lines::toString);
        assertTrue(
                lines.contains("25 ssl tls TLS/1.3 cipher:0x1302, " + ServerKey.NAMES),
                lines::toString);
        assertTrue(lines.contains("25 X509 tls " + key.certificate()), lines::toString);
    }

    /** Else servers that hang up after they agreed would use up the engines. */
    @Test
    void takesNoEngineWhereTheConnectionEndsWithTheAgreement() {
        int skipped = Tls.skippedCount();
        for (int i = 0; i < 300; i++) {
            FakeConnection connection = agreeOnTls();
            connection.receiveWithEnd("220 go ahead\r\n");
            assertTrue(connection.isClosed);
            assertFalse(connection.end(CloseReason.FINISHED));
            talks.reported();
        }
        assertEquals(skipped, Tls.skippedCount());
    }

    private FakeConnection agreeOnTls() {
        FakeConnection connection = connection(MAIL_PORT);
        connection.receive("220 mail ESMTP\r\n");
        connection.receive("250-mail\r\n250 STARTTLS\r\n");
        assertTrue(connection.lastSaid().endsWith("STARTTLS\r\n"), connection::lastSaid);
        return connection;
    }
}
