// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

class GzipStreamTest {

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String content) throws IOException {
        return gzip(content.getBytes(ISO_8859_1));
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            bytes.writeBytes(piece);
        }
        return bytes.toByteArray();
    }

    private static String read(byte[] file) throws IOException {
        try (InputStream in = new GzipStream(new ByteArrayInputStream(file))) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    /** A stream that gives out a byte at a time, and never says that more is there. */
    private static InputStream drip(byte[] file) {
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                return at < file.length ? file[at++] & 0xFF : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int next = read();
                if (next < 0) {
                    return -1;
                }
                bytes[offset] = (byte) next;
                return 1;
            }
        };
    }

    @Test
    void readsMembersOneBehindTheOther() throws IOException {
        assertEquals("onetwo", read(join(gzip("one"), gzip(""), gzip("two"))));
        assertEquals("", read(gzip("")));
        assertEquals("", read(new byte[0]));
    }

    @Test
    void readsWhatTheJdkWritesHoweverItComes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] content = new byte[100_000];
        random.nextBytes(content);
        Arrays.fill(content, 20_000, 90_000, (byte) 'x');
        byte[] file = join(gzip(content), gzip(content));
        try (InputStream in = new GzipStream(drip(file))) {
            assertArrayEquals(join(content, content), in.readAllBytes(), "seed " + seed);
        }
    }

    @Test
    void passesOverWhatAHeaderMayHave() throws IOException {
        byte[] plain = gzip("text");
        byte[] head = {0x1F, (byte) 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3};
        byte[] optional = {2, 0, 'a', 'b', 'n', 0, 'c', 0, 1, 2};
        byte[] rest = Arrays.copyOfRange(plain, head.length, plain.length);
        assertEquals("text", read(join(head, optional, rest)));
    }

    @Test
    void failsWhereSomethingElseThanAMemberFollows() throws IOException {
        byte[] one = gzip("one");
        assertThrows(ZipException.class, () -> read(join(one, new byte[] {'X'}, one)));
        byte[] damaged = one.clone();
        damaged[1]++;
        assertThrows(ZipException.class, () -> read(join(one, damaged)));
        assertThrows(ZipException.class, () -> read(join(one, new byte[512], new byte[] {1})));
        assertEquals("one", read(join(one, new byte[512])), "zeros are padding");
    }

    @Test
    void failsIfChecksumOrLengthIsWrong() throws IOException {
        byte[] one = gzip("one");
        for (int behind : new int[] {1, 5}) {
            byte[] damaged = one.clone();
            damaged[one.length - behind] ^= 1;
            assertThrows(ZipException.class, () -> read(join(damaged, one)));
        }
    }

    @Test
    void knowsEveryPlaceAtWhichAFileIsCut() throws IOException {
        byte[] first = gzip("one");
        byte[] file = join(first, gzip("two"));
        for (int length = 1; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length == first.length) {
                assertEquals("one", read(cut));
            } else {
                assertThrows(EOFException.class, () -> read(cut), "cut at " + length);
            }
        }
    }

    @Test
    void noDamageMakesItHangOrThrowAnythingElse() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] file = join(gzip("one".repeat(100)), gzip("two"));
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(file.length)] = (byte) random.nextInt();
            try {
                assertTrue(read(damaged).length() < 1 << 20, "seed " + seed);
            } catch (EOFException | ZipException e) {
                assertTrue(e.getMessage() != null, "seed " + seed);
            }
        }
    }
}
