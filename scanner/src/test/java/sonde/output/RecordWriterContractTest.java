// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.ArrayList;
import java.util.List;

/** What every format promises for a regular file. */
class RecordWriterContractTest {

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("results");
    }

    private String content() throws IOException {
        return Files.readString(file());
    }

    /** Padding between the pages of a JSON file taken away, and a list's end added. */
    private static String normal(OutputFormat format, String content) {
        String closing =
                format == OutputFormat.LIST && !content.endsWith("# end\n") ? "# end\n" : "";
        return content.replaceAll("(?m)^ +,$", ",") + closing;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"REDIS", "REDIS_STREAM"})
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
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"REDIS", "REDIS_STREAM"})
    void writesEverythingAtCloseWithoutAnyFlush(OutputFormat format) throws IOException {
        List<ScanRecord> records = Records.random(78, 1000);
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
        }
        assertEquals(Records.document(format, records), normal(format, content()));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"REDIS", "REDIS_STREAM"})
    void isValidWithoutAnyRecord(OutputFormat format) throws IOException {
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            writer.flush();
            assertEquals(Records.document(format, List.of()), normal(format, content()));
        }
        assertEquals(Records.document(format, List.of()), content());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"REDIS", "REDIS_STREAM"})
    void replacesAnOlderFile(OutputFormat format) throws IOException {
        Files.writeString(file(), "an older and longer result\n".repeat(1000));
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            writer.write(Records.PLAIN);
        }
        assertEquals(Records.document(format, List.of(Records.PLAIN)), content());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"REDIS", "REDIS_STREAM"})
    void closesTwiceAndTakesNothingAfterwards(OutputFormat format) throws IOException {
        RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null);
        writer.close();
        writer.close();
        assertThrows(IllegalStateException.class, () -> writer.write(Records.PLAIN));
        assertThrows(IllegalStateException.class, writer::flush);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"REDIS", "REDIS_STREAM"})
    void outlivesTheInterruptOfItsThread(OutputFormat format) throws IOException {
        try (RecordWriter writer = format.open(file().toString(), Records.SETTINGS, null)) {
            Thread.currentThread().interrupt();
            writer.write(Records.PLAIN);
            writer.flush();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(Records.document(format, List.of(Records.PLAIN)), content());
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
