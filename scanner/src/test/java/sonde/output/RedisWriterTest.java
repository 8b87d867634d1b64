// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Against a real server, and against some that are none. */
@Timeout(60)
class RedisWriterTest {

    /** Long for a server on this machine, short for a test of one that never answers. */
    private static final long STEP_MILLIS = 200;

    @TempDir Path folder;

    private static OutputSettings settings(@Nullable String password) {
        return new OutputSettings(
                Records.SETTINGS.run(), false, false, List.of(), null, null, password);
    }

    private static String failure(OutputFormat format, String name, @Nullable OutputMark mark) {
        return String.valueOf(
                assertThrows(OutputException.class, () -> format.open(name, Records.SETTINGS, mark))
                        .getMessage());
    }

    @Test
    void setsAreThoseOfMasscan() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(folder)) {
            try (RecordWriter writer =
                    OutputFormat.REDIS.open(server.name(), Records.SETTINGS, null)) {
                for (int i = 0; i < 3; i++) {
                    writer.write(Records.PLAIN);
                    writer.write(Records.BANNER);
                    writer.write(Records.FILTERED);
                    writer.write(Records.NEIGHBOUR);
                }
                assertEquals(0, writer.mark().records());
                writer.flush();
                assertEquals(new OutputMark(12, 12, 0), writer.mark());
            }
            assertEquals(
                    List.of("198.18.0.2", "2001:db8::2"),
                    server.ask("SMEMBERS", "host").stream().sorted().toList());
            assertEquals(
                    List.of("0/arp", "80/tcp"),
                    server.ask("SMEMBERS", "198.18.0.2").stream().sorted().toList());
            assertEquals(
                    List.of("1795465782:1:18:64"), server.ask("SMEMBERS", "198.18.0.2:80/tcp"));
            assertEquals(
                    List.of("title:lab \\x3cpage"),
                    server.ask("SMEMBERS", "198.18.0.2:80/tcp:banners"));
            assertEquals(List.of("1795465782:3:0:0"), server.ask("SMEMBERS", "198.18.0.2:0/arp"));
            assertEquals(
                    List.of("1795465782:4:0:61"), server.ask("SMEMBERS", "2001:db8::2:53/udp"));
        }
    }

    @Test
    void aStreamHasEachRecordOnce() throws IOException, InterruptedException {
        List<ScanRecord> records = Records.randomWithBanners(51, 300);
        try (RedisServer server = new RedisServer(folder)) {
            String name = server.name() + "/results";
            RecordWriter first = OutputFormat.REDIS_STREAM.open(name, Records.SETTINGS, null);
            for (ScanRecord record : records.subList(0, 100)) {
                first.write(record);
            }
            first.flush();
            OutputMark mark = first.mark();
            for (ScanRecord record : records.subList(100, 180)) {
                first.write(record);
            }
            first.close();
            assertEquals(List.of("180"), server.ask("XLEN", "results"));
            try (RecordWriter second =
                    OutputFormat.REDIS_STREAM.open(name, Records.SETTINGS, mark)) {
                for (ScanRecord record : records.subList(100, 300)) {
                    second.write(record);
                }
            }
            assertEquals(List.of("300"), server.ask("XLEN", "results"));
            List<String> last = server.ask("XREVRANGE", "results", "+", "-", "COUNT", "1");
            assertEquals("1795465722000-300", last.getFirst());
        }
    }

    @Test
    void aStreamHasTheFieldsOfJson() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(folder)) {
            try (RecordWriter writer =
                    OutputFormat.REDIS_STREAM.open(server.name(), Records.SETTINGS, null)) {
                writer.write(Records.FILTERED);
                writer.write(Records.BANNER);
            }
            assertEquals(
                    List.of(
                            "1795465722000-1 ip 2001:db8::2 port 53 proto udp timestamp 1795465782"
                                + " status filtered reason admin-prohibited ttl 61 rtt_us 412 from"
                                + " 2001:db8::fe",
                            "1795465722000-2 ip 198.18.0.2 port 80 proto tcp timestamp 1795465782"
                                    + " service title banner lab \\x3cpage recognized answer"),
                    List.of(
                            String.join(" ", server.ask("XRANGE", "sonde", "-", "+", "COUNT", "1")),
                            String.join(
                                    " ",
                                    server.ask("XREVRANGE", "sonde", "+", "-", "COUNT", "1"))));
        }
    }

    @Test
    void aStreamOfALaterScanIsNotMixedUp() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(folder)) {
            RecordWriter first =
                    OutputFormat.REDIS_STREAM.open(server.name(), Records.SETTINGS, null);
            first.write(Records.PLAIN);
            first.flush();
            OutputMark mark = first.mark();
            RecordWriter second =
                    OutputFormat.REDIS_STREAM.open(server.name(), Records.SETTINGS, mark);
            server.ask("XADD", "sonde", "1795465722001-0", "other", "scan");
            String expected =
                    "the stream of the Redis server "
                            + server.name()
                            + " has entries of another, later scan: name another stream behind a"
                            + " slash, as in host:port/key";
            second.write(Records.PLAIN);
            OutputException refused = assertThrows(OutputException.class, second::flush);
            assertEquals(expected, refused.getMessage());
            first.write(Records.PLAIN);
            assertThrows(OutputException.class, first::flush);
            assertEquals(expected, failure(OutputFormat.REDIS_STREAM, server.name(), null));
            assertEquals(expected, failure(OutputFormat.REDIS_STREAM, server.name(), mark));
        }
    }

    @Test
    void aPasswordIsGivenAndAskedFor() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(folder, "--requirepass", "s3cret")) {
            OutputFormat.REDIS.open(server.name(), settings("s3cret"), null).close();
            String refused = failure(OutputFormat.REDIS, server.name(), null);
            assertTrue(refused.contains("refuses PING: NOAUTH"), refused);
            assertTrue(refused.endsWith(": give its password with --redis-pwd"), refused);
            OutputException wrong =
                    assertThrows(
                            OutputException.class,
                            () -> OutputFormat.REDIS.open(server.name(), settings("no"), null));
            assertTrue(String.valueOf(wrong.getMessage()).contains("refuses AUTH: WRONGPASS"));
        }
    }

    @Test
    void refusedCommandsAreNamed() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(folder)) {
            server.ask("SET", "host", "no set");
            RecordWriter writer = OutputFormat.REDIS.open(server.name(), Records.SETTINGS, null);
            writer.write(Records.PLAIN);
            OutputException refused = assertThrows(OutputException.class, writer::flush);
            assertEquals(
                    "the Redis server "
                            + server.name()
                            + " refuses SADD: WRONGTYPE Operation against a key holding the wrong"
                            + " kind of value",
                    refused.getMessage());
            assertEquals(0, writer.mark().records());
            assertThrows(OutputException.class, () -> writer.write(Records.PLAIN));
            writer.close();
        }
    }

    @Test
    void anOutageIsToldAndGoneOnAfter() throws IOException, InterruptedException {
        List<ScanRecord> records = Records.random(52, 5000);
        try (RedisServer server = new RedisServer(folder)) {
            RecordWriter writer =
                    OutputFormat.REDIS_STREAM.open(server.name(), Records.SETTINGS, null);
            writer.write(records.getFirst());
            writer.flush();
            server.stop();
            OutputException lost =
                    assertThrows(
                            OutputException.class,
                            () -> {
                                for (ScanRecord record : records) {
                                    writer.write(record);
                                }
                                writer.flush();
                            });
            assertTrue(lost.isTemporary());
            String message = String.valueOf(lost.getMessage());
            assertTrue(message.startsWith("lost the Redis server " + server.name()), message);
            OutputMark mark = writer.mark();
            assertTrue(
                    failure(OutputFormat.REDIS_STREAM, server.name(), mark)
                            .startsWith("cannot connect to the Redis server"));
            server.restart();
            try (RecordWriter second =
                    OutputFormat.REDIS_STREAM.open(server.name(), Records.SETTINGS, mark)) {
                for (ScanRecord record : records.subList((int) mark.records(), 5000)) {
                    second.write(record);
                }
            }
            assertEquals(
                    List.of(Long.toString(5000 - mark.records())), server.ask("XLEN", "sonde"));
        }
    }

    @Test
    void outlivesTheInterruptOfItsThread() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(folder)) {
            try (RecordWriter writer =
                    OutputFormat.REDIS.open(server.name(), Records.SETTINGS, null)) {
                Thread.currentThread().interrupt();
                writer.write(Records.PLAIN);
                writer.flush();
            } finally {
                assertTrue(Thread.interrupted());
            }
            assertEquals(List.of("198.18.0.2"), server.ask("SMEMBERS", "host"));
        }
    }

    /** A server that says the same whatever it hears. */
    private static String openAgainst(byte[] answer) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket listening = new ServerSocket(0, 1, loopback)) {
            Thread server = Thread.ofVirtual().start(() -> say(answer, listening));
            String name = "127.0.0.1:" + listening.getLocalPort();
            RedisFormat format = RedisStream.of(Records.SETTINGS.run());
            OutputException failed =
                    assertThrows(
                            OutputException.class,
                            () -> {
                                try (RecordWriter writer =
                                        RedisWriter.open(format, name, null, null, STEP_MILLIS)) {
                                    for (ScanRecord record : Records.random(53, 100_000)) {
                                        writer.write(record);
                                    }
                                }
                            });
            server.interrupt();
            return String.valueOf(failed.getMessage());
        }
    }

    private static void say(byte[] answer, ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(answer);
            out.flush();
            InputStream in = socket.getInputStream();
            Thread.sleep(Long.MAX_VALUE);
            in.close();
        } catch (IOException | InterruptedException e) {
            // The client is gone, or the test has ended.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "+PONG\r\n$x\r\n",
                "+PONG\r\n*1\r\n*1\r\n$5\r\na-b-c\r\n",
                "+PONG\r\n*1\r\n*1\r\n$99999999999\r\n",
                "+PONG\r\n+",
                "-ERR \u0007bell\r\n",
                "+PONG\r\n*2147483647\r\n*2147483647\r\n*2147483647\r\n",
                "+PONG\r\n$2147483647\r\n",
                "+PONG\r\n*0\r\n",
                "",
            })
    void noServerIsWaitedForOrBelieved(String answer) throws IOException {
        String failed = openAgainst(answer.getBytes(US_ASCII));
        assertEquals(1, failed.lines().count());
        assertTrue(failed.chars().allMatch(c -> c >= ' ' && c < 0x7F), failed);
    }

    @Test
    void endlessRepliesEnd() throws IOException {
        byte[] endless = new byte[70 << 20];
        Arrays.fill(endless, (byte) 'a');
        endless[0] = '+';
        // By its length or, on a slow machine, by the time it takes.
        String failed = openAgainst(endless);
        assertTrue(failed.startsWith("lost the Redis server"), failed);
    }
}
