// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class ByteReaderTest {

    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    private static ByteReader reader() {
        return new ByteReader(BYTES, 8);
    }

    @Test
    void readsBothOrders() {
        assertEquals(0x0102, reader().u16());
        assertEquals(0x0201, reader().u16le());
        assertEquals(0x030201, reader().u24le());
        assertEquals(0x01020304L, reader().u32());
        assertEquals(0x04030201L, reader().u32le());
        assertEquals(0x0807060504030201L, reader().i64le());
        assertEquals(0xFFFF_FFFFL, new ByteReader(new byte[] {-1, -1, -1, -1}, 4).u32le());
    }

    @Test
    void isShortBeyondTheRangeThoughTheArrayGoesOn() {
        ByteReader reader = reader();
        reader.skip(7);
        assertEquals(0, reader.u16());
        assertTrue(reader.isShort());
        assertEquals(0, reader.left());
    }

    @Test
    void staysWithinTheRangeWhateverTheLength() {
        for (long length : new long[] {-1, 9, 0xFFFF_FFFFL, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ByteReader reader = reader();
            assertEquals(0, reader.take(length).left());
            assertTrue(reader.isShort());
            ByteReader skipping = reader();
            skipping.skip(1);
            skipping.skip(length);
            assertTrue(skipping.isShort());
            assertEquals(0, reader().part(length, 1).left());
            assertEquals(0, reader().part(0, length).left());
        }
    }

    @Test
    void takesPartsWithoutLosingItsPlace() {
        ByteReader reader = reader();
        reader.skip(2);
        ByteReader taken = reader.take(4);
        assertEquals(3, taken.u8());
        assertEquals(4, taken.part(1, 2).u8());
        assertEquals(1, taken.position());
        assertEquals(7, reader.u8());
        assertFalse(reader.isShort());
    }

    @Test
    void readsTextToItsNulOrTheEnd() {
        byte[] text = "ab\0cd".getBytes(StandardCharsets.US_ASCII);
        ByteReader reader = new ByteReader(text, text.length);
        assertEquals("ab", reader.textToNul());
        assertEquals("cd", reader.textToNul());
        assertEquals("", reader.textToNul());
        byte[] wide = {'a', 0, 'b', 0, 0, 0, 'c', 0, 'd'};
        ByteReader words = new ByteReader(wide, wide.length);
        assertEquals("ab", words.utf16ToNul());
        assertEquals("c", words.utf16ToNul());
    }

    @Test
    void readsVarintsOfSoManyBytesOnly() {
        assertEquals(300, new ByteReader(new byte[] {(byte) 0xAC, 2}, 2).varint(5));
        ByteReader endless = new ByteReader(new byte[] {-1, -1, -1, -1, -1, -1}, 6);
        assertEquals(0, endless.varint(5));
        assertTrue(endless.isShort());
    }

    @Test
    void findsBytes() {
        assertEquals(3, reader().find(new byte[] {4, 5}));
        assertEquals(-1, reader().find(new byte[] {8, 9}));
    }

    @Test
    void saysHowFarABeginningAgrees() {
        assertEquals(Match.YES, ByteReader.begins(BYTES, 2, new byte[] {1, 2}));
        assertEquals(Match.PARTIAL, ByteReader.begins(BYTES, 1, new byte[] {1, 2}));
        assertEquals(Match.NO, ByteReader.begins(BYTES, 1, new byte[] {2}));
    }
}
