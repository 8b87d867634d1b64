// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** RADIUS (RFC 2865 section 3): how a request was answered. */
final class RadiusReader implements DatagramReader {

    private static final int HEADER_BYTES = 20;
    private static final int REPLY_MESSAGE = 18;

    @Override
    public Set<String> payloads() {
        return Set.of("radius-status", "radius-access");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int code = reader.u8();
        reader.skip(1);
        int length = reader.u16();
        String name =
                switch (code) {
                    case 2 -> "Access-Accept";
                    case 3 -> "Access-Reject";
                    case 5 -> "Accounting-Response";
                    case 11 -> "Access-Challenge";
                    default -> "";
                };
        if (name.isEmpty() || length < HEADER_BYTES || length > answer.length) {
            return false;
        }
        Facts facts = new Facts().word(name);
        reader.seek(HEADER_BYTES);
        while (reader.left() >= 2) {
            int type = reader.u8();
            ByteReader value = reader.take(reader.u8() - 2L);
            if (type == REPLY_MESSAGE) {
                facts.put("message", value.restAsText());
            }
        }
        findings.add(Service.RADIUS, facts);
        return true;
    }
}
