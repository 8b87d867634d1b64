// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Files are read back by the programs that people have: {@code gzip} and {@code zstd}. */
class CompressedWriterTest {

    @TempDir Path folder;

    private long nowNanos = -5;

    private Path file(OutputFormat format, Compression compression) {
        return folder.resolve(format.label() + compression.suffix());
    }

    /** What a file says, by a program that must find nothing wrong with it. */
    private static String read(Path file) throws IOException, InterruptedException {
        String program = file.toString().endsWith(".gz") ? "/usr/bin/gzip" : "/usr/bin/zstd";
        assumeTrue(Files.isExecutable(Path.of(program)), "skipped: no " + program + " here");
        Process reader =
                new ProcessBuilder(program, "-dc", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(reader.getInputStream().readAllBytes(), US_ASCII);
        assertEquals(0, reader.waitFor(), text);
        return text;
    }

    /** Of a scan that is over, or is not. */
    private static String document(OutputFormat format, List<ScanRecord> records, boolean ended) {
        String document = Records.document(format, records);
        RecordFormat written = format.format(Records.SETTINGS);
        int closing = written.closing(records.size()).length;
        return ended || written.needsClosing()
                ? document
                : document.substring(0, document.length() - closing);
    }

    private CompressedWriter writer(OutputFormat format, Compression kind, ByteTarget target)
            throws IOException {
        RecordFormat written = format.format(Records.SETTINGS);
        return new CompressedWriter(
                written, kind.compressor(), target, false, null, () -> nowNanos);
    }

    private void isWholeAfterEachFlush(OutputFormat format, Compression compression)
            throws IOException, InterruptedException {
        List<ScanRecord> records = Records.random(41, 40);
        SimulatedFile target = new SimulatedFile();
        Path copy = file(format, compression);
        try (RecordWriter writer = writer(format, compression, target)) {
            for (int i = 0; i < records.size(); i++) {
                Files.write(copy, target.bytes());
                assertEquals(document(format, records.subList(0, i), false), read(copy));
                writer.write(records.get(i));
                nowNanos += 1_000_000_000;
                writer.flush();
                assertEquals(i + 1, writer.mark().records());
            }
        }
        Files.write(copy, target.bytes());
        assertEquals(document(format, records, true), read(copy));
    }

    @ParameterizedTest
    @EnumSource
    void isWholeAfterEachFlushOfAnArray(Compression compression)
            throws IOException, InterruptedException {
        isWholeAfterEachFlush(OutputFormat.JSON, compression);
    }

    @ParameterizedTest
    @EnumSource
    void isWholeAfterEachFlushOfLines(Compression compression)
            throws IOException, InterruptedException {
        isWholeAfterEachFlush(OutputFormat.LIST, compression);
    }

    @ParameterizedTest
    @EnumSource
    void longBannersComeBack(Compression compression) throws IOException, InterruptedException {
        long seed = new SplittableRandom().nextLong();
        List<ScanRecord> records = Records.randomWithBanners(seed, 400);
        Path file = file(OutputFormat.JSON, compression);
        try (RecordWriter writer =
                OutputFormat.JSON.open(file.toString(), Records.SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
        }
        assertTrue(JsonText.isValid(read(file)), "seed " + seed);
        assertEquals(records.size(), read(file).lines().filter(","::equals).count() + 1);
    }

    @ParameterizedTest
    @EnumSource
    void xmlEndsInWhatItNeedsAtAnyTime(Compression compression)
            throws IOException, InterruptedException {
        SimulatedFile target = new SimulatedFile();
        Path copy = file(OutputFormat.XML, compression);
        RecordFormat format = OutputFormat.XML.format(Records.SETTINGS);
        RecordWriter writer = writer(OutputFormat.XML, compression, target);
        for (int i = 0; i < 5; i++) {
            Files.write(copy, target.bytes());
            String provisional = new String(format.provisionalClosing(i), US_ASCII);
            assertTrue(read(copy).endsWith(lastLine(provisional)), read(copy));
            writer.write(Records.PLAIN);
            writer.flush();
        }
        writer.close();
        Files.write(copy, target.bytes());
        assertTrue(read(copy).contains("exit=\"success\""), read(copy));
        assertTrue(read(copy).endsWith("</nmaprun>\n"), read(copy));
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    @Test
    void aSuspendedScanGoesOn() throws IOException, InterruptedException {
        Path file = file(OutputFormat.LIST, Compression.GZIP);
        List<ScanRecord> records = Records.random(47, 10);
        RecordWriter first = OutputFormat.LIST.open(file.toString(), Records.SETTINGS, null);
        for (ScanRecord record : records.subList(0, 6)) {
            first.write(record);
        }
        first.suspend();
        OutputMark mark = first.mark();
        assertEquals(6, mark.records());
        assertEquals(document(OutputFormat.LIST, records.subList(0, 6), false), read(file));
        try (RecordWriter second =
                OutputFormat.LIST.open(file.toString(), Records.SETTINGS, mark)) {
            for (ScanRecord record : records.subList(6, 10)) {
                second.write(record);
            }
        }
        assertEquals(document(OutputFormat.LIST, records, true), read(file));
    }

    @Test
    void showsAtMostOnceASecond() throws IOException {
        SimulatedFile target = new SimulatedFile();
        try (RecordWriter writer = writer(OutputFormat.JSON, Compression.GZIP, target)) {
            writer.write(Records.PLAIN);
            writer.show();
            long writes = target.writes();
            assertEquals(1, writer.mark().records());
            writer.write(Records.PLAIN);
            writer.show();
            nowNanos += 999_999_999;
            writer.show();
            assertEquals(writes, target.writes());
            assertEquals(1, writer.mark().records(), "the second is in memory");
            nowNanos++;
            writer.show();
            assertEquals(2, writer.mark().records());
            writer.write(Records.PLAIN);
            writer.flush();
            assertEquals(3, writer.mark().records());
            writer.flush();
            assertEquals(writes + 2, target.writes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromEachMark(Compression compression) throws IOException, InterruptedException {
        for (OutputFormat format : List.of(OutputFormat.JSON, OutputFormat.LIST)) {
            List<ScanRecord> records = Records.random(43, 12);
            for (int killed = 0; killed <= records.size(); killed++) {
                goesOnFrom(file(format, compression), format, records, killed);
            }
        }
    }

    /** As if the process had been killed, with a piece of a member behind what was marked. */
    private void goesOnFrom(Path file, OutputFormat format, List<ScanRecord> records, int killed)
            throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        OutputMark mark;
        RecordWriter first = format.open(file.toString(), Records.SETTINGS, null);
        for (ScanRecord record : records.subList(0, killed)) {
            first.write(record);
            first.flush();
        }
        mark = first.mark();
        byte[] content = Files.readAllBytes(file);
        int torn = (int) mark.position() + killed % 3;
        byte[] left = Arrays.copyOf(content, Math.max(torn, content.length - killed % 2));
        Files.write(file, left);
        try (RecordWriter second = format.open(file.toString(), Records.SETTINGS, mark)) {
            assertEquals(mark, second.mark());
            for (ScanRecord record : records.subList((int) mark.records(), records.size())) {
                second.write(record);
            }
        }
        assertEquals(document(format, records, true), read(file));
    }

    @Test
    void goesOnWithNoOtherAndNoShorterFile() throws IOException {
        Path file = file(OutputFormat.JSON, Compression.GZIP);
        RecordWriter first = OutputFormat.JSON.open(file.toString(), Records.SETTINGS, null);
        OutputMark mark = first.mark();
        Files.write(file, new byte[3]);
        assertTrue(refusal(file, mark).startsWith("cannot resume " + file + ": it has 3 bytes"));
        Files.move(file, folder.resolve("other"));
        assertTrue(refusal(file, mark).startsWith("cannot resume " + file + ": it is gone"));
        Files.write(file, new byte[3000]);
        assertTrue(refusal(file, mark).startsWith("cannot resume " + file + ": it is another"));
        assertEquals(3000, Files.size(file));
    }

    private static String refusal(Path file, OutputMark mark) {
        OutputException refused =
                assertThrows(
                        OutputException.class,
                        () -> OutputFormat.JSON.open(file.toString(), Records.SETTINGS, mark));
        return String.valueOf(refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskLeavesWhatWasThere(Compression compression)
            throws IOException, InterruptedException {
        SimulatedFile target = new SimulatedFile();
        RecordWriter writer = writer(OutputFormat.JSON, compression, target);
        writer.write(Records.PLAIN);
        writer.flush();
        byte[] before = target.bytes();
        target.limit(before.length + 3);
        for (ScanRecord record : Records.random(44, 30)) {
            writer.write(record);
        }
        assertThrows(
                OutputException.class,
                () -> {
                    nowNanos += 2_000_000_000;
                    writer.flush();
                });
        Path copy = file(OutputFormat.JSON, compression);
        Files.write(copy, target.bytes());
        assertEquals(document(OutputFormat.JSON, List.of(Records.PLAIN), true), read(copy));
        assertEquals(1, writer.mark().records());
        assertThrows(OutputException.class, writer::flush);
        writer.close();
        assertEquals(before.length, target.bytes().length);
    }

    @ParameterizedTest
    @EnumSource
    void appendsLinesBehindWholeMembers(Compression compression)
            throws IOException, InterruptedException {
        OutputSettings appending = Records.appending();
        Path file = file(OutputFormat.NDJSON, compression);
        List<ScanRecord> records = Records.random(45, 3000);
        int at = 0;
        for (int until : new int[] {1, 1200, 3000}) {
            try (RecordWriter writer = OutputFormat.NDJSON.open(file.toString(), appending, null)) {
                for (ScanRecord record : records.subList(at, until)) {
                    writer.write(record);
                }
            }
            at = until;
            byte[] whole = Files.readAllBytes(file);
            byte[] torn = Arrays.copyOf(whole, whole.length + 7);
            System.arraycopy(whole, 0, torn, whole.length, 7);
            if (until < records.size()) {
                Files.write(file, torn);
            }
        }
        assertEquals(document(OutputFormat.NDJSON, records, true), read(file));
    }

    /** Which hosts such a file has is not seen, so that some would stand there twice. */
    @ParameterizedTest
    @EnumSource
    void neverAppendsHosts(Compression compression) throws IOException {
        String file = folder.resolve("hosts" + compression.suffix()).toString();
        try (RecordWriter writer = OutputFormat.HOST_ONLY.open(file, Records.SETTINGS, null)) {
            writer.write(Records.PLAIN);
        }
        OutputSettings appending = Records.appending();
        OutputException e =
                assertThrows(
                        OutputException.class,
                        () -> OutputFormat.HOST_ONLY.open(file, appending, null));
        assertTrue(String.valueOf(e.getMessage()).contains("can't be continued"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void appendsToNothingElse(Compression compression) throws IOException {
        OutputSettings appending = Records.appending();
        Path file = file(OutputFormat.NDJSON, compression);
        Files.writeString(file, "something of somebody else's");
        assertThrows(
                OutputException.class,
                () -> OutputFormat.NDJSON.open(file.toString(), appending, null));
        assertThrows(
                OutputException.class,
                () -> OutputFormat.JSON.open(file.toString(), appending, null));
        assertEquals("something of somebody else's", Files.readString(file));
    }

    @Test
    void compressesIntoAStreamWithOneClosing() throws IOException, InterruptedException {
        SimulatedFile target = new SimulatedFile();
        List<ScanRecord> records = new ArrayList<>(Records.random(46, 20));
        RecordFormat format = OutputFormat.JSON.format(Records.SETTINGS);
        Path copy = file(OutputFormat.JSON, Compression.ZSTD);
        try (RecordWriter writer =
                new CompressedWriter(
                        format,
                        Compression.ZSTD.compressor(),
                        target,
                        true,
                        null,
                        () -> nowNanos)) {
            for (ScanRecord record : records) {
                writer.write(record);
                nowNanos += 1_000_000_000;
                writer.flush();
                Files.write(copy, target.bytes());
                assertFalse(read(copy).contains("]\n"));
            }
        }
        Files.write(copy, target.bytes());
        assertEquals(document(OutputFormat.JSON, records, true), read(copy));
    }
}
