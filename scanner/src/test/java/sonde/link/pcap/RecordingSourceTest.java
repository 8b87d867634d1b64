// SPDX-License-Identifier: Apache-2.0
package sonde.link.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.link.FrameBatch;
import sonde.link.Framing;
import sonde.link.memory.MemoryLink;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class RecordingSourceTest {

    private static final int FRAME_BYTES = 40;
    private static final int RECORD_BYTES = 16 + FRAME_BYTES;

    @TempDir private Path directory;

    private final List<IOException> failures = new ArrayList<>();
    private final FrameBatch batch = new FrameBatch();
    private long nanoTime;

    @Test
    void recordsWhatItHandsOver() throws IOException {
        Path path = directory.resolve("a.pcap");
        try (MemoryLink link = link()) {
            RecordingSource source = recording(link, path);
            deliver(link, 3);
            assertEquals(3, source.receive(batch));
            assertEquals(3, batch.count);
            assertEquals(0, source.receive(batch));
            source.close();
        }
        assertEquals(24 + 3 * RECORD_BYTES, Files.size(path));
        assertEquals(List.of(), failures);
    }

    @Test
    void isFlushedEverySecond() throws IOException {
        Path path = directory.resolve("b.pcap");
        try (MemoryLink link = link();
                RecordingSource source = recording(link, path)) {
            deliver(link, 1);
            source.receive(batch);
            nanoTime = 999_999_999;
            source.receive(batch);
            assertEquals(24, Files.size(path));
            nanoTime = 1_000_000_000;
            source.receive(batch);
            assertEquals(24 + RECORD_BYTES, Files.size(path));
        }
    }

    @Test
    void aFailingFileIsToldOnceAndReceivingGoesOn() throws IOException {
        Path path = directory.resolve("c.pcap");
        try (MemoryLink link = link()) {
            PcapWriter writer = PcapWriter.create(path, Framing.IP, 100);
            RecordingSource source =
                    new RecordingSource(
                            link.source(), link.framing(), writer, () -> nanoTime, failures::add);
            writer.close();
            nanoTime = 1_000_000_000;
            deliver(link, 1);
            assertEquals(1, source.receive(batch));
            deliver(link, 1);
            assertEquals(1, source.receive(batch));
            source.close();
        }
        assertEquals(1, failures.size());
    }

    private static MemoryLink link() {
        return MemoryLink.responding(Framing.IP, (m, offset, length, answers) -> {}, 10, () -> 0);
    }

    private static void deliver(MemoryLink link, int count) {
        for (int i = 0; i < count; i++) {
            link.deliver(MemorySegment.ofArray(new byte[FRAME_BYTES]), 0, FRAME_BYTES);
        }
    }

    private RecordingSource recording(MemoryLink link, Path path) throws IOException {
        PcapWriter writer = PcapWriter.create(path, Framing.IP, 100);
        return new RecordingSource(
                link.source(), link.framing(), writer, () -> nanoTime, failures::add);
    }
}
