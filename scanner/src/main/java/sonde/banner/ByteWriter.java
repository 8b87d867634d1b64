// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a message together, from front to back. */
final class ByteWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int length() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** Single bytes, each 0 to 255. */
    ByteWriter u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    /** A 16 bit number, big endian. */
    ByteWriter u16(int value) {
        return u8(value >>> 8, value);
    }

    /** A 16 bit number, little endian. */
    ByteWriter u16le(int value) {
        return u8(value, value >>> 8);
    }

    /** A 32 bit number, big endian. */
    ByteWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** A 32 bit number, little endian. */
    ByteWriter u32le(int value) {
        return u16le(value).u16le(value >>> 16);
    }

    /** A 64 bit number, little endian. */
    ByteWriter u64le(long value) {
        return u32le((int) value).u32le((int) (value >>> 32));
    }

    ByteWriter zeros(int count) {
        return bytes(new byte[count]);
    }

    ByteWriter bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Text of UTF-8, without a NUL. */
    ByteWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Text of UTF-8 and a NUL. */
    ByteWriter textAndNul(String text) {
        return text(text).u8(0);
    }

    /** Text of UTF-16, little endian, and a NUL. */
    ByteWriter utf16AndNul(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_16LE)).u16le(0);
    }
}
