// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

class RotatingWriterTest {

    /** 2026-11-23 20:30:00 UTC. */
    private static final long START = 1_795_465_800L;

    private static final Pattern PORT = Pattern.compile("\"port\": ?([0-9]+)");

    @TempDir Path folder;

    private Path aside;
    private long now = START;
    private ZoneId zone = ZoneOffset.UTC;

    @BeforeEach
    void createDirectory() throws IOException {
        aside = Files.createDirectory(folder.resolve("aside"));
    }

    private RecordWriter open(
            OutputFormat format, String name, Rotation rotation, @Nullable OutputMark mark)
            throws OutputException {
        String file = folder.resolve(name).toString();
        return RotatingWriter.open(
                (first, each) -> format.open(file, Records.SETTINGS, each),
                file,
                rotation,
                START,
                () -> now,
                zone,
                mark);
    }

    private Rotation hourly() {
        return new Rotation(3600, 0, 0, aside);
    }

    private Rotation bySize(long bytes) {
        return new Rotation(0, 0, bytes, aside);
    }

    /** A record that its port tells from others. */
    private static ScanRecord record(int port) {
        return new ScanRecord(
                Records.PLAIN.epochNanos(), 0xC612_0002, Protocol.TCP, port, Status.OPEN, 0x12, 64);
    }

    private List<String> asideNames() throws IOException {
        try (Stream<Path> files = Files.list(aside)) {
            return files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    /** The ports of all records put aside, in the order of the names; each file is valid. */
    private List<Integer> asidePorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (String name : asideNames()) {
            ports.addAll(ports(aside.resolve(name)));
        }
        return ports;
    }

    private static List<Integer> ports(Path file) throws IOException {
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            InputStream content = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
            text = new String(content.readAllBytes(), StandardCharsets.US_ASCII);
        }
        assertTrue(!text.startsWith("[") || JsonText.isValid(text), file + ": " + text);
        List<Integer> ports = new ArrayList<>();
        for (Matcher matcher = PORT.matcher(text); matcher.find(); ) {
            ports.add(Integer.valueOf(matcher.group(1)));
        }
        return ports;
    }

    @Test
    void filesAreThoseOfFullHours() throws IOException {
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", hourly(), null)) {
            writer.write(record(1));
            now += 1799;
            writer.write(record(2));
            assertEquals(List.of(), asideNames());
            now += 1;
            writer.write(record(3));
            assertEquals(List.of("261123-210000-r.json"), asideNames());
            assertEquals(List.of(1, 2), asidePorts());
            now += 3600;
            writer.flush();
            assertEquals(List.of("261123-210000-r.json", "261123-220000-r.json"), asideNames());
            now += 36_000;
            writer.flush();
            assertEquals(2, asideNames().size(), "nothing was written meanwhile");
            writer.write(record(4));
        }
        assertEquals(
                List.of("261123-210000-r.json", "261123-220000-r.json", "261124-080000-r.json"),
                asideNames());
        assertEquals(List.of(1, 2, 3, 4), asidePorts());
    }

    @Test
    void periodsAreLocalAndMayLieLater() throws IOException {
        zone = ZoneOffset.ofHoursMinutes(5, 30);
        Rotation daily = new Rotation(86_400, 3600, 0, aside);
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", daily, null)) {
            // It is 02:00 of the 24th here, and days begin at 01:00.
            writer.write(record(1));
            now += 22 * 3600 + 59 * 60 + 59;
            writer.write(record(2));
            assertEquals(List.of(), asideNames());
            now += 1;
            writer.write(record(3));
            assertEquals(List.of("261125-010000-r.json"), asideNames());
        }
    }

    @Test
    void jumpsOfTheClockLoseNothing() throws IOException {
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", hourly(), null)) {
            int port = 0;
            for (long jump : new long[] {0, -7200, 3600, -3600, 3600, -50_000_000, 50_000_000}) {
                now += jump;
                writer.write(record(port++));
                writer.flush();
            }
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), asidePorts().stream().sorted().toList());
    }

    @Test
    void noFileIsLongerThanItMayBe() throws IOException {
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", bySize(20_000), null)) {
            for (int port = 0; port < 2000; port++) {
                writer.write(record(port));
            }
        }
        List<String> names = asideNames();
        assertEquals("r-00001.json", names.getFirst());
        assertTrue(names.size() <= 17, names.size() + " files");
        for (String name : names) {
            assertTrue(Files.size(aside.resolve(name)) <= 20_002, name);
        }
        assertEquals(Stream.iterate(0, i -> i + 1).limit(2000).toList(), asidePorts());
        assertTrue(Files.notExists(folder.resolve("r.json")));
    }

    @Test
    void aRecordTooLongHasAFileOfItsOwn() throws IOException {
        try (RecordWriter writer = open(OutputFormat.NDJSON, "r", bySize(1), null)) {
            writer.write(record(1));
            writer.write(record(2));
            writer.write(record(3));
        }
        assertEquals(List.of("r-00001", "r-00002", "r-00003"), asideNames());
        assertEquals(List.of(1, 2, 3), asidePorts());
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(aside.resolve("r-00002.json.gz"), "mine");
        Files.writeString(aside.resolve("261123-210000-r.json.gz"), "mine");
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json.gz", bySize(1), null)) {
            writer.write(record(1));
        }
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json.gz", bySize(1), null)) {
            writer.write(record(2));
        }
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json.gz", hourly(), null)) {
            writer.write(record(3));
            now += 1800;
            writer.flush();
        }
        assertEquals(
                List.of(
                        "261123-210000-r-00001.json.gz",
                        "261123-210000-r.json.gz",
                        "r-00001.json.gz",
                        "r-00002.json.gz",
                        "r-00003.json.gz"),
                asideNames());
        assertEquals("mine", Files.readString(aside.resolve("r-00002.json.gz")));
        assertEquals(List.of(2), ports(aside.resolve("r-00003.json.gz")));
    }

    @Test
    void withoutRecordsAnEmptyFileStaysWhereItIs() throws IOException {
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", hourly(), null)) {
            now += 10_000;
            writer.flush();
        }
        assertEquals(List.of(), asideNames());
        assertEquals(List.of(), ports(folder.resolve("r.json")));
    }

    @Test
    void refusesADirectoryThatIsMissing() {
        Rotation nowhere = new Rotation(3600, 0, 0, folder.resolve("nowhere"));
        OutputException refused =
                assertThrows(
                        OutputException.class,
                        () -> open(OutputFormat.JSON, "r.json", nowhere, null));
        assertEquals(
                "cannot put "
                        + folder.resolve("r.json")
                        + " aside: there is no directory "
                        + folder.resolve("nowhere")
                        + ": create it first",
                refused.getMessage());
    }

    @Test
    void refusesAnotherFileSystem() {
        Path memory = Path.of("/proc/self");
        assumeTrue(Files.isDirectory(memory), "skipped: no " + memory + " here");
        Rotation elsewhere = new Rotation(3600, 0, 0, memory);
        OutputException refused =
                assertThrows(
                        OutputException.class,
                        () -> open(OutputFormat.JSON, "r.json", elsewhere, null));
        assertTrue(String.valueOf(refused.getMessage()).contains("aside: "));
        assertTrue(Files.notExists(folder.resolve("r.json")));
    }

    @Test
    void goesOnWithAFileThatWasPutAsideAtTheEnd() throws IOException {
        OutputMark mark;
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", bySize(100_000), null)) {
            writer.write(record(1));
            writer.flush();
            mark = writer.mark();
        }
        assertEquals(List.of("r-00001.json"), asideNames());
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", bySize(100_000), mark)) {
            writer.write(record(2));
        }
        assertEquals(List.of(1, 2), asidePorts());
        assertEquals(1, asideNames().size());
        Files.writeString(folder.resolve("r.json"), "of a later scan");
        assertThrows(
                OutputException.class,
                () -> open(OutputFormat.JSON, "r.json", bySize(100_000), mark));
        assertEquals("of a later scan", Files.readString(folder.resolve("r.json")));
        assertEquals(List.of(1, 2), asidePorts());
    }

    @Test
    void filesOfOtherScansAreLeftAlone() throws IOException {
        Path other = aside.resolve("r-00009.json.pending-1-7");
        Files.writeString(other, "of another scan");
        RecordWriter killed = open(OutputFormat.JSON, "r.json", bySize(1), null);
        killed.write(record(1));
        killed.flush();
        OutputMark mark = killed.mark();
        for (int port = 2; port < 6; port++) {
            killed.write(record(port));
            killed.flush();
        }
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", bySize(1), mark)) {
            writer.write(record(2));
        }
        assertEquals("of another scan", Files.readString(other));
        Files.delete(other);
        assertEquals(List.of(1, 2), asidePorts().stream().sorted().toList());
    }

    /**
     * As with {@code -oJ a/r.json} and {@code -oJ b/r.json}, and with names that are part of one.
     */
    @Test
    void outputsThatShareADirectoryAreToldApart() throws IOException {
        List<String> names = List.of("a/r.json", "b/r.json", "r.json", "more.json");
        Files.createDirectory(folder.resolve("a"));
        Files.createDirectory(folder.resolve("b"));
        List<OutputMark> marks = new ArrayList<>();
        List<RecordWriter> killed = new ArrayList<>();
        for (String name : names) {
            RecordWriter writer = open(OutputFormat.JSON, name, bySize(1), null);
            killed.add(writer);
            writer.write(record(1));
            writer.flush();
            marks.add(writer.mark());
        }
        for (int port = 2; port < 6; port++) {
            for (RecordWriter writer : killed) {
                writer.write(record(port));
                writer.flush();
            }
        }
        for (int i = 0; i < names.size(); i++) {
            RecordWriter writer = open(OutputFormat.JSON, names.get(i), bySize(1), marks.get(i));
            writer.write(record(2));
            writer.close();
        }
        assertEquals(List.of(1, 1, 1, 1, 2, 2, 2, 2), asidePorts().stream().sorted().toList());
    }

    /** What is there when a resume is killed between any two of its steps. */
    @Test
    void aResumeThatIsCutShortIsBegunAgain() throws IOException {
        RecordWriter killed = open(OutputFormat.JSON, "r.json", bySize(1), null);
        killed.write(record(1));
        killed.flush();
        killed.mark();
        killed.write(record(2));
        killed.flush();
        OutputMark mark = killed.mark();
        for (int port = 3; port < 6; port++) {
            killed.write(record(port));
            killed.flush();
        }
        // A directory with a file in it can't be deleted: in place of the file with record 4 it
        // ends the attempt there.
        Path obstacle = aside.resolve(asideNames().getLast());
        Path kept = Files.move(obstacle, folder.resolve("kept"));
        Files.createDirectories(obstacle.resolve("full"));
        assertThrows(
                OutputException.class, () -> open(OutputFormat.JSON, "r.json", bySize(1), mark));
        Files.delete(obstacle.resolve("full"));
        Files.delete(obstacle);
        Files.move(kept, obstacle);
        try (RecordWriter writer = open(OutputFormat.JSON, "r.json", bySize(1), mark)) {
            writer.write(record(3));
        }
        assertEquals(List.of(1, 2, 3), asidePorts().stream().sorted().toList());
    }

    /** Killed again and again, at any step, and resumed from the last mark or the one before. */
    @Test
    void everyRecordIsThereOnceHoweverOftenKilled() throws IOException {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
            String name = "r" + round + (random.nextBoolean() ? ".json.gz" : ".json");
            Rotation rotation =
                    new Rotation(random.nextInt(3), 0, random.nextInt(3) * 1500L, aside);
            killAndResume(name, rotation, random);
            assertEquals(
                    Stream.iterate(0, i -> i + 1).limit(120).toList(),
                    asidePorts().stream().sorted().toList(),
                    "seed " + seed + " " + name + " " + rotation + " " + asideNames());
            for (String each : asideNames()) {
                assertTrue(!each.contains("pending"), each);
                Files.delete(aside.resolve(each));
            }
        }
    }

    private void killAndResume(String name, Rotation rotation, SplittableRandom random)
            throws IOException {
        RecordWriter writer = open(OutputFormat.JSON, name, rotation, null);
        Saved last = new Saved(writer.mark(), 0);
        Saved saved = last;
        int port = 0;
        while (port < 120) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    now += random.nextInt(3);
                    writer.show();
                }
                case 1, 2 -> {
                    writer.flush();
                    last = new Saved(writer.mark(), port);
                    if (random.nextBoolean()) {
                        writer.saved(last.mark());
                        saved = last;
                    }
                }
                case 3 -> {
                    // The process is killed: its memory is lost, and what was not saved is written
                    // again.
                    saved = random.nextBoolean() ? last : saved;
                    writer = open(OutputFormat.JSON, name, rotation, saved.mark());
                    port = saved.port();
                    last = saved;
                }
                default -> writer.write(record(port++));
            }
        }
        writer.close();
    }

    /** What a checkpoint has. */
    private record Saved(OutputMark mark, int port) {}
}
