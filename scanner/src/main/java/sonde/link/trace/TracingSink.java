// SPDX-License-Identifier: Apache-2.0
package sonde.link.trace;

import sonde.clock.NanoClock;
import sonde.link.FrameSink;
import sonde.link.Framing;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A sink that tells of every frame the kernel took, in one line each. Slow: for looking, not for
 * scanning.
 */
public final class TracingSink implements FrameSink {

    private final FrameSink sink;
    private final FrameText text;

    /**
     * @param startNanos the clock's time at which the lines begin to count
     * @param lines takes each line, on the transmit agent's thread
     */
    public TracingSink(
            FrameSink sink,
            Framing framing,
            NanoClock clock,
            long startNanos,
            Consumer<String> lines) {
        this.sink = sink;
        text = new FrameText("SENT", framing, clock, startNanos, lines);
    }

    @Override
    public MemorySegment memory() {
        return sink.memory();
    }

    @Override
    public int slotStrideBytes() {
        return sink.slotStrideBytes();
    }

    @Override
    public int slotCountMax() {
        return sink.slotCountMax();
    }

    @Override
    public int reserve(int slotCount) {
        return sink.reserve(slotCount);
    }

    @Override
    public long reservedOffset() {
        return sink.reservedOffset();
    }

    @Override
    public int send(int frameCount, int frameLengthBytes) {
        long base = sink.reservedOffset();
        int sent = sink.send(frameCount, frameLengthBytes);
        for (int i = 0; i < sent; i++) {
            text.tell(sink.memory(), base + (long) i * sink.slotStrideBytes(), frameLengthBytes);
        }
        return sent;
    }

    @Override
    public int send(int frameCount, int[] frameLengthBytes) {
        long base = sink.reservedOffset();
        int sent = sink.send(frameCount, frameLengthBytes);
        for (int i = 0; i < sent; i++) {
            text.tell(sink.memory(), base + (long) i * sink.slotStrideBytes(), frameLengthBytes[i]);
        }
        return sent;
    }

    @Override
    public void flush() {
        sink.flush();
    }

    @Override
    public void close() {
        sink.close();
    }
}
