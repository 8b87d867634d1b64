// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sonde.wire.Checksum;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What every kind of probe in the registry owes. */
class FrameWriterContractTest {

    private static final int STRIDE = 128;
    private static final CookieKey KEY = new CookieKey(5, 6);
    private static final ProbeTemplate ETHERNET = ProbeTemplate.ethernet(1, 2, 64);
    private static final ProbeTemplate IP = ProbeTemplate.ip(64);

    private static byte[] slots(int count, byte content) {
        byte[] memory = new byte[count * STRIDE];
        Arrays.fill(memory, content);
        return memory;
    }

    /** Writes a whole batch into slots that held something else before. */
    private static byte[] writeAll(FrameWriter writer, ProbeBatch batch, byte content) {
        byte[] memory = slots(ProbeBatch.CAPACITY, content);
        writer.write(batch, 0, ProbeBatch.CAPACITY, MemorySegment.ofArray(memory), 0, STRIDE);
        return memory;
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void overwritesTheFrameAndNothingBehindIt(ProbeKind kind) {
        for (ProbeTemplate template : new ProbeTemplate[] {ETHERNET, IP}) {
            FrameWriter writer = kind.writer(template, KEY);
            ProbeBatch batch = Batches.random(new SplittableRandom(1));
            byte[] zeros = writeAll(writer, batch, (byte) 0);
            byte[] ones = writeAll(writer, batch, (byte) -1);
            for (int i = 0; i < zeros.length; i++) {
                boolean isFrame = i % STRIDE < writer.frameLengthBytes();
                assertEquals(isFrame ? zeros[i] : (byte) -1, ones[i], "byte " + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void writesABatchInPiecesAsInOne(ProbeKind kind) {
        SplittableRandom random = new SplittableRandom(2);
        FrameWriter writer = kind.writer(ETHERNET, KEY);
        ProbeBatch batch = Batches.random(random);
        byte[] whole = writeAll(writer, batch, (byte) 0);
        byte[] pieces = slots(ProbeBatch.CAPACITY, (byte) 0);
        int from = 0;
        while (from < ProbeBatch.CAPACITY) {
            int count = Math.min(random.nextInt(90), ProbeBatch.CAPACITY - from);
            MemorySegment memory = MemorySegment.ofArray(pieces);
            writer.write(batch, from, count, memory, (long) from * STRIDE, STRIDE);
            from += count;
        }
        assertArrayEquals(whole, pieces);
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void repeatsAProbeExactly(ProbeKind kind) {
        ProbeBatch batch = Batches.random(new SplittableRandom(3));
        byte[] before = writeAll(kind.writer(ETHERNET, KEY), batch, (byte) 0);
        byte[] after = writeAll(kind.writer(ETHERNET, KEY), batch, (byte) 0);
        assertArrayEquals(before, after);
        byte[] otherKey = writeAll(kind.writer(ETHERNET, new CookieKey(5, 7)), batch, (byte) 0);
        assertNotEquals(Arrays.toString(before), Arrays.toString(otherKey));
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void writesTheSamePacketBehindEveryLinkHeader(ProbeKind kind) {
        ProbeBatch batch = Batches.random(new SplittableRandom(4));
        FrameWriter plain = kind.writer(IP, KEY);
        byte[] packets = writeAll(plain, batch, (byte) 0);
        byte[] frames = writeAll(kind.writer(ETHERNET, KEY), batch, (byte) 0);
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            int packet = i * STRIDE;
            int frame = packet + Ethernet.HEADER_LENGTH_BYTES;
            assertArrayEquals(
                    Arrays.copyOfRange(packets, packet, packet + plain.frameLengthBytes()),
                    Arrays.copyOfRange(frames, frame, frame + plain.frameLengthBytes()));
        }
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void writesRightIpHeaders(ProbeKind kind) {
        FrameWriter writer = kind.writer(IP, KEY);
        ProbeBatch batch = Batches.random(new SplittableRandom(5));
        MemorySegment memory = MemorySegment.ofArray(writeAll(writer, batch, (byte) 0));
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            long packet = (long) i * STRIDE;
            assertEquals(0, Checksum.of(memory, packet, Ipv4.HEADER_LENGTH_BYTES));
            assertEquals(writer.frameLengthBytes(), Ipv4.totalLengthBytes(memory, packet));
            assertEquals(batch.address[i], Ipv4.destination(memory, packet));
            assertEquals(batch.sourceAddress[i], Ipv4.source(memory, packet));
        }
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void redirectsOneFrameToAnotherNeighbour(ProbeKind kind) {
        FrameWriter writer = kind.writer(ETHERNET, KEY);
        ProbeBatch batch = Batches.random(new SplittableRandom(6));
        byte[] before = writeAll(writer, batch, (byte) 0);
        byte[] after = before.clone();
        writer.setDestinationMac(MemorySegment.ofArray(after), STRIDE, 0x0200_0000_00FFL);
        assertEquals(
                0x0200_0000_00FFL, Ethernet.destinationMac(MemorySegment.ofArray(after), STRIDE));
        System.arraycopy(before, STRIDE, after, STRIDE, 6);
        assertArrayEquals(before, after);
    }
}
