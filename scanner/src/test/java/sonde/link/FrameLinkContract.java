// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every link does. Each implementation runs it, with a far side that sees what was sent and
 * sends frames back.
 */
public abstract class FrameLinkContract {

    /** How many frames of a flood are sent before the source is emptied. */
    protected static final int FLOOD_PIECE_FRAMES = 50;

    private static final int FLOOD_PIECES = 40;
    private static final long MILLI = 1_000_000L;

    private Far far;
    private Link link;

    /** The other end of a link. */
    public interface Far extends AutoCloseable {

        /** The link under test. */
        Link link();

        /** Sends frames to the link. */
        void send(List<byte[]> frames);

        /** What has come from the link; waits for {@code count} frames. */
        List<byte[]> receive(int count);

        @Override
        void close();
    }

    /** Opens a link for {@link TestFrames#OURS} and its far side. */
    protected abstract Far open() throws Exception;

    /** Whether the link lets through answers to us only. */
    protected boolean isFiltering() {
        return true;
    }

    /** How much shorter than a slot the longest frame is, in bytes. */
    protected int slotLossBytes() {
        return 0;
    }

    /** Whether frames handed over together must have one length. */
    protected boolean hasOneLength() {
        return false;
    }

    /** The far side of the running test. */
    protected final Far far() {
        return far;
    }

    @BeforeEach
    final void openBoth() throws Exception {
        far = open();
        link = far.link();
    }

    @AfterEach
    final void closeBoth() {
        if (far != null) {
            far.close();
        }
    }

    @Test
    void slotsAreWideEnoughAndAPowerOfTwoApart() {
        FrameSink sink = link.sink();
        assertEquals(1, Integer.bitCount(sink.slotStrideBytes()));
        assertTrue(sink.slotStrideBytes() >= 64);
        assertTrue(sink.slotCountMax() >= 64);
        int count = sink.reserve(sink.slotCountMax());
        assertEquals(sink.slotCountMax(), count);
        long end = sink.reservedOffset() + (long) count * sink.slotStrideBytes();
        assertTrue(end - slotLossBytes() <= sink.memory().byteSize());
    }

    @Test
    void framesArriveWholeAndInOrder() {
        List<byte[]> probes = probes(0, 64);
        Links.send(link.sink(), probes);
        assertFrames(probes, far.receive(64));
    }

    @Test
    void batchesFollowEachOther() {
        List<byte[]> all = new ArrayList<>();
        for (int size : new int[] {1, 64, 3, 32, 1}) {
            List<byte[]> batch = probes(all.size(), size);
            Links.send(link.sink(), batch);
            all.addAll(batch);
        }
        assertFrames(all, far.receive(all.size()));
    }

    @Test
    void framesOfUnequalLengthArriveWhole() {
        List<byte[]> probes =
                IntStream.range(0, 64)
                        .mapToObj(n -> TestFrames.probe(link.framing(), n, n * 7 % 60))
                        .toList();
        int[] lengths = probes.stream().mapToInt(probe -> probe.length).toArray();
        Links.put(link.sink(), probes);
        if (hasOneLength()) {
            assertThrows(UnsupportedOperationException.class, () -> link.sink().send(64, lengths));
            return;
        }
        assertEquals(64, link.sink().send(64, lengths));
        Links.send(link.sink(), probes(64, 3));
        List<byte[]> all = new ArrayList<>(probes);
        all.addAll(probes(64, 3));
        assertFrames(all, far.receive(all.size()));
    }

    @Test
    void lessThanTheReservationMayBeSent() {
        List<byte[]> probes = probes(0, 8);
        Links.put(link.sink(), probes);
        assertEquals(3, link.sink().send(3, probes.getFirst().length));
        Links.send(link.sink(), probes.subList(3, 8));
        assertFrames(probes, far.receive(8));
    }

    @Test
    void answersAreReceivedWithTheirTime() {
        List<byte[]> answers = answers(0, 5);
        long before = System.currentTimeMillis() * MILLI;
        far.send(answers);
        FrameBatch batch = new FrameBatch();
        List<byte[]> received = new ArrayList<>();
        for (int tries = 0; received.size() < 5 && tries < 300; tries++) {
            link.source().await(10 * MILLI);
            link.source().receive(batch);
            Links.addTo(received, batch);
            for (int i = 0; i < batch.count; i++) {
                long age = batch.epochNanos[i] - before;
                assertTrue(age >= -MILLI && age < 10_000 * MILLI, age + " ns");
            }
        }
        assertFrames(answers, received);
    }

    /**
     * After each piece the source is emptied, as a receive agent does. So however long the sender
     * or the kernel is held up in between, no more than one piece is ever unread, save what the
     * kernel still collects: a ring of more blocks than a piece has frames can't overflow, even if
     * each frame gets a block of its own.
     */
    @Test
    void aFloodComesInBatches() {
        int total = FLOOD_PIECES * FLOOD_PIECE_FRAMES;
        long backlogDropsBefore = BacklogDrops.count();
        List<byte[]> received = new ArrayList<>();
        FrameBatch batch = new FrameBatch();
        for (int from = 0; from < total; from += FLOOD_PIECE_FRAMES) {
            far.send(answers(from, FLOOD_PIECE_FRAMES));
            while (link.source().receive(batch) > 0) {
                Links.addTo(received, batch);
            }
        }
        received.addAll(Links.receive(link.source(), total - received.size()));
        FrameOrder order = FrameOrder.of(answers(0, total), received);
        assertEquals(0, link.source().droppedCount(), order::toString);
        if (order.isSubsequence()) {
            BacklogDrops.skipIfTheyExplain(order.missingCount(), backlogDropsBefore);
        }
        assertFrames(answers(0, total), received);
    }

    @Test
    void framesStayInPlaceUntilTheNextReceive() {
        far.send(answers(0, 1));
        FrameBatch batch = new FrameBatch();
        for (int tries = 0; link.source().receive(batch) == 0 && tries < 300; tries++) {
            link.source().await(10 * MILLI);
        }
        far.send(answers(1, 50));
        link.source().await(10 * MILLI);
        assertArrayEquals(answers(0, 1).getFirst(), Links.copy(batch, 0));
    }

    @Test
    void nothingIsReceivedFromSilence() {
        FrameBatch batch = new FrameBatch();
        batch.count = 7;
        assertEquals(0, link.source().receive(batch));
        assertEquals(0, batch.count);
        long start = System.nanoTime();
        link.source().await(20 * MILLI);
        long waited = System.nanoTime() - start;
        assertTrue(waited >= 19 * MILLI && waited < 2_000 * MILLI, waited + " ns");
        assertEquals(0, link.source().receive(batch));
    }

    @Test
    void ownFramesAndForeignOnesAreNotReceived() {
        if (!isFiltering()) {
            return;
        }
        // What we send looks like an answer to us: only its direction tells.
        Links.send(link.sink(), answers(0, 4));
        far.send(List.of(TestFrames.foreign(link.framing())));
        far.send(answers(9, 1));
        assertFrames(answers(9, 1), Links.receive(link.source(), 1));
        assertFrames(List.of(), receiveFor(30 * MILLI));
    }

    @Test
    void closingTwiceIsClosingOnce() {
        link.close();
        link.close();
    }

    private List<byte[]> receiveFor(long nanos) {
        List<byte[]> frames = new ArrayList<>();
        FrameBatch batch = new FrameBatch();
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            link.source().await(10 * MILLI);
            link.source().receive(batch);
            Links.addTo(frames, batch);
        }
        return frames;
    }

    /** Probes of ours, numbered from {@code first}. */
    protected final List<byte[]> probes(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> TestFrames.probe(link.framing(), number))
                .toList();
    }

    /** Answers of theirs, numbered from {@code first}. */
    protected final List<byte[]> answers(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> TestFrames.answer(link.framing(), number))
                .toList();
    }

    /** Compares frame by frame; what it says of a difference tells loss from reordering. */
    protected static void assertFrames(List<byte[]> expected, List<byte[]> actual) {
        FrameOrder order = FrameOrder.of(expected, actual);
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            int place = i;
            assertArrayEquals(
                    expected.get(i), actual.get(i), () -> "frame " + place + "; " + order);
        }
        assertEquals(expected.size(), actual.size(), order::toString);
    }
}
