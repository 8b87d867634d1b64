// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that greets as SSH does, the first half of its greeting at once and the second a while
 * later, so that whoever is cut off meanwhile knows half of it. It runs as a process of its own and
 * ends with the lab.
 */
final class SlowGreeter {

    static final int PORT = 9022;

    static final String GREETING = "SSH-2.0-OpenSSH_9.9 lab";

    private static final int HALF = GREETING.indexOf('_');
    private static final int BACKLOG = 4096;
    private static final long PAUSE_MILLIS = 500;

    private SlowGreeter() {}

    static void start(Lab lab) {
        JavaProgram.start(lab, lab.peer(), SlowGreeter.class);
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(PORT), BACKLOG);
            JavaProgram.sayReady();
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> greet(socket));
            }
        }
    }

    private static void greet(Socket socket) {
        byte[] greeting = (GREETING + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(greeting, 0, HALF);
            Await.pause(PAUSE_MILLIS);
            out.write(greeting, HALF, greeting.length - HALF);
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The scanner is gone, as it may be.
        }
    }
}
