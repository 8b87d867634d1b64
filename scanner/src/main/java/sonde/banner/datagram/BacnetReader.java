// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** BACnet/IP (ASHRAE 135 annex J): the name of a device, or how it refused. */
final class BacnetReader implements DatagramReader {

    private static final int BVLC = 0x810A;
    private static final int HEADER_BYTES = 6;
    private static final int COMPLEX_ACK = 3;
    private static final int ERROR = 5;
    private static final int ABORT = 7;

    /** The opening tag of the value, and a string of five bytes or more, in ANSI X3.4 or UTF-8. */
    private static final int VALUE = 0x3E;

    private static final int LONG_STRING = 0x75;
    private static final int STRING = 0x70;

    @Override
    public Set<String> payloads() {
        return Set.of("bacnet");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int begin = reader.u16();
        reader.seek(HEADER_BYTES);
        int kind = reader.u8() >>> 4;
        if (begin != BVLC || reader.isShort() || kind < COMPLEX_ACK || kind > ABORT) {
            return false;
        }
        Facts facts = new Facts();
        if (kind == COMPLEX_ACK) {
            facts.word("device").put("name", name(reader));
        } else {
            facts.word(kind == ERROR ? "error" : kind == ABORT ? "abort" : "reject");
        }
        findings.add(Service.BACNET, facts);
        return true;
    }

    private static String name(ByteReader reader) {
        int at = reader.find(new byte[] {VALUE});
        if (at < 0) {
            return "";
        }
        reader.skip(at + 1L);
        int tag = reader.u8();
        int length = tag == LONG_STRING ? reader.u8() : tag - STRING;
        if (length < 1 || length > reader.left()) {
            return "";
        }
        reader.skip(1);
        return reader.text(length - 1L);
    }
}
