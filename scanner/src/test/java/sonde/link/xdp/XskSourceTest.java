// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.Allocations;
import sonde.link.FrameBatch;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Against two simulated kernels, one a queue. */
class XskSourceTest {

    private static final int CHUNKS = 512;

    /** Where in its chunk the kernel puts a frame. */
    private static final int HEADROOM = 256;

    private final SimulatedSocket one = new SimulatedSocket(CHUNKS, 8, -100);
    private final SimulatedSocket other = new SimulatedSocket(CHUNKS, 8, 0);
    private final XskSource source =
            new XskSource(Arena.ofAuto(), List.of(one.socket, other.socket), null);
    private final FrameBatch batch = new FrameBatch();

    @Test
    void silenceIsEmpty() {
        batch.count = 7;
        assertEquals(0, source.receive(batch));
        assertEquals(0, batch.count);
    }

    @Test
    void framesLieWhereTheKernelPutThem() {
        long before = System.currentTimeMillis() * 1_000_000;
        deliver(one, 3);
        assertEquals(3, source.receive(batch));
        assertSame(one.socket.umem().memory(), batch.memory);
        for (int i = 0; i < 3; i++) {
            assertEquals(i * 2048L + HEADROOM, batch.offset[i]);
            assertEquals(60 + i, batch.lengthBytes[i]);
            assertTrue(batch.epochNanos[i] >= before);
        }
    }

    @Test
    void chunksGoBackWithTheNextReceive() {
        deliver(one, 3);
        assertEquals(3, source.receive(batch));
        assertEquals(CHUNKS - 3, one.fill.count());
        assertEquals(0, source.receive(batch));
        assertEquals(CHUNKS, one.fill.count());
    }

    @Test
    void busyQueuesTakeTurns() {
        deliver(one, 300);
        deliver(other, 300);
        assertEquals(FrameBatch.CAPACITY, source.receive(batch));
        assertSame(one.socket.umem().memory(), batch.memory);
        assertEquals(FrameBatch.CAPACITY, source.receive(batch));
        assertSame(other.socket.umem().memory(), batch.memory);
        assertEquals(300 - FrameBatch.CAPACITY, source.receive(batch));
        assertSame(one.socket.umem().memory(), batch.memory);
        assertEquals(300 - FrameBatch.CAPACITY, source.receive(batch));
        assertEquals(0, source.receive(batch));
    }

    @Test
    void noFrameAndNoChunkIsEverLost() {
        long seed = 0x50CE;
        SplittableRandom random = new SplittableRandom(seed);
        List<SimulatedSocket> kernels = List.of(one, other);
        int delivered = 0;
        int received = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean()) {
                SimulatedSocket kernel = kernels.get(random.nextInt(2));
                int count = random.nextInt(kernel.fill.count() + 1) / 4;
                deliver(kernel, count);
                delivered += count;
            } else {
                received += source.receive(batch);
            }
        }
        while (source.receive(batch) > 0) {
            received += batch.count;
        }
        assertEquals(delivered, received, "seed " + seed);
        for (SimulatedSocket kernel : kernels) {
            List<Long> chunks = new ArrayList<>();
            while (kernel.fill.count() > 0) {
                chunks.add(kernel.fill.address());
                kernel.fill.take();
            }
            assertEquals(CHUNKS, chunks.stream().distinct().count(), "seed " + seed);
            assertEquals(CHUNKS, chunks.size());
        }
    }

    @Test
    void receivingAllocatesNothing() {
        Allocations.assertNone(
                5_000,
                () -> {
                    deliver(one, 64);
                    source.receive(batch);
                });
    }

    /** The kernel receives frames, each in the next chunk that it was given. */
    private static void deliver(SimulatedSocket kernel, int count) {
        for (int i = 0; i < count; i++) {
            kernel.receive.put(kernel.fill.address() + HEADROOM, 60 + i);
            kernel.fill.take();
        }
    }
}
