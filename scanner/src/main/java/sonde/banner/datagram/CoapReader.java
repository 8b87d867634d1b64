// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Locale;
import java.util.Set;

/** CoAP (RFC 7252 section 3): the code of the answer, and which resources there are. */
final class CoapReader implements DatagramReader {

    private static final int VERSION_1 = 1;
    private static final int TOKEN_MAX_BYTES = 8;
    private static final int TYPE_RESET = 3;
    private static final int MARKER = 0xFF;

    @Override
    public Set<String> payloads() {
        return Set.of("coap");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int first = reader.u8();
        int code = reader.u8();
        reader.skip(2);
        int tokenBytes = first & 0xF;
        boolean isReset = (first >>> 4 & 3) == TYPE_RESET && code == 0;
        boolean isResponse = code >>> 5 == 2 || code >>> 5 == 4 || code >>> 5 == 5;
        if (first >>> 6 != VERSION_1 || tokenBytes > TOKEN_MAX_BYTES || reader.isShort()) {
            return false;
        }
        if (!isReset && !isResponse) {
            return false;
        }
        reader.skip(tokenBytes);
        skipOptions(reader);
        Facts facts = new Facts();
        String dotted = String.format(Locale.ROOT, "%d.%02d", code >>> 5, code & 31);
        facts.word(isReset ? "reset" : dotted);
        if (reader.left() > 0) {
            facts.word(reader.restAsText());
        }
        findings.add(Service.COAP, facts);
        return true;
    }

    /** Goes behind the marker of the payload, or to the end; RFC 7252 section 3.1. */
    private static void skipOptions(ByteReader reader) {
        while (reader.left() > 0) {
            int head = reader.u8();
            if (head == MARKER) {
                return;
            }
            extended(reader, head >>> 4);
            reader.skip(extended(reader, head & 0xF));
        }
    }

    private static int extended(ByteReader reader, int nibble) {
        return switch (nibble) {
            case 13 -> 13 + reader.u8();
            case 14 -> 269 + reader.u16();
            default -> nibble;
        };
    }
}
