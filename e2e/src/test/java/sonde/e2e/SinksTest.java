// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where results go besides plain files: rotated ones, pipes, and a real Redis. */
@Tag("e2e")
class SinksTest {

    private static final String RANGE = "198.18.0.0/22";
    private static final int ADDRESS_COUNT = 1024;
    private static final String PASSWORD = "not-secret";
    private static final int REDIS_PORT = 6399;

    private static Lab lab;

    @BeforeAll
    static void openLab() {
        Require.rootAnd("nginx", "ss", "jq", "redis-server", "redis-cli", "head");
        Require.file(XmlFile.DTD);
        lab = Nginx.routedLab();
        startRedis();
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    private static void startRedis() {
        List<String> words =
                new ArrayList<>(
                        List.of("redis-server", "--port", Integer.toString(REDIS_PORT), "--save"));
        words.addAll(List.of("", "--appendonly", "no", "--requirepass", PASSWORD));
        try {
            new ProcessBuilder(lab.scanner().command(words))
                    .directory(lab.file("").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(
                Duration.ofSeconds(20),
                "Redis listens",
                () -> Listeners.in(lab.scanner()).contains(REDIS_PORT));
    }

    private static SondeResult scan(String line) {
        SondeResult result = lab.run(line.split(" "));
        assertEquals(0, result.exitCode(), result::story);
        return result;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static String redis(String line) {
        List<String> words =
                new ArrayList<>(
                        List.of("redis-cli", "-p", Integer.toString(REDIS_PORT), "-a", PASSWORD));
        words.add("--no-auth-warning");
        words.addAll(List.of(line.split(" ")));
        return lab.scanner().must(words.toArray(String[]::new));
    }

    @Test
    void putsFilesAsideByTheirSize() throws IOException {
        Path folder = Files.createDirectory(lab.file("by-size"));
        scan(
                RANGE
                        + " -p80 --rate 5000 --wait 0.5 --rotate-size 20k --rotate-dir "
                        + folder
                        + " -oX "
                        + lab.file("size.xml")
                        + " -oJ "
                        + lab.file("size.json"));
        int hosts = 0;
        List<Path> files = files(folder, ".xml");
        for (Path file : files) {
            hosts += XmlFile.elements(file).getOrDefault("host", 0);
        }
        assertTrue(files.size() > 3, files::toString);
        assertEquals(ADDRESS_COUNT, hosts);
        int records = 0;
        for (Path file : files(folder, ".json")) {
            records += Json.recordCount(file);
            assertTrue(Files.size(file) < 3 * 10240, file::toString);
        }
        assertEquals(ADDRESS_COUNT, records);
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void putsFilesAsideByTheClock() throws IOException {
        Path folder = Files.createDirectory(lab.file("by-time"));
        scan(
                RANGE
                        + " -p80 --rate 500 --wait 0.5 --rotate 1 --rotate-dir "
                        + folder
                        + " -oJ "
                        + lab.file("time.json")
                        + " --output-format csv --output-filename "
                        + lab.file("time.csv"));
        List<Path> files = files(folder, ".json");
        assertTrue(files.size() >= 2, files::toString);
        assertTrue(
                files.getFirst().getFileName().toString().matches("\\d{6}-\\d{6}-time\\.json"),
                files::toString);
        // Where the last one has nothing yet, it keeps its name.
        int records =
                Files.exists(lab.file("time.json")) ? Json.recordCount(lab.file("time.json")) : 0;
        for (Path file : files) {
            records += Json.recordCount(file);
        }
        assertEquals(ADDRESS_COUNT, records);
        int lines =
                Files.exists(lab.file("time.csv"))
                        ? Results.lines(lab.file("time.csv")).size() - 1
                        : 0;
        for (Path file : files(folder, ".csv")) {
            lines += Results.lines(file).size() - 1;
        }
        assertEquals(ADDRESS_COUNT, lines);
    }

    @Test
    void fillsSetsAndAStreamOfRedis() {
        String server = " --redis-pwd " + PASSWORD + " --redis 127.0.0.1:6399";
        Path file = lab.file("redis.bin");
        scan("198.18.0.0/28 -p80,81 --rate 3000 --wait 0.5 -oB " + file + server);
        scan("--readscan " + file + " --output-format redis-stream" + server);
        assertEquals("16\n", redis("scard host"));
        assertEquals("80/tcp\n", redis("smembers 198.18.0.5"));
        assertTrue(redis("smembers 198.18.0.5:80/tcp").matches("\\d{10}:1:18:64\n"));
        assertEquals("16\n", redis("xlen sonde"));
        assertTrue(redis("xrange sonde - + COUNT 1").contains("syn-ack"));
    }

    @Test
    void saysWhatRedisRefuses() {
        SondeResult result =
                lab.run(("198.18.0.0/28 -p80 --redis 127.0.0.1:6399 --redis-pwd wrong").split(" "));
        assertEquals(4, result.exitCode(), result::story);
        assertTrue(result.err().contains("--redis-pwd"), result::story);
        assertTrue(result.err().contains("WRONGPASS"), result::story);
    }

    @Test
    void writesIntoPipes() {
        String scan = SondeProcess.launcher() + " 198.18.0.0/26 -p80 --rate 3000 --wait 0.3 ";
        assertEquals("64\n", shell(scan + "-oJ - 2>/dev/null | jq -c length"));
        assertEquals("64\n", shell(scan + "-oD - 2>/dev/null | jq -s -c length"));
        Path xml = lab.file("piped.xml");
        shell(scan + "-oX - 2>/dev/null | cat >" + xml);
        assertEquals(64, XmlFile.elements(xml).get("host"));
    }

    @Test
    void endsWhenThePipesReaderHas() {
        String out =
                shell(
                        SondeProcess.launcher()
                                + " 198.18.0.0/18 -p80 --rate 1000 --wait 60 -oL - 2>"
                                + lab.file("pipe.err")
                                + " | head -n 5");
        assertEquals(5, out.lines().count(), out);
        String said = Json.read(lab.file("pipe.err"));
        assertFalse(said.contains("Exception"), said);
        assertTrue(said.contains("the reader of standard output is gone"), said);
        assertTrue(said.contains("sonde --resume "), said);
    }

    /** Runs a command line in the lab's folder, where checkpoints may stay. */
    private static String shell(String line) {
        return lab.scanner().must("sh", "-c", "cd " + lab.file("") + " && " + line);
    }
}
