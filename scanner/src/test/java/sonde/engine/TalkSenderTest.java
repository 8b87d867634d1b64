// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.sys.Errno;
import sonde.tcp.SegmentRing;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class TalkSenderTest {

    private final FakeSink sink = new FakeSink();
    private final Counters counters = new Counters();
    private final SegmentRing first = new SegmentRing(64);
    private final SegmentRing second = new SegmentRing(64);
    private final TalkSender sender = new TalkSender(List.of(first, second), sink, counters);

    /** A frame that is told by its first byte and its length. */
    private static void put(SegmentRing ring, int number) {
        long offset = ring.reserve();
        ring.memory().set(ValueLayout.JAVA_BYTE, offset, (byte) number);
        ring.commit(54 + number % 40);
    }

    private List<Integer> sentNumbers() {
        List<Integer> numbers = new ArrayList<>();
        sink.frames.forEach(frame -> {
            int number = frame.get(ValueLayout.JAVA_BYTE, 0) & 0xFF;
            assertEquals(54 + number % 40, frame.byteSize());
            numbers.add(number);
        });
        return numbers;
    }

    @Test
    void sendsNothingOfNothing() {
        assertEquals(0, sender.send(10));
        assertEquals(0, sink.frames.size());
    }

    @Test
    void sendsNoMoreThanItMay() {
        for (int i = 0; i < 10; i++) {
            put(first, i);
        }
        assertEquals(3, sender.send(3));
        assertEquals(List.of(0, 1, 2), sentNumbers());
        assertEquals(7, sender.send(100));
        assertEquals(10, counters.get(Counter.SEGMENTS_SENT));
    }

    @Test
    void servesAllRings() {
        put(first, 1);
        put(second, 2);
        assertEquals(2, sender.send(10));
        assertEquals(List.of(1, 2), sentNumbers());
    }

    @Test
    void losesAndRepeatsNothingWhereTheKernelTakesFewerOrNone() {
        System.out.println("seed 11");
        Random random = new Random(11);
        List<Integer> expected = new ArrayList<>();
        int next = 0;
        for (int turn = 0; turn < 500; turn++) {
            if (next < 256 && first.hasRoom() && random.nextBoolean()) {
                put(first, next);
                expected.add(next++);
            }
            sink.script.add(random.nextInt(3) == 0 ? -Errno.ENOBUFS : 1 + random.nextInt(3));
            sender.send(1 + random.nextInt(8));
            sink.script.clear();
        }
        while (sender.send(8) > 0) {
            assertTrue(sink.frames.size() <= expected.size());
        }
        assertEquals(expected, sentNumbers());
        assertFalse(sender.isBehind());
    }

    @Test
    void givesUpWhatTheKernelRefusesForGood() {
        put(first, 1);
        put(first, 2);
        sink.script.add(-Errno.EPERM);
        assertEquals(-Errno.EPERM, sender.send(10));
        assertFalse(sender.isBehind());
        assertEquals(2, counters.get(Counter.SEGMENTS_REFUSED));
        put(first, 3);
        assertEquals(1, sender.send(10));
        assertEquals(List.of(3), sentNumbers());
    }
}
