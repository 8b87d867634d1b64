// SPDX-License-Identifier: Apache-2.0
package sonde.link.pcap;

import sonde.clock.NanoClock;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;
import sonde.link.Framing;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * A source that writes every frame of another one to a capture file, which it closes. When the file
 * can't be written the scan goes on without it, and its owner is told once.
 */
public final class RecordingSource implements FrameSource {

    private static final long FLUSH_INTERVAL_NANOS = 1_000_000_000L;

    private final FrameSource source;
    private final Framing framing;
    private final PcapWriter writer;
    private final NanoClock clock;
    private final Consumer<IOException> onFailure;
    private long flushedNanos;
    private boolean isFailed;

    /**
     * @param framing how the source's frames begin
     */
    public RecordingSource(
            FrameSource source,
            Framing framing,
            PcapWriter writer,
            NanoClock clock,
            Consumer<IOException> onFailure) {
        this.source = source;
        this.framing = framing;
        this.writer = writer;
        this.clock = clock;
        this.onFailure = onFailure;
        flushedNanos = clock.nanoTime();
    }

    @Override
    public int receive(FrameBatch batch) {
        int count = source.receive(batch);
        if (!isFailed) {
            try {
                record(batch);
            } catch (IOException e) {
                fail(e);
            }
        }
        return count;
    }

    private void record(FrameBatch batch) throws IOException {
        for (int i = 0; i < batch.count; i++) {
            writer.write(
                    batch.memory,
                    batch.offset[i],
                    batch.lengthBytes[i],
                    batch.epochNanos[i],
                    framing);
        }
        long now = clock.nanoTime();
        if (now - flushedNanos >= FLUSH_INTERVAL_NANOS) {
            writer.flush();
            flushedNanos = now;
        }
    }

    private void fail(IOException e) {
        isFailed = true;
        onFailure.accept(e);
    }

    @Override
    public void await(long timeoutNanos) {
        source.await(timeoutNanos);
    }

    @Override
    public long droppedCount(DropReason reason) {
        return source.droppedCount(reason);
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            if (!isFailed) {
                fail(e);
            }
        }
        source.close();
    }
}
