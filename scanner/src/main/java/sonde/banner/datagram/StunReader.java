// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;
import sonde.wire.IpAddress;

import java.util.Set;

/** STUN (RFC 8489 section 14): what the server runs, and from where it heard us. */
final class StunReader implements DatagramReader {

    private static final int MAGIC = 0x2112A442;
    private static final int CLASS_MASK = 0x3110;
    private static final int SUCCESS = 0x0100;
    private static final int ERROR = 0x0110;
    private static final int ERROR_CODE = 0x0009;
    private static final int MAPPED = 0x0020;
    private static final int SOFTWARE = 0x8022;

    @Override
    public Set<String> payloads() {
        return Set.of("stun");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int type = reader.u16();
        reader.skip(2);
        long magic = reader.u32();
        int kind = type & CLASS_MASK;
        if (reader.isShort() || magic != MAGIC || (kind != SUCCESS && kind != ERROR)) {
            return false;
        }
        long transactionHigh = reader.u32();
        long transactionLow = (reader.u32() << Integer.SIZE) | reader.u32();
        Facts facts = new Facts().word(kind == SUCCESS ? "success" : "error");
        while (reader.left() >= 4) {
            int attribute = reader.u16();
            int length = reader.u16();
            ByteReader value = reader.take(length);
            reader.skip(Math.min(reader.left(), -length & 3));
            switch (attribute) {
                case SOFTWARE -> facts.put("software", value.restAsText());
                case MAPPED -> facts.put("mapped", mapped(value, transactionHigh, transactionLow));
                case ERROR_CODE -> {
                    value.skip(2);
                    facts.put("code", (value.u8() & 7) * 100 + value.u8());
                }
                default -> {}
            }
        }
        findings.add(Service.STUN, facts);
        return true;
    }

    /** RFC 8489 section 14.2: an IPv6 address is hidden by the transaction id too. */
    private static String mapped(ByteReader value, long transactionHigh, long transactionLow) {
        value.skip(1);
        boolean isIpv4 = value.u8() == 1;
        int port = value.u16() ^ (MAGIC >>> 16);
        long first = value.u32() ^ MAGIC;
        if (isIpv4) {
            return value.isShort() ? "" : IpAddress.ofIpv4((int) first) + ":" + port;
        }
        long high = (first << Integer.SIZE) | (value.u32() ^ transactionHigh);
        long low = ((value.u32() << Integer.SIZE) | value.u32()) ^ transactionLow;
        return value.isShort() ? "" : "[" + new IpAddress(high, low) + "]:" + port;
    }
}
