// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/** IPv4 addresses as host-order {@code int}s: 192.0.2.1 is {@code 0xC0000201}. */
public final class Ipv4Address {

    private Ipv4Address() {}

    /** The dotted quad of a host-order address. */
    public static String toText(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 0xFF)
                + "."
                + (address >>> 8 & 0xFF)
                + "."
                + (address & 0xFF);
    }

    /**
     * Reads a dotted quad: four decimal numbers from 0 to 255, nothing else. A leading zero is
     * refused, because {@code 010} is 8 to some programs and 10 to others (RFC 6943 section 3.1.1).
     *
     * @return the address, in host order
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what
     */
    public static int parse(String text) {
        int address = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int end = part < 3 ? text.indexOf('.', at) : text.length();
            if (end < 0) {
                throw invalid(text, "needs four numbers with dots between");
            }
            address = address << 8 | parseNumber(text, at, end);
            at = end + 1;
        }
        return address;
    }

    private static int parseNumber(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw invalid(text, "'" + digit + "' is not a decimal digit");
            }
            number = number * 10 + (digit - '0');
            if (number > 255) {
                throw invalid(text, "each number is at most 255");
            }
        }
        if (start == end) {
            throw invalid(text, "a number is missing");
        }
        if (text.charAt(start) == '0' && end - start > 1) {
            throw invalid(text, "a number may not begin with 0");
        }
        return number;
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("invalid IPv4 address \"" + text + "\": " + why);
    }
}
