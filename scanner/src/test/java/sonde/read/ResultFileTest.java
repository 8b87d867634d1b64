// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.output.OutputFormat;
import sonde.record.ScanRecord;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

class ResultFileTest {

    private static final String LIST = "open tcp 80 198.18.0.2 1795465782\n".repeat(3000);

    @TempDir Path folder;

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    @Test
    void readsStandardInput() throws IOException {
        InputStream stdin = new ByteArrayInputStream(LIST.getBytes(ISO_8859_1));
        try (RecordReader reader = ResultFile.open(Path.of("-"), stdin)) {
            assertEquals(3000, Results.all(reader).size());
        }
    }

    @Test
    void readsAPipeThatWaitsBehindALine() throws IOException {
        InputStream slow =
                new InputStream() {
                    private final byte[] line = "open tcp 80 198.18.0.2 7\n".getBytes(ISO_8859_1);
                    private int at;

                    @Override
                    public int read() {
                        assertTrue(at < line.length, "reads on where it would have to wait");
                        return line[at++];
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        bytes[offset] = (byte) read();
                        return 1;
                    }
                };
        try (RecordReader reader = ResultFile.open(Path.of("-"), slow)) {
            assertEquals(80, Objects.requireNonNull(reader.next()).port());
        }
    }

    @Test
    void readsCompressedFilesAlsoJoined() throws IOException {
        byte[] one = gzip(LIST);
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertEquals(6000, Results.read(two).size());
    }

    @Test
    void readsTheWholeLinesOfACompressedFileThatWasCut() throws IOException {
        byte[] whole = gzip(LIST);
        try (RecordReader reader = Results.open(Arrays.copyOf(whole, whole.length - 12))) {
            assertTrue(Results.all(reader).size() > 1);
            assertTrue(reader.isCutShort());
        }
    }

    /** One of Sonde's own: a row of frames. */
    private byte[] zstd(OutputFormat format, List<ScanRecord> records) throws IOException {
        Path file = folder.resolve("results.zst");
        Results.write(format, file, records);
        return Files.readAllBytes(file);
    }

    @Test
    void readsZstandardAlsoJoined() throws IOException {
        List<ScanRecord> records = Results.random(48, 2000);
        for (OutputFormat format : List.of(OutputFormat.BINARY, OutputFormat.NDJSON)) {
            Path plain = folder.resolve("plain");
            Results.write(format, plain, records);
            List<ScanRecord> expected = Results.read(Files.readAllBytes(plain));
            List<ScanRecord> read = Results.read(zstd(format, records));
            assertEquals(Results.words(expected), Results.words(read), format.label());
        }
        byte[] one = zstd(OutputFormat.LIST, records);
        assertEquals(0x28, one[0]);
        int count = Results.read(one).size();
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertEquals(2 * count, Results.read(two).size());
    }

    @Test
    void readsTheWholeLinesOfZstandardThatWasCut() throws IOException {
        List<ScanRecord> records = Results.random(49, 2000);
        byte[] whole = zstd(OutputFormat.NDJSON, records);
        try (RecordReader reader = Results.open(Arrays.copyOf(whole, whole.length - 12))) {
            int count = Results.all(reader).size();
            assertTrue(count > 1000 && count < 2000, "records: " + count);
            assertTrue(reader.isCutShort());
        }
    }

    @Test
    void saysThatZstandardIsDamaged() throws IOException {
        byte[] whole = zstd(OutputFormat.NDJSON, Results.random(50, 2000));
        whole[whole.length - 1] ^= 1;
        ReadException e = assertThrows(ReadException.class, () -> Results.read(whole));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("results, byte "), message);
        assertTrue(message.contains("is damaged"), message);
    }

    @Test
    void saysThatACompressedFileIsDamaged() throws IOException {
        byte[] whole = gzip(LIST);
        whole[whole.length - 6] ^= 1;
        ReadException e = assertThrows(ReadException.class, () -> Results.read(whole));
        assertTrue(String.valueOf(e.getMessage()).contains("is damaged"), e.getMessage());
    }

    @Test
    void neverPassesOverWhatStandsBehindDamage() throws IOException {
        byte[] one = gzip(LIST);
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        two[one.length + 1]++;
        ReadException e = assertThrows(ReadException.class, () -> Results.read(two));
        assertTrue(String.valueOf(e.getMessage()).contains("is damaged"), e.getMessage());
        try (RecordReader reader = Results.open(Arrays.copyOf(two, one.length + 1))) {
            assertEquals(3000, Results.all(reader).size());
            assertTrue(reader.isCutShort());
        }
    }

    @Test
    void readsAShortFileThatWasCutBehindItsContent() throws IOException {
        byte[] whole = gzip("[\n]\n");
        try (RecordReader reader = Results.open(Arrays.copyOf(whole, whole.length - 2))) {
            assertEquals(List.of(), Results.all(reader));
            assertTrue(reader.isCutShort());
        }
    }

    @Test
    void readsAFileWithoutAnything() throws IOException {
        assertEquals(List.of(), Results.read(""));
        assertEquals(List.of(), Results.read("#masscan\n# end\n"));
        assertEquals(List.of(), Results.read("[\n]\n"));
        assertEquals(List.of(), Results.read("<?xml version=\"1.0\"?>\n<nmaprun></nmaprun>"));
        assertEquals(List.of(), Results.read(gzip("")));
    }

    @Test
    void passesOverAByteOrderMark() throws IOException {
        assertEquals(3000, Results.read("\u00ef\u00bb\u00bf" + LIST).size());
    }

    @Test
    void namesWhatItCannotRead() throws IOException {
        assertMessage("none: there is no such file", folder.resolve("none"));
        assertMessage("is a directory", folder);
        Path text = Files.writeString(folder.resolve("text"), "Lorem ipsum\n");
        assertMessage("text: is in no format that can be read", text);
        Path zstd = Files.write(folder.resolve("zstd"), new byte[] {0x28, (byte) 0xb5, 0x2f, -3});
        assertMessage("zstd: can't be read (the compressed data ends too early)", zstd);
        byte[] bomb = {0x28, (byte) 0xb5, 0x2f, -3, 0, 0x69, 0, 0, 0, 0};
        Path large = Files.write(folder.resolve("large"), bomb);
        assertMessage("large: can't be read (its frames need more than 8 MB of memory", large);
        Path gzip = Files.write(folder.resolve("gzip"), new byte[] {0x1f, (byte) 0x8b, 8});
        assertMessage("gzip: can't be read (the compressed data ends too early)", gzip);
    }

    private static void assertMessage(String reason, Path file) {
        ReadException e =
                assertThrows(
                        ReadException.class,
                        () -> ResultFile.open(file, InputStream.nullInputStream()));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }
}
