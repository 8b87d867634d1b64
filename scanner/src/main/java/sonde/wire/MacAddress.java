// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.util.HexFormat;

/**
 * 48-bit MAC addresses as {@code long}s, the first byte on the wire in bits 47 to 40: {@code
 * 02:00:00:00:00:01} is {@code 0x0200_0000_0001}.
 */
public final class MacAddress {

    /** Length of an address in bytes. */
    public static final int LENGTH_BYTES = 6;

    private static final HexFormat TEXT = HexFormat.ofDelimiter(":");
    private static final int DIGITS = 2 * LENGTH_BYTES;

    private MacAddress() {}

    /** Six pairs of lower-case hexadecimal digits with colons between. */
    public static String toText(long mac) {
        return TEXT.formatHex(toBytes(mac));
    }

    /** The six bytes as on the wire. */
    public static byte[] toBytes(long mac) {
        byte[] bytes = new byte[LENGTH_BYTES];
        for (int i = 0; i < LENGTH_BYTES; i++) {
            bytes[i] = (byte) (mac >>> (8 * (LENGTH_BYTES - 1 - i)));
        }
        return bytes;
    }

    /**
     * The address whose six bytes on the wire these are.
     *
     * @throws IllegalArgumentException if there are not six
     */
    public static long ofBytes(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        long mac = 0;
        for (byte b : bytes) {
            mac = mac << 8 | (b & 0xFF);
        }
        return mac;
    }

    /**
     * Reads twelve hexadecimal digits in groups of equal length with one kind of separator between:
     * {@code 02:00:00:00:00:01}, {@code 02-00-00-00-00-01}, {@code 0200.0000.0001}; or without any.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what
     */
    public static long parse(String text) {
        int separatorAt = 0;
        while (separatorAt < text.length() && isHexDigit(text.charAt(separatorAt))) {
            separatorAt++;
        }
        int group = separatorAt;
        char separator = group < text.length() ? text.charAt(group) : ':';
        if (separator != ':' && separator != '-' && separator != '.') {
            throw invalid(text, "'" + separator + "' is neither a hexadecimal digit nor : - .");
        }
        if (group == 0 || group % 2 != 0 || DIGITS % group != 0) {
            throw invalid(text, "needs groups of 2, 4 or 6 hexadecimal digits");
        }
        if (text.length() != DIGITS + DIGITS / group - 1) {
            throw invalid(text, "needs 12 hexadecimal digits");
        }
        long mac = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i % (group + 1) == group) {
                if (c != separator) {
                    throw invalid(text, "'" + c + "' where '" + separator + "' is expected");
                }
            } else if (isHexDigit(c)) {
                mac = mac << 4 | HexFormat.fromHexDigit(c);
            } else {
                throw invalid(text, "'" + c + "' is not a hexadecimal digit");
            }
        }
        return mac;
    }

    private static boolean isHexDigit(char c) {
        return HexFormat.isHexDigit(c);
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("invalid MAC address \"" + text + "\": " + why);
    }
}
