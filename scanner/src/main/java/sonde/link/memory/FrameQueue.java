// SPDX-License-Identifier: Apache-2.0
package sonde.link.memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Frames under way between the two ends of a link in memory: bounded, first in first out, for any
 * threads.
 */
final class FrameQueue implements Responder.FrameTarget {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isFilled = lock.newCondition();
    private final ArrayDeque<Entry> frames = new ArrayDeque<>();
    private final int capacityFrames;
    private final LongSupplier epochNanos;
    private long droppedCount;

    /** A frame, and when it came. */
    record Entry(MemorySegment frame, long epochNanos) {}

    FrameQueue(int capacityFrames, LongSupplier epochNanos) {
        if (capacityFrames < 1) {
            throw new IllegalArgumentException("capacity of " + capacityFrames + " frames");
        }
        this.capacityFrames = capacityFrames;
        this.epochNanos = epochNanos;
    }

    @Override
    public void put(MemorySegment memory, long offset, int lengthBytes) {
        byte[] bytes = memory.asSlice(offset, lengthBytes).toArray(ValueLayout.JAVA_BYTE);
        lock.lock();
        try {
            if (frames.size() == capacityFrames) {
                droppedCount++;
                return;
            }
            frames.add(new Entry(MemorySegment.ofArray(bytes), epochNanos.getAsLong()));
            isFilled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest frame out; null when there is none. */
    @Nullable Entry poll() {
        lock.lock();
        try {
            return frames.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a frame or the time is over. */
    void await(long timeoutNanos) {
        lock.lock();
        try {
            long left = timeoutNanos;
            while (frames.isEmpty() && left > 0) {
                left = isFilled.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Frames that found the queue full. */
    long droppedCount() {
        lock.lock();
        try {
            return droppedCount;
        } finally {
            lock.unlock();
        }
    }
}
