// SPDX-License-Identifier: Apache-2.0
package sonde.link.trace;

import sonde.clock.NanoClock;
import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;
import sonde.link.Framing;

import java.util.function.Consumer;

/** A source that tells of every frame it hands over, in one line each. */
public final class TracingSource implements FrameSource {

    private final FrameSource source;
    private final FrameText text;

    /** As in {@link TracingSink}; the lines come on the receive agent's thread. */
    public TracingSource(
            FrameSource source,
            Framing framing,
            NanoClock clock,
            long startNanos,
            Consumer<String> lines) {
        this.source = source;
        text = new FrameText("RCVD", framing, clock, startNanos, lines);
    }

    @Override
    public int receive(FrameBatch batch) {
        int count = source.receive(batch);
        for (int i = 0; i < count; i++) {
            text.tell(batch.memory, batch.offset[i], batch.lengthBytes[i]);
        }
        return count;
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
        source.close();
    }
}
