// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** RIP (RFC 2453 section 4): how many routes are told, and the first of them. */
final class RipReader implements DatagramReader {

    private static final int RESPONSE = 2;
    private static final int ROUTE_BYTES = 20;
    private static final int SHOWN_MAX = 25;

    @Override
    public Set<String> payloads() {
        return Set.of("rip");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int command = reader.u8();
        int version = reader.u8();
        reader.skip(2);
        if (reader.isShort() || command != RESPONSE || version < 1 || version > 2) {
            return false;
        }
        Facts facts = new Facts().put("version", version);
        facts.put("routes", reader.left() / ROUTE_BYTES);
        for (int i = 0; i < SHOWN_MAX && reader.left() >= ROUTE_BYTES; i++) {
            reader.skip(4);
            String address =
                    reader.u8() + "." + reader.u8() + '.' + reader.u8() + '.' + reader.u8();
            int length = Long.bitCount(reader.u32());
            reader.skip(4);
            facts.put("route", address + (version == 2 ? "/" + length : ""));
            facts.put("metric", reader.u32());
        }
        findings.add(Service.RIP, facts);
        return true;
    }
}
