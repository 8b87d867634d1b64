// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import sonde.sys.Errno;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * A link that does to another one's frames what networks and kernels do: by seed, so that a failing
 * run can be had again. Whatever it is called with in the same order, it does the same.
 */
public final class FaultInjector implements Link {

    private final Link link;
    private final Faults faults;
    private final FrameSink sink;
    private final FrameSource source;

    /**
     * How often each fault strikes, in percent of frames received and of batches sent.
     *
     * @param refused batches that the kernel has no room for, or takes only in part
     */
    public record Faults(
            int lost, int duplicated, int reordered, int truncated, int corrupted, int refused) {

        /** None at all, to begin from. */
        public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);
    }

    public FaultInjector(Link link, long seed, Faults faults) {
        this.link = link;
        this.faults = faults;
        Random random = new Random(seed);
        sink = new FaultySink(new Random(random.nextLong()));
        source = new FaultySource(new Random(random.nextLong()));
    }

    @Override
    public String name() {
        return link.name();
    }

    @Override
    public Framing framing() {
        return link.framing();
    }

    @Override
    public List<FrameSink> sinks() {
        return List.of(sink);
    }

    /** Without faults. */
    @Override
    public FrameSink control() {
        return link.control();
    }

    @Override
    public List<FrameSource> sources() {
        return List.of(source);
    }

    @Override
    public void close() {
        link.close();
    }

    private static boolean strikes(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    /**
     * Has slots of its own, since the other sink's rule of what comes next holds only for what it
     * refuses itself.
     */
    private final class FaultySink implements FrameSink {

        private final FrameSink inner = link.sink();
        private final Random random;
        private final MemorySegment slots =
                MemorySegment.ofArray(new byte[inner.slotCountMax() * inner.slotStrideBytes()]);
        private int first;

        FaultySink(Random random) {
            this.random = random;
        }

        @Override
        public MemorySegment memory() {
            return slots;
        }

        @Override
        public int slotStrideBytes() {
            return inner.slotStrideBytes();
        }

        @Override
        public int slotCountMax() {
            return inner.slotCountMax();
        }

        @Override
        public int reserve(int slotCount) {
            return Math.min(slotCount, slotCountMax() - first);
        }

        @Override
        public long reservedOffset() {
            return (long) first * slotStrideBytes();
        }

        @Override
        public int send(int frameCount, int frameLengthBytes) {
            return send(
                    frameCount,
                    i -> frameLengthBytes,
                    count -> inner.send(count, frameLengthBytes));
        }

        @Override
        public int send(int frameCount, int[] frameLengthBytes) {
            return send(
                    frameCount,
                    i -> frameLengthBytes[i],
                    count -> inner.send(count, frameLengthBytes));
        }

        private int send(int frameCount, IntUnaryOperator lengthBytes, IntUnaryOperator onwards) {
            int allowed = frameCount;
            if (strikes(random, faults.refused())) {
                allowed = random.nextInt(frameCount);
            }
            if (allowed == 0) {
                return -Errno.ENOBUFS;
            }
            int reserved = inner.reserve(allowed);
            for (int i = 0; i < reserved; i++) {
                long slot = (long) i * slotStrideBytes();
                MemorySegment.copy(
                        slots,
                        reservedOffset() + slot,
                        inner.memory(),
                        inner.reservedOffset() + slot,
                        lengthBytes.applyAsInt(i));
            }
            int sent = reserved == 0 ? -Errno.ENOBUFS : onwards.applyAsInt(reserved);
            if (sent > 0) {
                first = sent == frameCount ? 0 : first + sent;
            }
            return sent;
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final class FaultySource implements FrameSource {

        private final FrameSource inner = link.source();
        private final Random random;
        private final FrameBatch received = new FrameBatch();
        private final ArrayDeque<MemorySegment> waiting = new ArrayDeque<>();
        private final ArrayDeque<Long> times = new ArrayDeque<>();

        FaultySource(Random random) {
            this.random = random;
        }

        @Override
        public int receive(FrameBatch batch) {
            inner.receive(received);
            for (int i = 0; i < received.count; i++) {
                if (!strikes(random, faults.lost())) {
                    pass(i);
                }
            }
            return deliver(batch);
        }

        private void pass(int i) {
            int copies = strikes(random, faults.duplicated()) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                MemorySegment frame = MemorySegment.ofArray(damaged(i));
                if (strikes(random, faults.reordered())) {
                    waiting.addFirst(frame);
                    times.addFirst(received.epochNanos[i]);
                } else {
                    waiting.addLast(frame);
                    times.addLast(received.epochNanos[i]);
                }
            }
        }

        private byte[] damaged(int i) {
            byte[] frame =
                    received.memory
                            .asSlice(received.offset[i], received.lengthBytes[i])
                            .toArray(ValueLayout.JAVA_BYTE);
            if (frame.length > 0 && strikes(random, faults.corrupted())) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (strikes(random, faults.truncated())) {
                frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            }
            return frame;
        }

        private int deliver(FrameBatch batch) {
            int count = Math.min(waiting.size(), FrameBatch.CAPACITY);
            long length = waiting.stream().limit(count).mapToLong(MemorySegment::byteSize).sum();
            batch.memory = MemorySegment.ofArray(new byte[(int) length]);
            batch.count = count;
            long end = 0;
            for (int i = 0; i < count; i++) {
                MemorySegment frame = waiting.remove();
                MemorySegment.copy(frame, 0, batch.memory, end, frame.byteSize());
                batch.offset[i] = end;
                batch.lengthBytes[i] = (int) frame.byteSize();
                batch.epochNanos[i] = times.remove();
                end += frame.byteSize();
            }
            return count;
        }

        @Override
        public void await(long timeoutNanos) {
            if (waiting.isEmpty()) {
                inner.await(timeoutNanos);
            }
        }

        @Override
        public long droppedCount(DropReason reason) {
            return inner.droppedCount(reason);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
