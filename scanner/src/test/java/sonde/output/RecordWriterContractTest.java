// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What every format promises for a regular file. */
class RecordWriterContractTest {

    private static final OutputSettings APPENDING =
            new OutputSettings(Records.SETTINGS.run(), true, false, List.of(), null, null, null);

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("results");
    }

    private String content() throws IOException {
        return Records.settled(Files.readString(file(), ISO_8859_1));
    }

    /** Padding between the pages of a file taken away, and what comes at the end added. */
    private static String normal(OutputFormat format, String content) {
        if (format == OutputFormat.BINARY) {
            String end = new String(format.format(Records.SETTINGS).closing(0), ISO_8859_1);
            return content.endsWith(end) ? content : content + end;
        }
        String settled =
                Records.settled(content)
                        .replaceAll("(?m)^ +(,$|<)", "$1")
                        .replace("<?sonde ?>", "");
        String closing = Records.closing(format);
        return settled.endsWith(closing) ? settled : settled + closing;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void isCompleteAfterEachFlush(OutputFormat format) throws IOException {
        List<ScanRecord> records = new ArrayList<>();
        records.add(Records.LEAST);
        records.add(Records.LONGEST);
        records.addAll(Records.random(77, 300));
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            for (int i = 0; i < records.size(); i++) {
                writer.write(records.get(i));
                writer.flush();
                String expected = Records.document(format, records.subList(0, i + 1));
                assertEquals(expected, normal(format, content()));
                assertTrue(format != OutputFormat.JSON || JsonText.isValid(content()));
            }
        }
        assertEquals(Records.document(format, records), normal(format, content()));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void writesEverythingAtCloseWithoutAnyFlush(OutputFormat format) throws IOException {
        List<ScanRecord> records = Records.random(78, 1000);
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
        }
        assertEquals(Records.document(format, records), normal(format, content()));
    }

    @Test
    void aLongArrayIsValidAfterEachFlush() throws IOException {
        List<ScanRecord> records = Records.randomWithBanners(80, 1500);
        try (RecordWriter writer =
                OutputFormat.JSON.open(file().toString(), Records.SETTINGS, null)) {
            for (int i = 0; i < records.size(); i++) {
                writer.write(records.get(i));
                if (i % 50 == 0) {
                    writer.flush();
                    assertTrue(JsonText.isValid(content()));
                }
            }
        }
        assertEquals(
                Records.document(OutputFormat.JSON, records), normal(OutputFormat.JSON, content()));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void isValidWithoutAnyRecord(OutputFormat format) throws IOException {
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            writer.flush();
            assertEquals(Records.document(format, List.of()), normal(format, content()));
        }
        assertEquals(Records.document(format, List.of()), normal(format, content()));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void replacesAnOlderFile(OutputFormat format) throws IOException {
        Files.writeString(file(), "an older and longer result\n".repeat(1000));
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            writer.write(Records.PLAIN);
        }
        assertEquals(Records.document(format, List.of(Records.PLAIN)), normal(format, content()));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void closesTwiceAndTakesNothingAfterwards(OutputFormat format) throws IOException {
        RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null);
        writer.close();
        writer.close();
        assertThrows(IllegalStateException.class, () -> writer.write(Records.PLAIN));
        assertThrows(IllegalStateException.class, writer::flush);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void outlivesTheInterruptOfItsThread(OutputFormat format) throws IOException {
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            Thread.currentThread().interrupt();
            writer.write(Records.PLAIN);
            writer.flush();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(Records.document(format, List.of(Records.PLAIN)), normal(format, content()));
    }

    /** What the engine does after a kill: open at a mark, and write what came behind it again. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void goesOnAtEveryMarkAsIfNothingHadHappened(OutputFormat format) throws IOException {
        List<ScanRecord> records = Records.randomWithBanners(80, 120);
        SplittableRandom random = new SplittableRandom(80);
        List<OutputMark> marks = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            for (int i = 0; i <= records.size(); i++) {
                if (random.nextInt(4) == 0) {
                    writer.flush();
                    marks.add(writer.mark());
                    counts.add(i);
                }
                if (i < records.size()) {
                    writer.write(records.get(i));
                }
            }
        }
        String expected = Records.document(format, records);
        assertEquals(expected, normal(format, content()));
        for (int i = marks.size() - 1; i >= 0; i--) {
            int count = counts.get(i);
            assertEquals(count, marks.get(i).records());
            RecordWriter writer = format.open(file().toString(), Records.SETTINGS, marks.get(i));
            assertEquals(marks.get(i), writer.mark());
            writer.flush();
            assertEquals(
                    Records.document(format, records.subList(0, count)), normal(format, content()));
            for (int next = count; next < records.size(); next++) {
                writer.write(records.get(next));
            }
            writer.close();
            assertEquals(expected, normal(format, content()), "from mark " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void marksOnlyWhatWasFlushed(OutputFormat format) throws IOException {
        List<ScanRecord> records = Records.random(81, 200);
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
            OutputMark between = writer.mark();
            assertEquals(Files.getAttribute(file(), "unix:ino"), between.fileKey());
            try (RecordWriter again =
                    format.open(copy().toString(), Records.SETTINGS, keyed(between, copy()))) {
                for (ScanRecord record : records.subList((int) between.records(), records.size())) {
                    again.write(record);
                }
            }
            String content = Records.settled(Files.readString(copy(), ISO_8859_1));
            assertEquals(Records.document(format, records), normal(format, content));
        }
    }

    /** The file as it is now, under another name. */
    private Path copy() throws IOException {
        Path copy = folder.resolve("copy");
        return Files.exists(copy) ? copy : Files.copy(file(), copy);
    }

    private static OutputMark keyed(OutputMark mark, Path file) throws IOException {
        long key = (long) Files.getAttribute(file, "unix:ino");
        return new OutputMark(mark.position(), mark.records(), key);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void resumesNoOtherFile(OutputFormat format) throws IOException {
        RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null);
        writer.write(Records.PLAIN);
        writer.flush();
        OutputMark mark = writer.mark();
        writer.close();
        String whole = Files.readString(file(), ISO_8859_1);
        OutputMark longer = new OutputMark(mark.position() + 5000, 9, mark.fileKey());
        assertRefused(format, longer, "it has " + whole.length() + " bytes, but the scan had");
        OutputMark other = new OutputMark(mark.position(), 1, mark.fileKey() + 1);
        assertRefused(format, other, "it is another file now, but the scan had written");
        assertEquals(whole, Files.readString(file(), ISO_8859_1));
        Files.delete(file());
        assertRefused(format, mark, "it is gone, but the scan had written");
        assertTrue(Files.notExists(file()));
    }

    private void assertRefused(OutputFormat format, OutputMark mark, String why) {
        OutputException e =
                assertThrows(
                        OutputException.class,
                        () -> format.open(file().toString(), Records.SETTINGS, mark));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("cannot resume " + file() + ": " + why), message);
        assertTrue(message.endsWith("put that file back, or begin the scan anew"), message);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void appendsToAFileOfItsOwn(OutputFormat format) throws IOException {
        List<ScanRecord> records = Records.random(82, 300);
        int from = 0;
        for (int to : new int[] {0, 0, 1, 1, 40, 41, 300}) {
            try (RecordWriter writer = format.open(file().toString(), APPENDING, null)) {
                for (ScanRecord record : records.subList(from, to)) {
                    writer.write(record);
                }
            }
            assertEquals(
                    Records.document(format, records.subList(0, to)), normal(format, content()));
            from = to;
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void appendsToWhatAKilledProcessLeft(OutputFormat format) throws IOException {
        List<ScanRecord> records = Records.random(83, 60);
        RecordWriter killed = format.open(file().toString(), Records.SETTINGS, null);
        for (ScanRecord record : records.subList(0, 30)) {
            killed.write(record);
        }
        killed.flush();
        boolean hasLines = Files.size(file()) > 0;
        if (hasLines && !format.format(Records.SETTINGS).needsClosing()) {
            Files.writeString(file(), "a torn li", StandardOpenOption.APPEND);
        }
        try (RecordWriter writer = format.open(file().toString(), APPENDING, null)) {
            for (ScanRecord record : records.subList(30, 60)) {
                writer.write(record);
            }
        }
        assertEquals(Records.document(format, records), normal(format, content()));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM", "NONE"})
    void appendsToNoFileOfAnotherKind(OutputFormat format) throws IOException {
        for (String other :
                List.of(
                        "\0\1\2 not ours",
                        "a note of somebody's\n",
                        "<?xml version=\"1.0\"?>\n<!-- Sonde 0.5 -->\n<nmaprun></nmaprun>\n",
                        "<html></html>\n\u007f",
                        "{\"a\": [\n\u00e4",
                        "[1, 2",
                        "#!/bin/sh\nexit \u001b\n")) {
            Files.writeString(file(), other);
            OutputException e =
                    assertThrows(
                            OutputException.class,
                            () -> format.open(file().toString(), APPENDING, null),
                            other);
            assertEquals(
                    "cannot write "
                            + file()
                            + ": it is not a whole file of this format, so nothing can be"
                            + " appended: choose another name",
                    e.getMessage());
            assertEquals(other, Files.readString(file()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "NDJSON"})
    void jqReadsEveryRecord(OutputFormat format) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/jq")), "skipped: no /usr/bin/jq here");
        List<ScanRecord> records = Records.random(79, 500);
        RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null);
        for (ScanRecord record : records) {
            writer.write(record);
        }
        writer.flush();
        // The file as a killed process would leave it, and then as an ended one does.
        assertEquals(ports(records), jqPorts(format));
        writer.close();
        assertEquals(ports(records), jqPorts(format));
    }

    private List<String> ports(List<ScanRecord> records) {
        return records.stream().map(record -> Integer.toString(record.port())).toList();
    }

    private List<String> jqPorts(OutputFormat format) throws IOException, InterruptedException {
        String query = format == OutputFormat.JSON ? ".[].ports[].port" : ".port";
        Process jq =
                new ProcessBuilder("/usr/bin/jq", query, file().toString())
                        .redirectErrorStream(true)
                        .start();
        List<String> lines =
                new String(jq.getInputStream().readAllBytes(), US_ASCII).lines().toList();
        assertEquals(0, jq.waitFor());
        return lines;
    }

    @Test
    void everyLongestRecordFitsItsBound() {
        // A vendor's name may be longer than that of this record's.
        int spare = Vendors.NAME_MAX_BYTES;
        ScanRecord longest =
                new ScanRecord(
                        Long.MIN_VALUE,
                        Records.LONG_ADDRESS,
                        Protocol.ICMPV6,
                        65535,
                        Status.UNFILTERED,
                        Records.FULL_EVIDENCE,
                        null);
        for (OutputFormat format : OutputFormat.values()) {
            if (format.isServer()) {
                continue;
            }
            int length = Records.text(format, longest).length();
            int separator = format.format(Records.SETTINGS).separator().length;
            assertTrue(
                    length + separator + spare <= RecordFormat.RECORD_MAX_BYTES,
                    format + " " + length);
        }
    }
}
