// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.wire.Allocation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** From targets to frames nothing is allocated. */
class ProbeAllocationTest {

    private static final int BATCHES_PER_MILLION = 1_000_000 / ProbeBatch.CAPACITY;

    @Test
    void aMillionProbesAllocateNothing() {
        CookieKey key = new CookieKey(1, 2);
        SourceAddresses one = new SourceAddresses(0x0A000001, 0x0A000001, key);
        SourceAddresses many = new SourceAddresses(0x0A000001, 0x0A0000FF, key);
        SourcePorts sourcePorts = new SourcePorts(40000, 59999, key);
        Cookies cookies = new Cookies(key);
        FrameWriter writer = ProbeKind.TCP_SYN.writer(ProbeTemplate.ethernet(1, 2, 64), key);
        ProbeBatch batch = Batches.random(new SplittableRandom(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(ProbeBatch.CAPACITY * 128L, 64);
            Runnable millionProbes =
                    () -> {
                        for (int i = 0; i < BATCHES_PER_MILLION; i++) {
                            sourcePorts.fill(batch);
                            one.fill(batch);
                            many.fill(batch);
                            cookies.fill(batch);
                            writer.write(batch, 0, ProbeBatch.CAPACITY, memory, 0, 128);
                            writer.setDestinationMac(memory, 0, 3);
                        }
                    };
            assertEquals(0, Allocation.bytesOf(millionProbes));
        }
    }
}
