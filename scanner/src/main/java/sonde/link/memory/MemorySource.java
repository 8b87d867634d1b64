// SPDX-License-Identifier: Apache-2.0
package sonde.link.memory;

import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The receiving end of a {@link FrameQueue}. */
final class MemorySource implements FrameSource {

    private final FrameQueue queue;
    private byte[] bytes = new byte[FrameBatch.CAPACITY * 64];

    MemorySource(FrameQueue queue) {
        this.queue = queue;
    }

    @Override
    public int receive(FrameBatch batch) {
        int count = 0;
        int end = 0;
        while (count < FrameBatch.CAPACITY) {
            FrameQueue.Entry entry = queue.poll();
            if (entry == null) {
                break;
            }
            int length = (int) entry.frame().byteSize();
            if (bytes.length - end < length) {
                bytes = Arrays.copyOf(bytes, (end + length) * 2);
            }
            MemorySegment.copy(entry.frame(), 0, MemorySegment.ofArray(bytes), end, length);
            batch.offset[count] = end;
            batch.lengthBytes[count] = length;
            batch.epochNanos[count] = entry.epochNanos();
            end += length;
            count++;
        }
        batch.memory = MemorySegment.ofArray(bytes);
        batch.count = count;
        return count;
    }

    @Override
    public void await(long timeoutNanos) {
        queue.await(timeoutNanos);
    }

    @Override
    public long droppedCount(DropReason reason) {
        return reason == DropReason.RING_FULL ? queue.droppedCount() : 0;
    }

    @Override
    public void close() {}
}
