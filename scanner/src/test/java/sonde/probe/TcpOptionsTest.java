// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

class TcpOptionsTest {

    private static final OptionalInt NO_MSS = OptionalInt.of(TcpOptions.NO_MSS);
    private static final OptionalLong TIMESTAMP = OptionalLong.of(0xFEDC_BA98L);
    private static final OptionalInt SCALE = OptionalInt.of(7);

    /** Each option with and without each other. */
    static List<TcpOptions> all() {
        List<TcpOptions> all = new ArrayList<>();
        for (OptionalInt mss : List.of(OptionalInt.empty(), OptionalInt.of(536), NO_MSS)) {
            for (boolean sack : new boolean[] {false, true}) {
                for (OptionalLong timestamp : List.of(OptionalLong.empty(), TIMESTAMP)) {
                    for (OptionalInt scale : List.of(OptionalInt.empty(), SCALE)) {
                        all.add(new TcpOptions(mss, sack, timestamp, scale));
                    }
                }
            }
        }
        return all;
    }

    /** None, all, and some that are padded in each way. */
    static List<TcpOptions> some() {
        OptionalLong none = OptionalLong.empty();
        return List.of(
                new TcpOptions(NO_MSS, false, none, OptionalInt.empty()),
                new TcpOptions(OptionalInt.of(1400), true, TIMESTAMP, SCALE),
                new TcpOptions(NO_MSS, true, none, SCALE),
                new TcpOptions(OptionalInt.of(1), false, TIMESTAMP, OptionalInt.empty()));
    }

    private static String written(TcpOptions options) {
        byte[] bytes = new byte[options.lengthBytes()];
        options.write(MemorySegment.ofArray(bytes), 0, 1460);
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static TcpOptions of(OptionalInt mss, boolean sack, long timestamp, int scale) {
        return new TcpOptions(
                mss,
                sack,
                timestamp < 0 ? OptionalLong.empty() : OptionalLong.of(timestamp),
                scale < 0 ? OptionalInt.empty() : OptionalInt.of(scale));
    }

    /** Compared with SYNs of Linux. */
    @Test
    void areLaidOutAsLinuxHasThem() {
        OptionalInt usual = OptionalInt.empty();
        assertEquals("02 04 05 b4", written(TcpOptions.USUAL));
        assertEquals("", written(of(NO_MSS, false, -1, -1)));
        assertEquals(
                "02 04 05 b4 04 02 08 0a 00 00 00 05 00 00 00 00 01 03 03 07",
                written(of(usual, true, 5, 7)));
        assertEquals("02 04 05 b4 01 01 04 02 01 03 03 0e", written(of(usual, true, -1, 14)));
        assertEquals(
                "02 04 00 40 01 01 08 0a ff ff ff ff 00 00 00 00",
                written(of(OptionalInt.of(64), false, 0xFFFF_FFFFL, -1)));
        assertEquals("01 03 03 00", written(of(NO_MSS, false, -1, 0)));
    }

    @Test
    void fillWholeWords() {
        for (TcpOptions options : all()) {
            assertEquals(0, options.lengthBytes() % 4, options.toString());
            written(options);
        }
        assertEquals(24, all().size());
    }

    @Test
    void saysWhatConversationsMustKnow() {
        assertFalse(of(OptionalInt.of(100), true, -1, -1).changeConversations());
        assertTrue(of(NO_MSS, false, 0, -1).changeConversations());
        assertTrue(of(NO_MSS, false, -1, 0).changeConversations());
        assertEquals(
                of(OptionalInt.of(100), true, -1, -1),
                of(OptionalInt.of(100), true, 1, 2).forConversations());
    }

    @Test
    void refusesWhatDoesNotFit() {
        OptionalInt usual = OptionalInt.empty();
        assertThrows(
                IllegalArgumentException.class, () -> of(OptionalInt.of(65_536), false, -1, -1));
        assertThrows(IllegalArgumentException.class, () -> of(OptionalInt.of(-2), false, -1, -1));
        assertThrows(IllegalArgumentException.class, () -> of(usual, false, 1L << 32, -1));
        assertThrows(IllegalArgumentException.class, () -> of(usual, false, -1, 15));
    }
}
