// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.Allocations;
import sonde.sys.Errno;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Against a simulated kernel, which completes frames when and in what order it likes. */
class XskSinkTest {

    private static final int RECEIVE_CHUNKS = 8;
    private static final int SLOTS = 128;

    private final SimulatedSocket kernel = new SimulatedSocket(RECEIVE_CHUNKS, SLOTS, -100);
    private final XskSink sink = new XskSink(Arena.ofAuto(), kernel.socket);

    @Test
    void everyFrameGoesOnceAndNoSlotIsReusedEarly() {
        long seed = 0x51AC;
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> withKernel = new ArrayList<>();
        long written = 0;
        long seen = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) > 0) {
                int slots = sink.reserve(1 + random.nextInt(sink.slotCountMax()));
                if (slots > 0) {
                    int count = 1 + random.nextInt(slots);
                    for (int i = 0; i < count; i++) {
                        long slot = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
                        assertFalse(withKernel.contains(slot), "seed " + seed);
                        sink.memory().set(ValueLayout.JAVA_LONG, slot, written + i);
                    }
                    assertEquals(count, sink.send(count, 60));
                    written += count;
                }
            } else {
                for (int i = random.nextInt(SLOTS); i > 0 && kernel.transmit.count() > 0; i--) {
                    long address = kernel.transmit.address();
                    assertEquals(60, kernel.transmit.lengthBytes());
                    assertEquals(seen++, sink.memory().get(ValueLayout.JAVA_LONG, address));
                    kernel.transmit.take();
                    withKernel.add(address);
                }
                for (int i = random.nextInt(SLOTS); i > 0 && !withKernel.isEmpty(); i--) {
                    int any = random.nextInt(withKernel.size());
                    kernel.completion.put(withKernel.remove(any), 0);
                }
            }
        }
        assertEquals(written - seen, kernel.transmit.count());
        assertTrue(seen > 10_000, "only " + seen);
    }

    @Test
    void aSlotIsFreeOnlyWhenItsFrameIsNamed() {
        for (int i = 0; i < SLOTS / 64; i++) {
            assertEquals(64, sink.reserve(64));
            sink.send(64, 60);
        }
        assertEquals(0, sink.reserve(1));
        long first = kernel.transmit.address();
        long second = first + Umem.CHUNK_BYTES;
        kernel.transmit.take();
        kernel.transmit.take();
        kernel.completion.put(second, 0);
        assertEquals(0, sink.reserve(1), "the second is free, the first is not");
        kernel.completion.put(first, 0);
        assertEquals(2, sink.reserve(64));
    }

    @Test
    void aReservationIsContiguous() {
        for (int i = 0; i < SLOTS; i += 48) {
            int count = sink.reserve(48);
            assertEquals(Math.min(48, SLOTS - i), count);
            assertEquals(sink.reservedOffset(), (RECEIVE_CHUNKS + i) * 2048L);
            sink.send(count, 60);
            complete();
        }
        sink.reserve(1);
        assertEquals(RECEIVE_CHUNKS * 2048L, sink.reservedOffset());
    }

    @Test
    void flushWaitsForTheKernel() throws InterruptedException {
        sink.reserve(3);
        sink.send(3, 60);
        Thread slow =
                Thread.ofPlatform()
                        .start(() -> {
                            while (kernel.transmit.count() < 3) {
                                Thread.onSpinWait();
                            }
                            complete();
                        });
        sink.flush();
        assertEquals(0, kernel.transmit.count());
        assertEquals(0, kernel.completion.count());
        slow.join();
    }

    @Test
    void flushGivesUpWhenTheKernelTakesNoMore() {
        sink.reserve(3);
        sink.send(3, 60);
        kernel.transmit.setNeedsWakeup(true);
        sink.flush();
        assertEquals(3, kernel.transmit.count());
    }

    @Test
    void afterARefusalNothingMoreIsTaken() {
        kernel.transmit.setNeedsWakeup(true);
        sink.reserve(2);
        assertEquals(2, sink.send(2, 60), "they stand in the ring");
        sink.reserve(2);
        long offset = sink.reservedOffset();
        assertEquals(-Errno.EBADF, sink.send(2, 60));
        assertEquals(2, kernel.transmit.count());
        sink.reserve(2);
        assertEquals(offset, sink.reservedOffset());
        kernel.transmit.setNeedsWakeup(false);
        assertEquals(2, sink.send(2, 60));
        assertEquals(4, kernel.transmit.count());
    }

    @Test
    void mistakesOfTheCallerAreFound() {
        assertThrows(AssertionError.class, () -> sink.reserve(0));
        assertThrows(AssertionError.class, () -> sink.reserve(sink.slotCountMax() + 1));
        sink.reserve(3);
        assertThrows(AssertionError.class, () -> sink.send(4, 60));
        assertThrows(AssertionError.class, () -> sink.send(3, sink.slotStrideBytes() + 1));
        assertThrows(AssertionError.class, () -> sink.send(0, 60));
    }

    @Test
    void sendingAllocatesNothing() {
        Allocations.assertNone(
                5_000,
                () -> {
                    int count = sink.reserve(64);
                    sink.send(count, 60);
                    complete();
                });
    }

    /** The kernel sends everything and says so. */
    private void complete() {
        while (kernel.transmit.count() > 0) {
            kernel.completion.put(kernel.transmit.address(), 0);
            kernel.transmit.take();
        }
    }
}
