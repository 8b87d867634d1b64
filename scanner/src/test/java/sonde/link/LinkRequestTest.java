// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkRequestTest {

    private static final LinkRequest REQUEST =
            LinkRequest.of("near", TestFilters.ip(TestFrames.OURS, 1, 2));

    @ParameterizedTest
    @CsvSource({"1,64", "54,64", "64,64", "65,128", "129,256", "1500,2048", "2048,2048"})
    void slotsHoldTheLongestFrame(int frameLengthMax, int strideBytes) {
        assertEquals(strideBytes, REQUEST.withLengths(frameLengthMax).strideBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2049, Integer.MAX_VALUE})
    void refusesFramesThatNoSlotHolds(int frameLengthMax) {
        assertThrows(IllegalArgumentException.class, () -> REQUEST.withLengths(frameLengthMax));
    }

    @Test
    void asksForMoreOneByOne() {
        assertTrue(REQUEST.hasOneLength());
        assertFalse(REQUEST.withLengths(100).hasOneLength());
        assertFalse(REQUEST.hasMulticast());
        LinkRequest all = REQUEST.withMulticast().withQueues(new QueueCounts(2, 3));
        assertTrue(all.hasMulticast());
        assertEquals(3, all.queues().receive());
        assertEquals("near", all.interfaceName());
    }
}
