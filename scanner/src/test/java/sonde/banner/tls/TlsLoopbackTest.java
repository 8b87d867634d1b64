// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.banner.BannerOptions.Capture;
import sonde.banner.BannerProtocol;
import sonde.banner.Match;
import sonde.banner.Talk;
import sonde.record.Service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import javax.net.ssl.SSLEngine;

/** The protocol against the JDK's TLS servers, over sockets. */
class TlsLoopbackTest {

    private static final Lines HTTP =
            new Lines("http", "HTTP/1.", "GET / HTTP/1.0\r\n\r\n", Service.HTTP);
    private static final Lines IMAP = new Lines("imap", "* OK", "a NOOP\r\n", Service.IMAP);

    @TempDir private static Path folder = Path.of("");

    private final Tls tls = new Tls(() -> List.of(HTTP, IMAP));

    @AfterEach
    void everyEngineIsGivenBack() {
        assertEquals(0, Engines.inUse());
    }

    @Test
    void readsTls12AndTheServiceInside() throws Exception {
        try (TlsServer server = new TlsServer(folder, null, "HTTP/1.1 200 OK\r\n", "TLSv1.2")) {
            SocketTalk talk = new SocketTalk(tls, server.port()).run();
            String ssl = talk.reported(Service.SSL).getFirst();
            assertTrue(
                    ssl.matches(
                            "TLS/1.2 cipher:0x[0-9a-f]+ alpn:http/1.1, "
                                    + Pattern.quote(TlsServer.NAMES)),
                    ssl);
            assertEquals(List.of(server.certificate()), talk.reported(Service.X509));
            assertEquals(List.of("HTTP/1.1 200 OK\r"), talk.reported(Service.HTTP));
            assertTrue(talk.reported(Service.JA4S).getFirst().startsWith("t12"));
            assertEquals(List.of(Tls.INNER_STEP), talk.reconnects);
        }
    }

    @Test
    void readsCertificatesOfTls13() throws Exception {
        try (TlsServer server = new TlsServer(folder, null, "HTTP/1.1 200 OK\r\n", "TLSv1.3")) {
            SocketTalk talk = new SocketTalk(tls, server.port());
            talk.hostName = "www.example.org";
            talk.run();
            assertEquals(
                    List.of("TLS/1.3 cipher:0x1302", "TLS/1.3 cipher:0x1302, " + TlsServer.NAMES),
                    talk.reported(Service.SSL));
            assertEquals(List.of(server.certificate()), talk.reported(Service.X509));
            assertEquals(List.of("HTTP/1.1 200 OK\r"), talk.reported(Service.HTTP));
            assertTrue(talk.reported(Service.JA4S).getFirst().startsWith("t130200_1302_"));
        }
    }

    @Test
    void hearsAGreetingInside() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsServer server = new TlsServer(folder, "* OK ready\r\n", "BYE\r\n", version)) {
                SocketTalk talk = new SocketTalk(tls, server.port()).run();
                assertEquals(List.of("* OK ready\r"), talk.reported(Service.IMAP));
            }
        }
    }

    @Test
    void reportsWhatNobodyKnows() throws Exception {
        try (TlsServer server = new TlsServer(folder, "what?\r\n", "BYE\r\n", "TLSv1.3")) {
            SocketTalk talk = new SocketTalk(tls, server.port()).run();
            assertEquals(List.of("what?\r\n"), talk.reported(Service.UNKNOWN));
        }
    }

    @Test
    void goesOnAfterStartTls() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsServer server = new TlsServer(folder, null, "", version)) {
                SocketTalk talk = new SocketTalk(tls, server.port()).runAt(Tls.START_TLS_STEP);
                String ssl = talk.reported(Service.SSL).getLast();
                assertTrue(ssl.endsWith(", " + TlsServer.NAMES), ssl);
                assertEquals(List.of(server.certificate()), talk.reported(Service.X509));
                assertTrue(talk.finished);
                assertEquals(List.of(), talk.reconnects);
            }
        }
    }

    @Test
    void asksMoreWhenDeep() throws Exception {
        List<String> prints = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (TlsServer server =
                    new TlsServer(folder, null, "HTTP/1.1 200 OK\r\n", "TLSv1.2", "TLSv1.3")) {
                SocketTalk talk = new SocketTalk(tls, server.port());
                talk.options.deep = true;
                talk.options.captures.add(Capture.HEARTBLEED);
                talk.options.captures.add(Capture.TICKETBLEED);
                talk.run();
                prints.addAll(talk.reported(Service.JARM));
                assertEquals(
                        List.of("poodle[no-SSLv3]", "heartbleed[no-heartbeat]"),
                        talk.reported(Service.SAFE));
                assertEquals(List.of(), talk.reported(Service.VULNERABLE));
                assertEquals("versions: TLS/1.2 TLS/1.3", talk.reported(Service.SSL).getLast());
                assertEquals(15, talk.reconnects.size());
            }
        }
        assertEquals(prints.getFirst(), prints.getLast());
        assertTrue(prints.getFirst().matches("[0-9a-f]{62}"), prints.getFirst());
        // Hellos with suites of TLS 1.2 alone can't be answered by TLS 1.3.
        assertEquals("000", prints.getFirst().substring(15, 18), "TLS 1.1 is refused");
    }

    @Test
    void endsWithoutFurtherConnections() throws Exception {
        try (TlsServer server = new TlsServer(folder, null, "", "TLSv1.3")) {
            SocketTalk talk = new SocketTalk(tls, server.port());
            talk.reconnectsMax = 0;
            talk.options.deep = true;
            talk.run();
            assertEquals(List.of("TLS/1.3 cipher:0x1302"), talk.reported(Service.SSL));
            assertTrue(talk.finished);
        }
    }

    @Test
    void doesWithoutEnginesWhenAllAreInUse() throws Exception {
        List<SSLEngine> engines = new ArrayList<>();
        try (TlsServer server = new TlsServer(folder, null, "", "TLSv1.2")) {
            SSLEngine engine = Engines.acquire(null);
            while (engine != null) {
                engines.add(engine);
                engine = Engines.acquire(null);
            }
            assertEquals(Engines.ENGINES_MAX, engines.size());
            int skippedBefore = Tls.skippedCount();
            SocketTalk talk = new SocketTalk(tls, server.port()).run();
            assertEquals(List.of(server.certificate()), talk.reported(Service.X509));
            assertEquals(List.of(), talk.reconnects);
            SocketTalk afterStartTls = new SocketTalk(tls, server.port()).runAt(Tls.START_TLS_STEP);
            assertEquals(List.of(server.certificate()), afterStartTls.reported(Service.X509));
            assertEquals(skippedBefore + 2, Tls.skippedCount());
        } finally {
            engines.forEach(_ -> Engines.release());
        }
    }

    /** Another connection to the service inside, and another protocol than the first answer's. */
    @Test
    void goesOnOnFurtherConnectionsInside() throws Exception {
        BannerProtocol twice =
                new Wrapped(
                        HTTP,
                        talk -> {
                            if (talk.inputLength() > 0 && talk.step() == 0) {
                                talk.report(Service.TITLE, "first");
                                assertTrue(talk.reconnect(7));
                            } else if (talk.inputLength() > 0) {
                                talk.report(Service.TITLE, "second at " + talk.step());
                                talk.finish();
                            } else if (!talk.isInputEnded()) {
                                talk.say(HTTP.hello(talk));
                            }
                        });
        BannerProtocol pointing = new Wrapped(HTTP, talk -> talk.suspect("imap"));
        for (BannerProtocol each : List.of(twice, pointing)) {
            try (TlsServer server = new TlsServer(folder, null, "HTTP/1.1 200 OK\r\n", "TLSv1.3")) {
                Tls inside = new Tls(() -> List.of(each, IMAP));
                SocketTalk talk = new SocketTalk(inside, server.port());
                talk.reconnectsMax = 4;
                talk.run();
                assertTrue(talk.finished || each == pointing);
                assertEquals(
                        each == twice ? List.of("first", "second at 7") : List.of(),
                        talk.reported(Service.TITLE));
                assertEquals(List.of(Tls.INNER_STEP, Tls.INNER_STEP), talk.reconnects);
            }
        }
    }

    /** A protocol that is recognised as another one is, and talks in its own way. */
    private record Wrapped(Lines like, Consumer<Talk> way) implements BannerProtocol {

        @Override
        public String name() {
            return like.name();
        }

        @Override
        public int[] usualPorts() {
            return like.usualPorts();
        }

        @Override
        public Match match(byte[] input, int length) {
            return like.match(input, length);
        }

        @Override
        public byte[] hello(Talk talk) {
            return like.hello(talk);
        }

        @Override
        public void talk(Talk talk) {
            way.accept(talk);
        }
    }

    /** A server that says ServerHello on its first connection, and then only nonsense. */
    @Test
    void survivesNonsenseInsideTheHandshake() throws Exception {
        byte[] hello = Recorded.answer("tls13");
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        while (!listener.isClosed()) {
                            try (Socket socket = listener.accept()) {
                                socket.getOutputStream().write(hello);
                                socket.getOutputStream().write(new byte[70_000]);
                            } catch (IOException _) {
                                // The client has heard enough.
                            }
                        }
                    });
            SocketTalk talk = new SocketTalk(tls, listener.getLocalPort()).run();
            assertEquals(1, talk.reported(Service.SSL).size());
        }
    }
}
