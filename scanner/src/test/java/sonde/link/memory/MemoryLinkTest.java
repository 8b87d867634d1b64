// SPDX-License-Identifier: Apache-2.0
package sonde.link.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.Allocations;
import sonde.link.FrameBatch;
import sonde.link.FrameLinkContract;
import sonde.link.FrameSink;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.Links;
import sonde.link.TestFrames;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

class MemoryLinkTest extends FrameLinkContract {

    private static final long MILLI = 1_000_000L;

    @Override
    protected Far open() {
        List<byte[]> arrived = new ArrayList<>();
        Responder silent =
                (memory, offset, lengthBytes, answers) ->
                        arrived.add(
                                memory.asSlice(offset, lengthBytes).toArray(ValueLayout.JAVA_BYTE));
        MemoryLink link =
                MemoryLink.responding(
                        Framing.ETHERNET, silent, 4096, () -> System.currentTimeMillis() * MILLI);
        return new MemoryFar(link, arrived);
    }

    @Override
    protected boolean isFiltering() {
        return false;
    }

    private record MemoryFar(MemoryLink link, List<byte[]> arrived) implements Far {

        @Override
        public void send(List<byte[]> frames) {
            for (byte[] frame : frames) {
                link.deliver(MemorySegment.ofArray(frame), 0, frame.length);
            }
        }

        @Override
        public List<byte[]> receive(int count) {
            return arrived;
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** Answers each probe twice. */
    private static final Responder ECHO =
            (memory, offset, lengthBytes, answers) -> {
                answers.put(memory, offset, lengthBytes);
                answers.put(memory, offset, lengthBytes);
            };

    @Test
    void answersAreInOrderAndTimedByTheGivenClock() {
        try (Link link = MemoryLink.responding(Framing.IP, ECHO, 100, () -> 42)) {
            List<byte[]> probes = ipProbes(2);
            Links.send(link.sink(), probes);
            FrameBatch batch = new FrameBatch();
            assertEquals(4, link.source().receive(batch));
            List<byte[]> received = new ArrayList<>();
            Links.addTo(received, batch);
            assertFrames(
                    List.of(probes.get(0), probes.get(0), probes.get(1), probes.get(1)), received);
            assertEquals(42, batch.epochNanos[3]);
        }
    }

    @Test
    void answersBeyondTheCapacityAreDroppedAndCounted() {
        try (Link link = MemoryLink.responding(Framing.IP, ECHO, 3, () -> 0)) {
            Links.send(link.sink(), ipProbes(5));
            assertEquals(3, link.source().receive(new FrameBatch()));
            assertEquals(7, link.source().droppedCount());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> MemoryLink.responding(Framing.IP, ECHO, 0, () -> 0));
    }

    @Test
    void framesOfAnyLengthFit() {
        try (MemoryLink link = MemoryLink.responding(Framing.IP, ECHO, 300, () -> 0)) {
            byte[] large = new byte[65_535];
            for (int i = 0; i < 300; i++) {
                large[65_534] = (byte) i;
                link.deliver(MemorySegment.ofArray(large), 0, i % 2 == 0 ? 65_535 : 0);
            }
            List<byte[]> received = Links.receive(link.source(), 300);
            for (int i = 0; i < 300; i += 2) {
                assertEquals((byte) i, received.get(i)[65_534]);
                assertEquals(0, received.get(i + 1).length);
            }
        }
    }

    @Test
    void awaitEndsWhenAFrameComes() throws InterruptedException {
        try (MemoryLink link = MemoryLink.responding(Framing.IP, ECHO, 3, () -> 0)) {
            byte[] frame = ipProbes(1).getFirst();
            Thread sender =
                    Thread.ofPlatform()
                            .start(() -> link.deliver(MemorySegment.ofArray(frame), 0, 40));
            long start = System.nanoTime();
            link.source().await(10_000 * MILLI);
            assertTrue(System.nanoTime() - start < 9_000 * MILLI);
            assertEquals(1, link.source().receive(new FrameBatch()));
            sender.join();
        }
    }

    @Test
    void discardingTakesEverythingAndHasNothing() {
        try (Link link = MemoryLink.discarding(Framing.ETHERNET, 1)) {
            FrameSink sink = link.sink();
            assertEquals(256, sink.slotCountMax());
            Allocations.assertNone(
                    10_000,
                    () -> {
                        if (sink.reserve(256) != 256 || sink.send(256, 54) != 256) {
                            throw new AssertionError();
                        }
                    });
            assertEquals(0, link.source().receive(new FrameBatch()));
            assertEquals(0, link.source().droppedCount());
        }
    }

    @Test
    void tellsItsNameAndFraming() {
        try (Link link = MemoryLink.discarding(Framing.IP, 1)) {
            assertEquals("memory", link.name());
            assertEquals(Framing.IP, link.framing());
        }
    }

    private static List<byte[]> ipProbes(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(number -> TestFrames.probe(Framing.IP, number))
                .toList();
    }
}
