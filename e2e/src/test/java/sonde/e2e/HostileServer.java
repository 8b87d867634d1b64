// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/**
 * A server that means harm, over the TCP of its kernel: on each port another way. It runs as a
 * process of its own and ends with the lab.
 */
final class HostileServer {

    /** What it does with whoever connects. */
    enum Behaviour {
        SILENT,
        /** A byte, and another one each minute. */
        DRIPS,
        /** Zero bytes without end. */
        ENDLESS,
        /** A line without end. */
        ENDLESS_LINE,
        /** A greeting of lines, each of which announces another one. */
        ENDLESS_GREETING,
        /** A web server's answer, at once and without end of its header. */
        ENDLESS_HEADER,
        /** A greeting with all that a terminal could obey, and with invalid UTF-8. */
        CONTROLS,
        /** The same in a web page's header and title. */
        CONTROLS_IN_PAGE,
        /** TLS with a certificate of {@link #CERTIFICATE_BYTES}. */
        HUGE_CERTIFICATE,
        /** TLS whose lengths contradict each other. */
        FALSE_LENGTHS,
        /** MariaDB, Samba, MQTT and others begin with a length: the largest there is. */
        LARGEST_LENGTH,
        RESETS,
        CLOSES,
        /** Half a greeting, then the end. */
        HALF_GREETING,
        /** Half an answer to what is asked, then RST. */
        HALF_ANSWER,
        /** Says back what it is told, so that the scanner talks with itself. */
        ECHO,
        /** Bytes by chance, without end. */
        NOISE;

        int port() {
            return FIRST_PORT + ordinal();
        }
    }

    static final int FIRST_PORT = 9001;

    private static final int CERTIFICATE_BYTES = 8 << 20;
    private static final int PIECE_BYTES = 16384;
    private static final Duration DRIP = Duration.ofMinutes(1);

    /** ESC sequences, C1 in UTF-8, bidirectional override, NUL, broken UTF-8, quotes, markup. */
    private static final String CONTROLS_TEXT =
            "\u001b]0;evil\u0007\u001b[2J\u001b[31m\u009b31m\u202edlive\0\u0008\u007f\"'\\<script>&";

    private static final byte[] BROKEN_UTF8 = {(byte) 0xC0, (byte) 0x80, (byte) 0xFF, (byte) 0xED};

    private HostileServer() {}

    static String portRange() {
        return FIRST_PORT + "-" + (FIRST_PORT + Behaviour.values().length - 1);
    }

    static void start(Lab lab) {
        JavaProgram.start(lab, lab.peer(), HostileServer.class);
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        for (Behaviour behaviour : Behaviour.values()) {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(behaviour.port()), 100);
            Thread.ofPlatform().start(() -> serve(server, behaviour));
        }
        JavaProgram.sayReady();
    }

    private static void serve(ServerSocket server, Behaviour behaviour) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, behaviour));
            } catch (IOException e) {
                System.out.println(behaviour + ": " + e);
            }
        }
    }

    private static void serve(Socket socket, Behaviour behaviour) {
        try (socket) {
            misbehave(socket, behaviour);
        } catch (IOException e) {
            // The scanner has had enough.
        }
    }

    private static void misbehave(Socket socket, Behaviour behaviour) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (behaviour) {
            case SILENT -> waitForEnd(socket);
            case DRIPS -> drip(out);
            case ENDLESS -> repeat(out, new byte[PIECE_BYTES]);
            case ENDLESS_LINE -> repeat(out, "220 x".repeat(1000));
            case ENDLESS_GREETING -> repeat(out, "220-more follows\r\n".repeat(100));
            case ENDLESS_HEADER -> {
                say(out, "HTTP/1.1 200 OK\r\nServer: endless\r\n");
                repeat(out, "X-More: follows\r\n".repeat(100));
            }
            case CONTROLS -> {
                say(out, "SSH-2.0-" + CONTROLS_TEXT);
                out.write(BROKEN_UTF8);
                say(out, "\r\n");
                waitForEnd(socket);
            }
            case CONTROLS_IN_PAGE -> {
                say(out, "HTTP/1.0 200 OK\r\nServer: " + CONTROLS_TEXT);
                out.write(BROKEN_UTF8);
                say(out, "\r\n\r\n<title>" + CONTROLS_TEXT);
                out.write(BROKEN_UTF8);
                say(out, "</title>");
            }
            case HUGE_CERTIFICATE -> {
                waitForHello(socket);
                presentCertificate(out);
            }
            case FALSE_LENGTHS -> {
                waitForHello(socket);
                out.write(serverHello());
                out.write(record(certificateHeader(0xFFFF, 0xFFFFFF, 0x10)));
                out.write(new byte[] {22, 3, 3, 0, 0, 22, 3, 3, 0, 4, 11, 0, 0, 0});
                waitForEnd(socket);
            }
            case LARGEST_LENGTH -> {
                out.write(new byte[] {-1, -1, -1, 0, 10, '5', '.', -1, -1, -1, -1, -1, -1});
                waitForEnd(socket);
            }
            case RESETS -> socket.setSoLinger(true, 0);
            case CLOSES -> {}
            case HALF_GREETING -> say(out, "SSH-2.0-Ha");
            case HALF_ANSWER -> {
                waitForHello(socket);
                say(out, "HTTP/1.1 200 OK\r\nServer: ha");
                socket.setSoLinger(true, 0);
            }
            case ECHO -> socket.getInputStream().transferTo(out);
            case NOISE -> {
                byte[] noise = new byte[PIECE_BYTES];
                new Random(1).nextBytes(noise);
                repeat(out, noise);
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void repeat(OutputStream out, String text) throws IOException {
        repeat(out, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void repeat(OutputStream out, byte[] bytes) throws IOException {
        while (true) {
            out.write(bytes);
        }
    }

    private static void drip(OutputStream out) throws IOException {
        while (true) {
            out.write('S');
            Await.pause(DRIP.toMillis());
        }
    }

    private static void waitForHello(Socket socket) throws IOException {
        int ignored = socket.getInputStream().read(new byte[PIECE_BYTES]);
    }

    private static void waitForEnd(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** RFC 5246, section 7.4: ServerHello, then Certificate over as many records as it takes. */
    private static void presentCertificate(OutputStream out) throws IOException {
        out.write(serverHello());
        out.write(
                record(
                        certificateHeader(
                                CERTIFICATE_BYTES + 6, CERTIFICATE_BYTES + 3, CERTIFICATE_BYTES)));
        for (int sent = 0; sent < CERTIFICATE_BYTES; sent += PIECE_BYTES) {
            out.write(record(new byte[PIECE_BYTES]));
        }
        out.write(record(new byte[] {14, 0, 0, 0})); // ServerHelloDone
    }

    private static byte[] serverHello() {
        ByteBuffer hello = ByteBuffer.allocate(42);
        hello.put((byte) 2).put(int24(38)).putShort((short) 0x0303).put(new byte[32]);
        hello.put((byte) 0).putShort((short) 0xC02F).put((byte) 0);
        return record(hello.array());
    }

    private static byte[] certificateHeader(int message, int list, int certificate) {
        return ByteBuffer.allocate(10)
                .put((byte) 11)
                .put(int24(message))
                .put(int24(list))
                .put(int24(certificate))
                .array();
    }

    private static byte[] record(byte[] handshake) {
        return ByteBuffer.allocate(5 + handshake.length)
                .put((byte) 22)
                .putShort((short) 0x0303)
                .putShort((short) handshake.length)
                .put(handshake)
                .array();
    }

    private static byte[] int24(int value) {
        return new byte[] {(byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }
}
