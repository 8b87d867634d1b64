// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class FrameOrderTest {

    @Test
    void tellsLossFromReordering() {
        FrameOrder lossy = order(frames(0, 1, 2, 3, 4, 5), frames(0, 3, 5));
        assertTrue(lossy.isSubsequence());
        assertEquals(3, lossy.missingCount());
        assertEquals(
                "3 frames of 6; missing: 1-2 4; late: none; strange, by place: none",
                lossy.toString());

        FrameOrder mixed = order(frames(0, 1, 2, 3), frames(0, 2, 3, 1));
        assertFalse(mixed.isSubsequence());
        assertEquals(
                "4 frames of 4; missing: none; late: 1; strange, by place: none", mixed.toString());
    }

    @Test
    void findsWhatWasNotExpected() {
        FrameOrder twice = order(frames(0, 1), frames(0, 0, 1, 9));
        assertFalse(twice.isSubsequence());
        assertEquals(
                "4 frames of 2; missing: none; late: none; strange, by place: 1 3",
                twice.toString());
    }

    @Test
    void takesEqualFramesInOrder() {
        FrameOrder order = order(frames(7, 7, 8, 8), frames(7, 7, 8));
        assertTrue(order.isSubsequence());
        assertEquals(1, order.missingCount());
    }

    private static FrameOrder order(List<byte[]> expected, List<byte[]> actual) {
        return FrameOrder.of(expected, actual);
    }

    private static List<byte[]> frames(int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> new byte[] {(byte) number}).toList();
    }
}
