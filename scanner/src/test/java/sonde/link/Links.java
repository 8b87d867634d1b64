// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Sends and receives whole frames as byte arrays, bounded in time. */
public final class Links {

    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final long WAIT_NANOS = 10_000_000L;

    private Links() {}

    /** Sends frames of equal length in one batch, which must be taken whole. */
    public static void send(FrameSink sink, List<byte[]> frames) {
        put(sink, frames);
        assertEquals(frames.size(), sink.send(frames.size(), frames.getFirst().length));
    }

    /** Reserves as many slots as there are frames and fills them. */
    public static void put(FrameSink sink, List<byte[]> frames) {
        assertEquals(frames.size(), sink.reserve(frames.size()));
        for (int i = 0; i < frames.size(); i++) {
            long slot = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
            byte[] frame = frames.get(i);
            MemorySegment.copy(frame, 0, sink.memory(), ValueLayout.JAVA_BYTE, slot, frame.length);
        }
    }

    /** Receives until there are {@code count} frames, or patience ends. */
    public static List<byte[]> receive(FrameSource source, int count) {
        List<byte[]> frames = new ArrayList<>();
        FrameBatch batch = new FrameBatch();
        long start = System.nanoTime();
        while (frames.size() < count && System.nanoTime() - start < PATIENCE_NANOS) {
            if (source.receive(batch) == 0) {
                source.await(WAIT_NANOS);
            }
            addTo(frames, batch);
        }
        return frames;
    }

    /** Proves that a source whose interface is gone waits as long as it is told to. */
    public static void assertSleeps(FrameSource source) {
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            source.await(WAIT_NANOS);
        }
        long waited = System.nanoTime() - start;
        assertTrue(waited >= 9 * WAIT_NANOS, waited + " ns");
    }

    /** Appends copies of a batch's frames. */
    public static void addTo(List<byte[]> frames, FrameBatch batch) {
        for (int i = 0; i < batch.count; i++) {
            frames.add(copy(batch, i));
        }
    }

    /** A copy of one frame of a batch. */
    public static byte[] copy(FrameBatch batch, int i) {
        return batch.memory
                .asSlice(batch.offset[i], batch.lengthBytes[i])
                .toArray(ValueLayout.JAVA_BYTE);
    }
}
