// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Redis server on a port of the loopback, which ends with the test. */
final class RedisServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

    final int port;
    private final List<String> words;
    private Process process;

    /**
     * @param folder where it runs; it writes nothing
     * @param options further words, such as {@code --requirepass x}
     */
    RedisServer(Path folder, String... options) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "skipped: no " + PROGRAM + " here");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        words =
                new ArrayList<>(
                        List.of(
                                PROGRAM.toString(),
                                "--port",
                                Integer.toString(port),
                                "--save",
                                ""));
        words.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
        words.addAll(Arrays.asList(options));
        process = start();
    }

    /** Begins anew with nothing. */
    void restart() throws IOException {
        process = start();
    }

    private Process start() throws IOException {
        Process started =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        while (!answers()) {
            if (!started.isAlive()) {
                throw new IOException("redis-server has ended by itself");
            }
            Thread.onSpinWait();
        }
        return started;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String name() {
        return "127.0.0.1:" + port;
    }

    /** What a command answers, a line each. */
    List<String> ask(String... command) throws IOException, InterruptedException {
        List<String> client = new ArrayList<>();
        client.addAll(List.of("/usr/bin/redis-cli", "--raw", "-p", Integer.toString(port)));
        client.addAll(Arrays.asList(command));
        Process cli = new ProcessBuilder(client).redirectErrorStream(true).start();
        List<String> lines =
                new String(cli.getInputStream().readAllBytes(), UTF_8).lines().toList();
        cli.waitFor();
        return lines;
    }

    @Override
    public void close() {
        stop();
    }

    /** Ends it, to be restarted. */
    void stop() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
