// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import sonde.wire.Allocation;
import sonde.wire.IpAddress;
import sonde.wire.IpFamily;

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
        ProbeBatch batch = Batches.random(new SplittableRandom(1));
        ProbeTemplate template = ProbeTemplate.ethernet(1, 2, 64);
        FrameWriter writer = ProbeKind.TCP.writer(template, IpFamily.IPV4, ProbeDetails.SYN, key);
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

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void noKindAllocates(Probes probes) {
        CookieKey key = new CookieKey(1, 2);
        IpAddress first = IpAddress.parse("2001:db8::1");
        IpAddress last = IpAddress.parse("2001:db8::ff");
        Ipv6SourceAddresses sources = new Ipv6SourceAddresses(first, last, key);
        SourcePorts sourcePorts = new SourcePorts(40000, 59999, key);
        Cookies cookies = new Cookies(key, probes.kind().cookieDomain());
        ProbeBatch batch = probes.batch(new SplittableRandom(1));
        FrameWriter writer = probes.writer(ProbeTemplate.ethernet(1, 2, 64), key);
        int stride = writer.frameLengthBytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) ProbeBatch.CAPACITY * stride, 64);
            Runnable someProbes =
                    () -> {
                        for (int i = 0; i < BATCHES_PER_MILLION / 4; i++) {
                            sources.fill(batch);
                            sourcePorts.fill(batch);
                            cookies.fill(batch);
                            writer.write(batch, 0, ProbeBatch.CAPACITY, memory, 0, stride);
                        }
                    };
            assertEquals(0, Allocation.bytesOf(someProbes));
        }
    }
}
