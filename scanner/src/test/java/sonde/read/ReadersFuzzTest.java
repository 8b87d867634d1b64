// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import sonde.record.ScanRecord;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Whatever is in a file, it is read to its end, or refused in one line. */
class ReadersFuzzTest {

    /** Whole files, to be broken. */
    private static final List<String> SEEDS =
            List.of(
                    "masscan/1.1\ns:1795465722\n"
                            + "\0".repeat(74)
                            + "\u0006\rk\u0004\u00a2Q\u00c6\u0012\0\2\u0006\0P\u0012@"
                            + "m\u000esonde\u0002\u0003\u0001\0\0\0\5\u0003\u0012"
                            + "\t\u0010k\u0004\u00a2Q\u00c6\u0012\0\2\u0006\0P\0\u0003@hi",
                    "[\n"
                        + "{ \"ip\": \"198.18.0.3\", \"timestamp\": \"7\", \"ports\": [ {\"port\":"
                        + " 80, \"proto\": \"tcp\", \"service\": {\"name\": \"title\", \"banner\":"
                        + " \"\\u003c\"} } ] }\n"
                        + ",\n"
                        + "{\"ip\":\"::1\",\"data\":{\"icmp\":\"3/3\"}}]",
                    "<?xml version=\"1.0\"?>\n"
                        + "<!DOCTYPE nmaprun><host endtime=\"7\"><status state=\"up\"/><address"
                        + " addr=\"198.18.0.2\" addrtype=\"ipv4\"/><ports><port protocol=\"tcp\""
                        + " portid=\"80\"><state state=\"open\" reason=\"syn-ack\""
                        + " reason_ttl=\"64\"/><service name=\"http\""
                        + " banner=\"&#233;&lt;\"/></port></ports></host></nmaprun>",
                    "#masscan\n"
                            + "open tcp 80 198.18.0.2 1795465782\n"
                            + "banner tcp 80 ::1 7 title a\\x0a\n",
                    "# Nmap 7.93\nHost: 198.18.0.2 ()\tPorts: 22/open/tcp//ssh//a, b/\n"
                            + "Host: ::1 ()\tPort: 80\tService: http\tBanner: x\n",
                    "ip,port,proto,status,rtt_us,from,icmp,mac,service,banner\n"
                            + "198.18.0.2,80,tcp,open,1,::1,3/3,02:00:00:00:00:01,http,\"a\"\"\n"
                            + "\"\n");

    private static final List<Function<ByteSource, RecordReader>> READERS =
            List.of(
                    BinaryReader::new,
                    JsonReader::new,
                    XmlReader::new,
                    ListReader::new,
                    GrepableReader::new,
                    CsvReader::new);

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) throws IOException {
        check(data.consumeRemainingAsBytes());
    }

    /** The same without a fuzzer, from files that are right but for a few bytes. */
    @Test
    void readsBrokenFiles() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] file = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(ISO_8859_1);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(file.length);
                file[at] =
                        random.nextBoolean()
                                ? (byte) random.nextInt(256)
                                : file[random.nextInt(file.length)];
            }
            try {
                read += check(file);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(read > 2_500, "a quarter of the files is unchanged, records read: " + read);
    }

    private static int check(byte[] file) throws IOException {
        int count = 0;
        try (RecordReader reader = Results.open(file)) {
            count = count(reader, file.length);
        } catch (ReadException e) {
            checkMessage(e);
        }
        for (Function<ByteSource, RecordReader> maker : READERS) {
            ByteSource source = new ByteSource("x", new ByteArrayInputStream(file));
            try (RecordReader reader = maker.apply(source)) {
                count(reader, file.length);
            } catch (ReadException e) {
                checkMessage(e);
            }
        }
        return count;
    }

    /** No byte is read twice, so there are no more records than bytes. */
    private static int count(RecordReader reader, int lengthBytes) throws IOException {
        int count = 0;
        for (ScanRecord next = reader.next(); next != null; next = reader.next()) {
            assertTrue(++count <= lengthBytes);
        }
        return count;
    }

    private static void checkMessage(ReadException e) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.length() < 600, message);
        assertTrue(message.indexOf('\n') < 0, message);
    }
}
