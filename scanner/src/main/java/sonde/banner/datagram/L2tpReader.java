// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** L2TP (RFC 2661 section 4.4.3): name, vendor and firmware of the other side. */
final class L2tpReader implements DatagramReader {

    private static final int CONTROL = 0xC802;
    private static final int CONTROL_MASK = 0xC80F;
    private static final int MESSAGE_TYPE = 0;
    private static final int FIRMWARE = 6;
    private static final int HOST_NAME = 7;
    private static final int VENDOR_NAME = 8;
    private static final int AVP_HEADER_BYTES = 6;
    private static final int AVP_LENGTH_MASK = 0x3FF;

    @Override
    public Set<String> payloads() {
        return Set.of("l2tp");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int flags = reader.u16();
        reader.skip(10);
        if ((flags & CONTROL_MASK) != CONTROL || reader.isShort()) {
            return false;
        }
        Facts facts = new Facts();
        while (reader.left() >= AVP_HEADER_BYTES) {
            int length = reader.u16() & AVP_LENGTH_MASK;
            reader.skip(2);
            int type = reader.u16();
            ByteReader value = reader.take((long) length - AVP_HEADER_BYTES);
            switch (type) {
                case MESSAGE_TYPE -> facts.put("message", value.u16());
                case FIRMWARE -> facts.put("firmware", value.u16());
                case HOST_NAME -> facts.put("host", value.restAsText());
                case VENDOR_NAME -> facts.put("vendor", value.restAsText());
                default -> {}
            }
        }
        findings.add(Service.L2TP, facts);
        return true;
    }
}
