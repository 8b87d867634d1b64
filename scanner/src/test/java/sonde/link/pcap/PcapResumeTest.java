// SPDX-License-Identifier: Apache-2.0
package sonde.link.pcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.link.Framing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A capture that goes on after its process was killed. */
class PcapResumeTest {

    private static final int WHOLE = PcapWriter.SNAPSHOT_LENGTH_DEFAULT;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int FRAME_BYTES = 30;
    private static final int ENTRY_BYTES = FRAME_HEADER_BYTES + FRAME_BYTES;

    @TempDir private Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void nameFile() {
        path = directory.resolve("a.pcap");
    }

    private static void write(PcapWriter writer, int first, int count) throws IOException {
        try (writer) {
            for (int i = first; i < first + count; i++) {
                byte[] frame = new byte[FRAME_BYTES];
                Arrays.fill(frame, (byte) i);
                writer.write(MemorySegment.ofArray(frame), 0, FRAME_BYTES, i);
            }
        }
    }

    private byte[] written(int count) throws IOException {
        write(PcapWriter.create(path, Framing.ETHERNET, WHOLE), 0, count);
        return Files.readAllBytes(path);
    }

    private PcapWriter resume() throws IOException {
        return PcapWriter.resume(path, Framing.ETHERNET, WHOLE);
    }

    /** A kill may cut a frame, its header or the file's own header anywhere. */
    @Test
    void whereverItWasCutItGoesOnBehindTheLastWholeFrame() throws IOException {
        byte[] three = written(3);
        for (int length = 0; length <= three.length; length++) {
            Files.write(path, Arrays.copyOf(three, length));
            int whole = Math.max(0, (length - FILE_HEADER_BYTES) / ENTRY_BYTES);
            write(resume(), whole, 3 - whole);
            assertArrayEquals(three, Files.readAllBytes(path), "cut at " + length);
        }
    }

    @Test
    void beginsWhereThereIsNone() throws IOException {
        byte[] two = written(2);
        Files.delete(path);
        write(resume(), 0, 2);
        assertArrayEquals(two, Files.readAllBytes(path));
    }

    @Test
    void framesOfAnotherKindAreRefusedAndLeftAlone() throws IOException {
        byte[] before = written(2);
        assertThrows(IOException.class, () -> PcapWriter.resume(path, Framing.IP, WHOLE));
        assertArrayEquals(before, Files.readAllBytes(path));
    }

    @Test
    void whatIsNoCaptureOfOursIsRefusedAndLeftAlone() throws IOException {
        byte[] other = written(2);
        other[0]++;
        Files.write(path, other);
        assertThrows(IOException.class, this::resume);
        assertArrayEquals(other, Files.readAllBytes(path));
    }

    /** Such a length is what a torn page has, or somebody wrote. */
    @Test
    void aLengthThatCannotBeEndsWhatIsWhole() throws IOException {
        for (int captured : new int[] {-1, Integer.MIN_VALUE, WHOLE + 1, Integer.MAX_VALUE}) {
            byte[] bytes = Arrays.copyOf(written(3), 4 * WHOLE);
            int second = FILE_HEADER_BYTES + ENTRY_BYTES;
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(second + 2 * Integer.BYTES, captured);
            Files.write(path, bytes);
            resume().close();
            assertEquals(second, Files.size(path), "captured length " + captured);
        }
    }
}
