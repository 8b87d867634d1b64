// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import sonde.wire.Ethernet;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What every kind of probe in the registry owes, to either family. */
class FrameWriterContractTest {

    /** Between slots, beyond the longest frame, in bytes. */
    private static final int GAP_BYTES = 16;

    private static final CookieKey KEY = new CookieKey(5, 6);
    private static final ProbeTemplate ETHERNET = ProbeTemplate.ethernet(1, 2, 64);
    private static final ProbeTemplate IP = ProbeTemplate.ip(64);

    private static List<ProbeTemplate> templates(Probes probes) {
        return probes.isArp() ? List.of(ETHERNET) : List.of(ETHERNET, IP);
    }

    private static int stride(FrameWriter writer) {
        return writer.frameLengthBytes() + GAP_BYTES;
    }

    private static byte[] slots(FrameWriter writer, byte content) {
        byte[] memory = new byte[ProbeBatch.CAPACITY * stride(writer)];
        Arrays.fill(memory, content);
        return memory;
    }

    /** Writes a whole batch into slots that held something else before. */
    private static byte[] writeAll(FrameWriter writer, ProbeBatch batch, byte content) {
        byte[] memory = slots(writer, content);
        MemorySegment slots = MemorySegment.ofArray(memory);
        writer.write(batch, 0, ProbeBatch.CAPACITY, slots, 0, stride(writer));
        return memory;
    }

    private static byte[] frame(FrameWriter writer, ProbeBatch batch, byte[] memory, int i) {
        int at = i * stride(writer);
        return Arrays.copyOfRange(memory, at, at + writer.frameLengthBytes(batch, i));
    }

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void overwritesTheFrameAndNothingBehindIt(Probes probes) {
        for (ProbeTemplate template : templates(probes)) {
            FrameWriter writer = probes.writer(template, KEY);
            ProbeBatch batch = probes.batch(new SplittableRandom(1));
            byte[] zeros = writeAll(writer, batch, (byte) 0);
            byte[] ones = writeAll(writer, batch, (byte) -1);
            for (int at = 0; at < zeros.length; at++) {
                int i = at / stride(writer);
                boolean isFrame = at % stride(writer) < writer.frameLengthBytes(batch, i);
                assertEquals(isFrame ? zeros[at] : (byte) -1, ones[at], "byte " + at);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void saysHowLongFramesAre(Probes probes) {
        FrameWriter writer = probes.writer(ETHERNET, KEY);
        ProbeBatch batch = probes.batch(new SplittableRandom(7));
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            int lengthBytes = writer.frameLengthBytes(batch, i);
            assertTrue(lengthBytes <= writer.frameLengthBytes());
            assertTrue(!writer.hasOneLength() || lengthBytes == writer.frameLengthBytes());
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void writesABatchInPiecesAsInOne(Probes probes) {
        SplittableRandom random = new SplittableRandom(2);
        FrameWriter writer = probes.writer(ETHERNET, KEY);
        ProbeBatch batch = probes.batch(random);
        int stride = stride(writer);
        byte[] whole = writeAll(writer, batch, (byte) 0);
        byte[] pieces = slots(writer, (byte) 0);
        int from = 0;
        while (from < ProbeBatch.CAPACITY) {
            int count = Math.min(random.nextInt(90), ProbeBatch.CAPACITY - from);
            MemorySegment memory = MemorySegment.ofArray(pieces);
            writer.write(batch, from, count, memory, (long) from * stride, stride);
            from += count;
        }
        assertArrayEquals(whole, pieces);
    }

    /** Another key makes another frame of the same addresses, ports and cookies, but for ARP. */
    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void repeatsAProbeExactly(Probes probes) {
        ProbeBatch batch = probes.batch(new SplittableRandom(3));
        byte[] before = writeAll(probes.writer(ETHERNET, KEY), batch, (byte) 0);
        byte[] after = writeAll(probes.writer(ETHERNET, KEY), batch, (byte) 0);
        assertArrayEquals(before, after);
        if (!probes.isArp()) {
            byte[] other = writeAll(probes.writer(ETHERNET, new CookieKey(5, 7)), batch, (byte) 0);
            assertNotEquals(Arrays.toString(before), Arrays.toString(other));
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void writesTheSamePacketBehindEveryLinkHeader(Probes probes) {
        ProbeBatch batch = probes.batch(new SplittableRandom(4));
        FrameWriter first = probes.writer(ETHERNET, KEY);
        byte[] firstFrames = writeAll(first, batch, (byte) 0);
        for (ProbeTemplate template : templates(probes)) {
            FrameWriter writer = probes.writer(template, KEY);
            byte[] frames = writeAll(writer, batch, (byte) 0);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                byte[] expected = frame(first, batch, firstFrames, i);
                byte[] frame = frame(writer, batch, frames, i);
                assertArrayEquals(
                        Arrays.copyOfRange(expected, ETHERNET.ipOffsetBytes(), expected.length),
                        Arrays.copyOfRange(frame, template.ipOffsetBytes(), frame.length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void writesRightFrames(Probes probes) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            for (ProbeTemplate template : templates(probes)) {
                FrameWriter writer = probes.writer(template, KEY);
                ProbeBatch batch = probes.batch(random);
                byte[] memory = writeAll(writer, batch, (byte) round);
                for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                    try {
                        byte[] frame = frame(writer, batch, memory, i);
                        new WrittenFrame(probes, template, batch, i, frame).check();
                    } catch (AssertionError e) {
                        throw new AssertionError("seed " + seed + ", probe " + i, e);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sonde.probe.Probes#all")
    void redirectsOneFrameToAnotherNeighbour(Probes probes) {
        FrameWriter writer = probes.writer(ETHERNET, KEY);
        ProbeBatch batch = probes.batch(new SplittableRandom(6));
        byte[] before = writeAll(writer, batch, (byte) 0);
        byte[] after = before.clone();
        int second = stride(writer);
        writer.setDestinationMac(MemorySegment.ofArray(after), second, 0x0200_0000_00FFL);
        assertEquals(
                0x0200_0000_00FFL, Ethernet.destinationMac(MemorySegment.ofArray(after), second));
        System.arraycopy(before, second, after, second, 6);
        assertArrayEquals(before, after);
    }
}
