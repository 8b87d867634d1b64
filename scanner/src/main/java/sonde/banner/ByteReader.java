// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a range of bytes from front to back. Whatever lengths the bytes claim, nothing is read
 * beyond the range and nothing is thrown: what isn't there reads as 0 or as empty, and the reader
 * is <em>short</em> from then on.
 */
public final class ByteReader {

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;
    private boolean isShort;

    /** A reader of the first {@code length} bytes. */
    public ByteReader(byte[] bytes, int length) {
        this(bytes, 0, Math.min(length, bytes.length));
    }

    private ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    /** A reader of what a server has sent so far. */
    public static ByteReader of(Talk talk) {
        return new ByteReader(talk.input(), talk.inputLength());
    }

    /** How far bytes agree with a constant beginning: NO, PARTIAL or YES. */
    public static Match begins(byte[] input, int length, byte[] beginning) {
        int count = Math.min(length, beginning.length);
        if (!Arrays.equals(input, 0, count, beginning, 0, count)) {
            return Match.NO;
        }
        return count < beginning.length ? Match.PARTIAL : Match.YES;
    }

    /** Whether more was asked for than was there. */
    public boolean isShort() {
        return isShort;
    }

    /** How many bytes are left. */
    public int left() {
        return end - at;
    }

    /** How many bytes have been read. */
    public int position() {
        return at - start;
    }

    /** Goes to a position counted from the range's beginning. */
    public void seek(long position) {
        if (position < 0 || position > end - start) {
            giveUp();
        } else {
            at = start + (int) position;
        }
    }

    public void skip(long count) {
        seek(count < 0 ? -1 : position() + count);
    }

    private void giveUp() {
        isShort = true;
        at = end;
    }

    private boolean lacks(int count) {
        if (left() < count) {
            giveUp();
            return true;
        }
        return false;
    }

    /** The next byte, 0 to 255, without going on. */
    public int peek() {
        return left() == 0 ? 0 : bytes[at] & 0xFF;
    }

    /** An unsigned byte. */
    public int u8() {
        return lacks(1) ? 0 : bytes[at++] & 0xFF;
    }

    /** An unsigned 16 bit number, big endian. */
    public int u16() {
        return lacks(2) ? 0 : u8() << 8 | u8();
    }

    /** An unsigned 16 bit number, little endian. */
    public int u16le() {
        return lacks(2) ? 0 : u8() | u8() << 8;
    }

    /** An unsigned 24 bit number, little endian. */
    public int u24le() {
        return lacks(3) ? 0 : u16le() | u8() << 16;
    }

    /** An unsigned 32 bit number, big endian. */
    public long u32() {
        return lacks(4) ? 0 : (long) u16() << 16 | u16();
    }

    /** An unsigned 32 bit number, little endian. */
    public long u32le() {
        return lacks(4) ? 0 : u16le() | (long) u16le() << 16;
    }

    /** A 64 bit number, little endian. */
    public long i64le() {
        return lacks(8) ? 0 : u32le() | u32le() << 32;
    }

    /** A number of seven bits a byte, lowest first; short if it takes more bytes than that. */
    public long varint(int bytesMax) {
        long value = 0;
        for (int i = 0; i < bytesMax; i++) {
            int next = u8();
            value |= (next & 0x7FL) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        giveUp();
        return 0;
    }

    /** A reader of the next bytes, which are passed over; empty if there are fewer. */
    public ByteReader take(long count) {
        if (count < 0 || count > left()) {
            giveUp();
            return new ByteReader(bytes, end, end);
        }
        ByteReader taken = new ByteReader(bytes, at, at + (int) count);
        at += (int) count;
        return taken;
    }

    /** A reader of a part of this range, wherever this one is; empty if it is not within. */
    public ByteReader part(long position, long count) {
        ByteReader whole = new ByteReader(bytes, start, end);
        whole.seek(position);
        return whole.take(count);
    }

    /** The next bytes; empty if there are fewer. */
    public byte[] bytes(long count) {
        ByteReader taken = take(count);
        return Arrays.copyOfRange(bytes, taken.at, taken.end);
    }

    /** All that is left. */
    public byte[] rest() {
        return bytes(left());
    }

    /** All that is left, as UTF-8. */
    public String restAsText() {
        return new String(rest(), StandardCharsets.UTF_8);
    }

    /** All that is left, as UTF-16, little endian. */
    public String restAsUtf16() {
        return new String(rest(), StandardCharsets.UTF_16LE);
    }

    /** Text of so many bytes, UTF-8. */
    public String text(long count) {
        return take(count).restAsText();
    }

    /** Text of UTF-8 up to a NUL, which is passed over, or to the end. */
    public String textToNul() {
        int nul = at;
        while (nul < end && bytes[nul] != 0) {
            nul++;
        }
        String text = text(nul - at);
        at = Math.min(nul + 1, end);
        return text;
    }

    /** Text of UTF-16, little endian, up to a NUL, which is passed over, or to the end. */
    public String utf16ToNul() {
        int nul = at;
        while (nul + 1 < end && (bytes[nul] != 0 || bytes[nul + 1] != 0)) {
            nul += 2;
        }
        String text = take(nul - at).restAsUtf16();
        at = Math.min(nul + 2, end);
        return text;
    }

    /** Where some bytes stand, counted from here; -1 if nowhere. */
    public int find(byte[] wanted) {
        for (int from = at; from + wanted.length <= end; from++) {
            if (Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length)) {
                return from - at;
            }
        }
        return -1;
    }
}
