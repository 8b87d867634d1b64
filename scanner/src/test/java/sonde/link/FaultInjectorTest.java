// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.FaultInjector.Faults;
import sonde.link.memory.MemoryLink;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class FaultInjectorTest {

    private static final int FRAME_COUNT = 1000;

    private final List<byte[]> arrived = new ArrayList<>();

    @Test
    void withoutFaultsFramesPassUnchanged() {
        assertEquals(numbers(0, FRAME_COUNT), numbersOf(received(1, Faults.NONE)));
    }

    @Test
    void losesAndDuplicates() {
        int kept = received(1, new Faults(30, 0, 0, 0, 0, 0)).size();
        assertTrue(kept > 600 && kept < 800, kept + " kept");
        int doubled = received(1, new Faults(0, 30, 0, 0, 0, 0)).size();
        assertTrue(doubled > 1200 && doubled < 1400, doubled + " received");
    }

    @Test
    void reordersWithoutLoss() {
        List<Integer> received = numbersOf(received(1, new Faults(0, 0, 20, 0, 0, 0)));
        assertFalse(numbers(0, FRAME_COUNT).equals(received));
        assertEquals(Set.copyOf(numbers(0, FRAME_COUNT)), new HashSet<>(received));
        assertEquals(FRAME_COUNT, received.size());
    }

    @Test
    void truncatesAndCorrupts() {
        List<byte[]> cut = received(1, new Faults(0, 0, 0, 50, 0, 0));
        assertTrue(cut.stream().anyMatch(frame -> frame.length < 40));
        assertTrue(cut.stream().allMatch(frame -> frame.length <= 40));
        List<byte[]> spoilt = received(1, new Faults(0, 0, 0, 0, 50, 0));
        long changed =
                IntStream.range(0, FRAME_COUNT)
                        .filter(i -> !Arrays.equals(probe(i), spoilt.get(i)))
                        .count();
        assertTrue(changed > 400 && changed < 600, changed + " changed");
    }

    @Test
    void theSameSeedDoesTheSame() {
        Faults faults = new Faults(10, 10, 10, 10, 10, 10);
        List<byte[]> once = received(7, faults);
        List<byte[]> again = received(7, faults);
        assertEquals(once.size(), again.size());
        for (int i = 0; i < once.size(); i++) {
            assertArrayEquals(once.get(i), again.get(i));
        }
    }

    /** The caller's part of the contract of {@link FrameSink}: offer again what was not taken. */
    @Test
    void refusedFramesAreOfferedAgainUnchanged() {
        try (Link link = new FaultInjector(memory(), 3, new Faults(0, 0, 0, 0, 0, 60))) {
            FrameSink sink = link.sink();
            int refusals = 0;
            for (int from = 0; from < FRAME_COUNT; from += 20) {
                Links.put(sink, IntStream.range(from, from + 20).mapToObj(i -> probe(i)).toList());
                int left = 20;
                while (left > 0) {
                    int sent = sink.send(left, 40);
                    refusals += sent < left ? 1 : 0;
                    left -= Math.max(sent, 0);
                    if (left > 0) {
                        assertEquals(left, sink.reserve(left));
                    }
                }
            }
            assertTrue(refusals > 50, refusals + " refusals");
        }
        assertEquals(numbers(0, FRAME_COUNT), numbersOf(arrived));
    }

    private List<byte[]> received(long seed, Faults faults) {
        try (MemoryLink memory = memory();
                Link link = new FaultInjector(memory, seed, faults)) {
            for (int i = 0; i < FRAME_COUNT; i++) {
                memory.deliver(MemorySegment.ofArray(probe(i)), 0, 40);
            }
            List<byte[]> frames = new ArrayList<>();
            FrameBatch batch = new FrameBatch();
            while (link.source().receive(batch) > 0) {
                Links.addTo(frames, batch);
            }
            return frames;
        }
    }

    private MemoryLink memory() {
        return MemoryLink.responding(
                Framing.IP,
                (memory, offset, length, answers) ->
                        arrived.add(memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)),
                FRAME_COUNT,
                () -> 0);
    }

    private static byte[] probe(int number) {
        return TestFrames.probe(Framing.IP, number);
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** The sequence number is the number of the probe. */
    private static List<Integer> numbersOf(List<byte[]> frames) {
        return frames.stream().map(frame -> java.nio.ByteBuffer.wrap(frame).getInt(24)).toList();
    }
}
