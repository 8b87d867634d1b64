// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

class FileTargetTest {

    @TempDir Path folder;

    private static FileTarget target(Path file) throws IOException {
        RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw");
        return new FileTarget(
                "f",
                writer,
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE),
                1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacesAcrossPagesMappedOrNot(boolean interrupted) throws IOException {
        Path file = folder.resolve("file");
        try (FileTarget target = target(file)) {
            target.write(0, Words.ascii("x".repeat(4096)), 0, 4096);
            target.write(4096, Words.ascii("y".repeat(100)), 0, 100);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            target.replaceAcross(4092, Words.ascii("z".repeat(64)));
            target.write(4196, Words.ascii("end"), 0, 3);
        } finally {
            assertEquals(interrupted, Thread.interrupted());
        }
        assertEquals(
                "x".repeat(4092) + "z".repeat(64) + "y".repeat(40) + "end", Files.readString(file));
    }

    @Test
    void replacesAlsoWhenTheFileCannotBeMapped() throws IOException {
        Path file = folder.resolve("file");
        RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw");
        FileChannel closed = FileChannel.open(file, StandardOpenOption.READ);
        closed.close();
        try (FileTarget target = new FileTarget("f", writer, closed, 1)) {
            target.write(0, Words.ascii("abcd"), 0, 4);
            target.replaceAcross(1, Words.ascii("XY"));
        }
        assertEquals("aXYd", Files.readString(file));
    }

    @Test
    void takesAwayTheSpacesThatItPutBehindALongFile() throws IOException {
        Path file = folder.resolve("file");
        String page = "x".repeat(4096);
        String step = "z".repeat(64);
        StringBuilder expected = new StringBuilder();
        boolean hadSpaces = false;
        try (FileTarget target = target(file)) {
            // As a growing array is written: each page, and then a step into the next.
            for (int i = 0; i < 300; i++) {
                int start = expected.length();
                target.write(start, Words.ascii(page), 0, page.length());
                expected.append(page);
                target.replaceAcross(expected.length() - 4, Words.ascii(step));
                expected.setLength(expected.length() - 4);
                expected.append(step);
                expected.setLength(start + page.length());
                String content = Files.readString(file);
                assertEquals(expected + "z".repeat(60), content.stripTrailing());
                hadSpaces |= content.endsWith(" ");
            }
        }
        assertTrue(hadSpaces, "the file never got long enough");
        assertEquals(expected + "z".repeat(60), Files.readString(file));
    }

    @Test
    void cutsBehindItsSpacesAndWritesOn() throws IOException {
        Path file = folder.resolve("file");
        String content = "x".repeat(600_000);
        try (FileTarget target = target(file)) {
            target.write(0, Words.ascii(content), 0, content.length());
            target.replaceAcross(content.length() - 4, Words.ascii("z".repeat(64)));
            target.truncate(10);
            target.replaceAcross(8, Words.ascii("y".repeat(64)));
            target.write(72, Words.ascii("end"), 0, 3);
        }
        assertEquals("x".repeat(8) + "y".repeat(64) + "end", Files.readString(file));
    }

    @Test
    void writesAtPositionsAndCuts() throws IOException {
        Path file = folder.resolve("file");
        try (FileTarget target = target(file)) {
            target.write(0, Words.ascii("abcdef"), 0, 6);
            target.write(6, Words.ascii("-gh-"), 1, 2);
            target.write(1, Words.ascii("X"), 0, 1);
            assertEquals("aXcdefgh", Files.readString(file));
            target.truncate(3);
            target.write(3, Words.ascii("Y"), 0, 1);
            assertEquals("aXcY", Files.readString(file));
        }
    }

    @Test
    void namesTheFileWhenItFails() throws IOException {
        Path file = folder.resolve("file");
        FileTarget target = target(file);
        target.close();
        String message =
                assertThrows(OutputException.class, () -> target.write(0, Words.ascii("a"), 0, 1))
                        .getMessage();
        assertTrue(message.startsWith("cannot write f: "));
        assertThrows(OutputException.class, () -> target.truncate(0));
    }

    @Test
    void putsSpacesWhereThereAreNone() throws IOException {
        Path file = folder.resolve("file");
        try (FileTarget target = target(file)) {
            target.write(0, Words.ascii("abc"), 0, 3);
            target.putSpaces(3, 5);
            assertEquals("abc     ", Files.readString(file));
            target.write(3, Words.ascii("de"), 0, 2);
            target.putSpaces(5, 5);
        }
        assertEquals("abcde     ", Files.readString(file));
    }
}
