// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.lang.foreign.MemorySegment;

/** Sends each frame at once by a sink that nobody else uses. For few frames: each costs a call. */
public final class SinkOutlet implements FrameOutlet, AutoCloseable {

    private final FrameSink sink;

    /** Closing the outlet closes the sink. */
    public SinkOutlet(FrameSink sink) {
        this.sink = sink;
    }

    @Override
    public boolean put(MemorySegment frame, long offset, int lengthBytes) {
        if (sink.reserve(1) == 0) {
            return false;
        }
        MemorySegment.copy(frame, offset, sink.memory(), sink.reservedOffset(), lengthBytes);
        return sink.send(1, lengthBytes) == 1;
    }

    @Override
    public void close() {
        sink.close();
    }
}
