// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Frames are read back by the zstd of the machine. */
class ZstdFrameTest {

    private static final Path ZSTD = Path.of("/usr/bin/zstd");

    @TempDir Path folder;

    private final ZstdFrame frames = new ZstdFrame();

    private byte[] frame(byte[] content) {
        byte[] target = new byte[frames.bound(content.length)];
        return Arrays.copyOf(target, frames.compress(content, content.length, target, 0));
    }

    /** Frames one behind the other are one file. */
    private void assertReadBack(List<byte[]> contents) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ZSTD), "skipped: no " + ZSTD + " here");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            expected.write(content);
            compressed.write(frame(content));
        }
        Path file = folder.resolve("frames.zst");
        Files.write(file, compressed.toByteArray());
        Process zstd =
                new ProcessBuilder(ZSTD.toString(), "-dc", file.toString())
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        byte[] read = zstd.getInputStream().readAllBytes();
        assertEquals(0, zstd.waitFor(), Files.readString(folder.resolve("errors")));
        assertArrayEquals(expected.toByteArray(), read);
    }

    private static byte[] lines(int count, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("open tcp ").append(random.nextInt(65536)).append(" 198.18.");
            text.append(random.nextInt(256)).append('.').append(random.nextInt(256));
            text.append(" 17954").append(65782 + i / 100).append('\n');
        }
        return text.toString().getBytes(US_ASCII);
    }

    @Test
    void linesShrinkToAThirdAndComeBack() throws IOException, InterruptedException {
        byte[] lines = lines(2000, new SplittableRandom(5));
        assertTrue(frame(lines).length < lines.length / 3, frame(lines).length + " bytes");
        assertReadBack(List.of(lines));
    }

    @Test
    void everyLengthComesBack() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(6);
        List<byte[]> contents = new ArrayList<>();
        byte[] lines = lines(100, random);
        for (int length = 0; length < 1200; length++) {
            contents.add(Arrays.copyOf(lines, length));
        }
        assertReadBack(contents);
    }

    @Test
    void whateverBytesComeBack() throws IOException, InterruptedException {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] content = new byte[random.nextInt(1 << random.nextInt(19))];
            int symbols = 1 + random.nextInt(1 << random.nextInt(9));
            for (int at = 0; at < content.length; at++) {
                // Small numbers far more often than large ones, so that codes differ in length.
                int spread = 1 + random.nextInt(symbols);
                content[at] = (byte) random.nextInt(spread);
                if (at > 100 && random.nextInt(50) == 0) {
                    int from = random.nextInt(at);
                    int length = Math.min(random.nextInt(1 << random.nextInt(17)), at - from);
                    length = Math.min(length, content.length - at);
                    System.arraycopy(content, from, content, at, length);
                    at += Math.max(0, length - 1);
                }
            }
            contents.add(content);
        }
        try {
            assertReadBack(contents);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void codesKeepToTheirLimit() throws IOException, InterruptedException {
        // Counts like Fibonacci's numbers make the deepest of Huffman's trees.
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        SplittableRandom random = new SplittableRandom(7);
        List<Integer> symbols = new ArrayList<>();
        int before = 1;
        int count = 1;
        for (int symbol = 0; symbol < 22; symbol++) {
            for (int i = 0; i < count; i++) {
                symbols.add(symbol + 64);
            }
            int next = before + count;
            before = count;
            count = next;
        }
        for (int i = symbols.size() - 1; i >= 0; i--) {
            int other = random.nextInt(i + 1);
            content.write(symbols.get(other));
            symbols.set(other, symbols.get(i));
        }
        assertReadBack(List.of(content.toByteArray()));
    }

    @Test
    void whatCannotShrinkStaysWithinItsBound() throws IOException, InterruptedException {
        byte[] noise = new byte[300_000];
        new SplittableRandom(8).nextBytes(noise);
        assertTrue(frame(noise).length <= frames.bound(noise.length));
        assertReadBack(List.of(noise, new byte[0], new byte[300_000]));
    }
}
