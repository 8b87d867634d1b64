// SPDX-License-Identifier: Apache-2.0
package sonde.zstd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;

class FrameStartTest {

    private static final String MAGIC = "28b52ffd";

    private static byte[] start(String rest) {
        return HexFormat.of().parseHex(MAGIC + rest);
    }

    private static void assertWindow(long expectedBytes, String rest) {
        byte[] start = start(rest);
        assertEquals(start.length, FrameStart.lengthBytes(start[4]));
        assertEquals(expectedBytes, FrameStart.windowBytes(start), rest);
    }

    @Test
    void readsWindows() {
        assertWindow(1 << 10, "0000");
        assertWindow((1 << 10) + 7 * 128, "0007");
        assertWindow(8 << 20, "0068");
        assertWindow((8 << 20) + (1 << 20), "0069");
        assertWindow(15L << 38, "00ff");
        assertWindow(2 << 20, "8058ffffffff");
        assertWindow(1 << 10, "0300ffffffff");
    }

    @Test
    void readsSizesOfSingleSegments() {
        assertWindow(0, "2000");
        assertWindow(255, "20ff");
        assertWindow(256, "600000");
        assertWindow(65_791, "60ffff");
        assertWindow(0xFFFF_FFFFL, "a0ffffffff");
        assertWindow(1L << 40, "e00000000000010000");
        assertWindow(Long.MAX_VALUE, "e0ffffffffffffffff");
        assertWindow(Long.MAX_VALUE, "e00000000000000080");
        assertWindow(7, "23ffffffff07");
    }

    @Test
    void knowsTheLongestAndTheShortest() {
        int[] lengths = new int[256];
        Arrays.setAll(lengths, FrameStart::lengthBytes);
        assertEquals(FrameStart.LONGEST_BYTES, Arrays.stream(lengths).max().orElseThrow());
        assertTrue(Arrays.stream(lengths).min().orElseThrow() > FrameStart.SHORTEST_BYTES);
    }

    @Test
    void tellsWhetherThereIsAChecksum() {
        assertTrue(FrameStart.hasChecksum(0x64));
        assertFalse(FrameStart.hasChecksum(0x60));
    }
}
