// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * A server that says nothing to anybody until so many are connected at once, and then tells each
 * how many they are. Each port is served by a process of its own, as one may not have so many
 * descriptors; none lets go before all are full. They end with the lab.
 */
final class HoldingServer {

    static final int FIRST_PORT = 9001;
    static final int PORT_COUNT = 4;

    /** As many handshakes as may wait to be accepted. */
    private static final int BACKLOG = 65_535;

    /** After so long without a newcomer it gives up waiting. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long LOOK_MILLIS = 100;

    private final int port;
    private final int wanted;
    private final Path directory;
    private final Deque<SocketChannel> held = new ArrayDeque<>();
    private long lastCame;

    private HoldingServer(int port, int wanted, Path directory) {
        this.port = port;
        this.wanted = wanted;
        this.directory = directory;
    }

    static String portRange() {
        return FIRST_PORT + "-" + (FIRST_PORT + PORT_COUNT - 1);
    }

    /** Starts them all, for so many connections to each port. */
    static void start(Lab lab, int countPerPort) {
        for (int i = 0; i < PORT_COUNT; i++) {
            JavaProgram.start(
                    lab,
                    lab.peer(),
                    HoldingServer.class,
                    Integer.toString(FIRST_PORT + i),
                    Integer.toString(countPerPort),
                    lab.file("").toString());
        }
    }

    public static void main(String[] args) throws IOException {
        new HoldingServer(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Path.of(args[2]))
                .serve();
    }

    private void serve() throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(port), BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            JavaProgram.sayReady();
            while (true) {
                selector.select(LOOK_MILLIS);
                selector.selectedKeys().clear();
                takeIn(listener);
                if (held.size() >= wanted) {
                    Files.writeString(full(port), "");
                }
                if (!held.isEmpty() && (areAllFull() || isTired())) {
                    letGo();
                }
            }
        }
    }

    private void takeIn(ServerSocketChannel listener) throws IOException {
        SocketChannel newcomer = listener.accept();
        while (newcomer != null) {
            held.add(newcomer);
            lastCame = System.nanoTime();
            newcomer = listener.accept();
        }
    }

    private Path full(int which) {
        return directory.resolve("full-" + which);
    }

    private boolean areAllFull() {
        for (int i = 0; i < PORT_COUNT; i++) {
            if (!Files.exists(full(FIRST_PORT + i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isTired() {
        return System.nanoTime() - lastCame > PATIENCE_NANOS;
    }

    private void letGo() throws IOException {
        byte[] greeting =
                ("SSH-2.0-one_of_" + held.size() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        while (!held.isEmpty()) {
            try (SocketChannel each = held.remove()) {
                each.write(ByteBuffer.wrap(greeting));
            }
        }
    }
}
