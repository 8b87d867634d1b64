// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.wire.IpFamily;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

class TcpBodyTest {

    private static final CookieKey KEY = new CookieKey(31, 32);
    private static final int STRIDE = 128;

    private static byte[] write(FrameWriter writer, ProbeBatch batch) {
        byte[] memory = new byte[ProbeBatch.CAPACITY * STRIDE];
        MemorySegment slots = MemorySegment.ofArray(memory);
        writer.write(batch, 0, ProbeBatch.CAPACITY, slots, 0, STRIDE);
        return memory;
    }

    /** The vectorised writer and this one, for all flags there are. */
    @Test
    void isTheSlowTwinOfTheFastWriter() {
        SplittableRandom random = new SplittableRandom(9);
        ProbeTemplate ethernet = ProbeTemplate.ethernet(0x0200_0000_0001L, 3, 61);
        for (ProbeTemplate template : new ProbeTemplate[] {ethernet, ProbeTemplate.ip(1)}) {
            for (int flags = 0; flags < 256; flags++) {
                ProbeBatch batch = Batches.random(random);
                FrameWriter fast = new TcpIpv4Writer(template, flags, TcpOptions.USUAL, KEY);
                PacketBody body = new TcpBody(flags, TcpOptions.USUAL, TcpBody.MSS_IPV4);
                assertSame(template, body, fast, batch, "flags " + flags);
            }
        }
    }

    /** The same for all choices of options. */
    @Test
    void isTheSlowTwinWithAnyOptions() {
        SplittableRandom random = new SplittableRandom(10);
        ProbeTemplate ethernet = ProbeTemplate.ethernet(0x0200_0000_0001L, 3, 61);
        for (ProbeTemplate template : new ProbeTemplate[] {ethernet, ProbeTemplate.ip(1)}) {
            for (TcpOptions options : TcpOptionsTest.all()) {
                ProbeBatch batch = Batches.random(random);
                FrameWriter fast = new TcpIpv4Writer(template, Tcp.SYN, options, KEY);
                PacketBody body = new TcpBody(Tcp.SYN, options, TcpBody.MSS_IPV4);
                assertSame(template, body, fast, batch, options.toString());
            }
        }
    }

    private static void assertSame(
            ProbeTemplate template,
            PacketBody body,
            FrameWriter fast,
            ProbeBatch batch,
            String which) {
        FrameWriter slow = new PacketWriter(template, IpFamily.IPV4, body, KEY);
        assertEquals(slow.frameLengthBytes(), fast.frameLengthBytes(), which);
        assertArrayEquals(write(slow, batch), write(fast, batch), which);
    }
}
