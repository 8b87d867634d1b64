// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipException;

class ZstdStreamTest {

    private static final Path ZSTD = Path.of("/usr/bin/zstd");

    /** Of a window of 1 KB, without a checksum and a size. */
    private static final String SMALL_WINDOW = "28b52ffd0000";

    /** A last block: 64 KB of the letter a. */
    private static final String LETTERS = "03000861";

    @TempDir Path folder;

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] joined(byte[]... pieces) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.write(piece);
        }
        return all.toByteArray();
    }

    private static byte[] content(byte[] frames) throws IOException {
        try (InputStream in = new ZstdStream(new ByteArrayInputStream(frames))) {
            return in.readAllBytes();
        }
    }

    /** How much comes before the end or an error, and that error. */
    private record Outcome(int lengthBytes, IOException error) {}

    private static Outcome outcome(byte[] frames) {
        int length = 0;
        byte[] some = new byte[1000];
        try (InputStream in = new ZstdStream(new ByteArrayInputStream(frames))) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                length += count;
            }
            return new Outcome(length, new IOException("none"));
        } catch (IOException e) {
            return new Outcome(length, e);
        }
    }

    /** By the program that people have. */
    private byte[] zstd(byte[] content, String... options)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ZSTD), "skipped: no " + ZSTD + " here");
        Path plain = Files.write(folder.resolve("plain"), content);
        Path packed = folder.resolve("packed");
        List<String> command = new ArrayList<>(List.of(ZSTD.toString(), "-qf"));
        command.addAll(List.of(options));
        command.addAll(List.of(plain.toString(), "-o", packed.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor());
        return Files.readAllBytes(packed);
    }

    private static byte[] lines(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("open tcp ").append(random.nextInt(65_536)).append(" 198.18.");
            text.append(random.nextInt(256)).append('.').append(random.nextInt(256));
            text.append(" 1795465782\n");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    @Test
    void readsWhatZstdWrites() throws IOException, InterruptedException {
        byte[] content = lines(60_000, 1);
        for (String level : new String[] {"--fast=5", "-1", "-3", "-9", "-19"}) {
            byte[] frame = zstd(content, level);
            assertArrayEquals(content, content(frame), level);
            assertArrayEquals(content, content(zstd(content, level, "--no-check")), level);
            assertEquals(2 * content.length, content(joined(frame, frame)).length);
        }
    }

    @Test
    void readsAByteAtATime() throws IOException {
        byte[] frames = joined(hex(SMALL_WINDOW + LETTERS), hex(SMALL_WINDOW + "010000"));
        try (InputStream in = new ZstdStream(new ByteArrayInputStream(frames))) {
            assertEquals('a', in.read());
            assertEquals(0, in.read(new byte[8], 3, 0));
            assertEquals((64 << 10) - 1, in.readAllBytes().length);
            assertEquals(-1, in.read());
        }
    }

    @Test
    void passesOverSkippableFrames() throws IOException {
        byte[] skippable = hex("5f2a4d1803000000ffffff");
        byte[] frame = hex(SMALL_WINDOW + LETTERS);
        assertEquals(128 << 10, content(joined(frame, skippable, frame, skippable)).length);
        byte[] cut = Arrays.copyOf(skippable, skippable.length - 1);
        assertEquals(EOFException.class, outcome(joined(frame, cut)).error().getClass());
        byte[] endless = hex("502a4d18ffffffff");
        assertEquals(EOFException.class, outcome(joined(frame, endless)).error().getClass());
    }

    /** A row of frames, as Sonde writes them, and one of many blocks, cut at any place. */
    @Test
    void readsAllThatIsThereOfACutFile() throws IOException, InterruptedException {
        byte[] one = zstd(lines(200, 2));
        int oneBytes = lines(200, 2).length;
        byte[] frames = joined(one, one);
        for (int length = 0; length < frames.length; length++) {
            Outcome outcome = outcome(Arrays.copyOf(frames, length));
            assertEquals(length / one.length * oneBytes, outcome.lengthBytes(), "cut at " + length);
            boolean whole = length % one.length == 0;
            assertEquals(
                    whole ? IOException.class : EOFException.class, outcome.error().getClass());
        }
        byte[] streamed = zstd(lines(90_000, 3), "--zstd=wlog=17", "--no-content-size");
        Outcome outcome = outcome(Arrays.copyOf(streamed, streamed.length - 5));
        assertEquals(EOFException.class, outcome.error().getClass());
        assertTrue(outcome.lengthBytes() > 2_000_000, "all but the window: " + outcome);
    }

    @Test
    void saysThatItIsDamaged() throws IOException, InterruptedException {
        byte[] frame = zstd(lines(200, 4));
        byte[] wrong = frame.clone();
        wrong[wrong.length - 1] ^= 1;
        assertEquals(ZipException.class, outcome(wrong).error().getClass());
        byte[] trailing = joined(frame, "something else".getBytes(ISO_8859_1));
        assertEquals(ZipException.class, outcome(trailing).error().getClass());
        assertEquals(ZipException.class, outcome(hex(SMALL_WINDOW + "070000")).error().getClass());
        assertEquals(ZipException.class, outcome(hex("28b52ffd010001070000")).error().getClass());
    }

    /** Each asks for more memory than a reader should give, and is a few bytes long. */
    @Test
    void refusesFramesThatNeedMuchMemory() {
        for (String start :
                List.of(
                        "28b52ffd0069",
                        "28b52ffd00ff",
                        "28b52ffda001008000",
                        "28b52ffde0ffffffffffffff7f",
                        "28b52ffde0ffffffffffffffff")) {
            StringBuilder bomb = new StringBuilder(start);
            for (int i = 0; i < 1000; i++) {
                bomb.append("02001061");
            }
            Outcome outcome = outcome(hex(bomb.append(LETTERS).toString()));
            assertEquals(0, outcome.lengthBytes(), start);
            assertEquals(
                    "its frames need more than 8 MB of memory: compress it without --ultra and"
                            + " --long",
                    outcome.error().getMessage());
        }
    }

    /** Half a gigabyte out of some kilobytes, through the largest window. */
    @Test
    void readsABombInLittleMemory() throws IOException {
        StringBuilder bomb = new StringBuilder("28b52ffd0068");
        int blocks = 4 << 10;
        bomb.append("02001061".repeat(blocks)).append(LETTERS);
        long length = 0;
        byte[] some = new byte[1 << 16];
        try (InputStream in = new ZstdStream(new ByteArrayInputStream(hex(bomb.toString())))) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                length += count;
            }
        }
        assertEquals(blocks * (128L << 10) + (64 << 10), length);
    }

    @Test
    void survivesWhateverBytes() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] text = lines(400, 5);
        List<byte[]> seeds =
                List.of(zstd(text, "-1"), zstd(text, "-19", "--no-check"), zstd(new byte[5000]));
        int damaged = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] frame = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            try {
                Outcome outcome = outcome(frame);
                damaged += outcome.error() instanceof ZipException ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(damaged > 1000, "most are found out: " + damaged + ", seed " + seed);
    }

    @Test
    void readsNoFurtherThanItMust() throws IOException {
        byte[] frame = hex(SMALL_WINDOW + LETTERS);
        InputStream once =
                new InputStream() {
                    private int at;

                    @Override
                    public int read() {
                        assertTrue(at < frame.length, "reads on where it would have to wait");
                        return frame[at++] & 0xFF;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        bytes[offset] = (byte) read();
                        return 1;
                    }
                };
        try (InputStream in = new ZstdStream(once)) {
            assertEquals(64 << 10, in.readNBytes(64 << 10).length);
        }
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> new ZstdStream(InputStream.nullInputStream()).read(frame, 5, frame.length));
    }
}
