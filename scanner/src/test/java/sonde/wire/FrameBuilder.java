// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Puts frames together for tests, by the byte. */
final class FrameBuilder {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds bytes in hexadecimal; spaces are for the reader. */
    FrameBuilder hex(String text) {
        bytes.writeBytes(HexFormat.of().parseHex(text.replace(" ", "")));
        return this;
    }

    FrameBuilder bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** Adds an Ethernet header. */
    FrameBuilder ethernet(int type) {
        return hex("020000000001 020000000002").hex("%04x".formatted(type));
    }

    /** Adds what a VLAN tag has behind the EtherType that announces it. */
    FrameBuilder vlan(int control, int type) {
        return hex("%04x%04x".formatted(control, type));
    }

    /** Adds an IPv4 header from 198.18.0.1 to 198.18.0.2, TTL 57, identification 0xABCD. */
    FrameBuilder ipv4(int protocol, int bodyLengthBytes) {
        return hex("4500 %04x abcd 4000 39 %02x 0000".formatted(20 + bodyLengthBytes, protocol))
                .hex("c6120001 c6120002");
    }

    /** Adds an IPv6 header from 2001:db8::1 to 2001:db8::2, hop limit 57, flow label 0xABCDE. */
    FrameBuilder ipv6(int nextHeader, int payloadLengthBytes) {
        return hex("600abcde %04x %02x 39".formatted(payloadLengthBytes, nextHeader))
                .hex("20010db8 00000000 00000000 00000001")
                .hex("20010db8 00000000 00000000 00000002");
    }

    byte[] build() {
        return bytes.toByteArray();
    }
}
