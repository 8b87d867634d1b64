// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** IKE (RFC 2408 section 3.1, RFC 7296 section 3): what a gateway says of itself. */
final class IkeReader implements DatagramReader {

    private static final int HEADER_BYTES = 28;
    private static final int SPI_BYTES = 8;
    private static final int EXCHANGE_SA_INIT = 34;

    /** Payloads of version 2 have numbers from 33 on; RFC 7296 section 3.2. */
    private static final int VENDOR_1 = 13;

    private static final int VENDOR_2 = 43;
    private static final int NOTIFY_1 = 11;
    private static final int NOTIFY_2 = 41;
    private static final int SA_1 = 1;
    private static final int SA_2 = 33;

    /** More than any server sends. */
    private static final int PAYLOADS_MAX = 64;

    @Override
    public Set<String> payloads() {
        return Set.of("ike-v1", "ike-v2", "ike-v1-nat", "ike-v2-nat");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        ByteReader marker = reader.part(0, 4);
        if (marker.u32() == 0 && !marker.isShort()) {
            reader.skip(4);
        }
        int claimedFrom = reader.position();
        reader.skip(2L * SPI_BYTES);
        int payload = reader.u8();
        int version = reader.u8();
        int exchange = reader.u8();
        reader.skip(1 + 4);
        long length = reader.u32();
        boolean isKnown = version >>> 4 == 1 || version >>> 4 == 2;
        if (reader.isShort() || !isKnown || length < HEADER_BYTES) {
            return false;
        }
        if (length > answer.length - claimedFrom) {
            return false;
        }
        Facts facts = new Facts().put("version", (version >>> 4) + "." + (version & 0xF));
        facts.put("exchange", exchange == EXCHANGE_SA_INIT ? "SA_INIT" : "" + exchange);
        readPayloads(reader, payload, facts);
        findings.add(Service.ISAKMP, facts);
        return true;
    }

    private static void readPayloads(ByteReader reader, int first, Facts facts) {
        List<String> vendors = new ArrayList<>();
        int payload = first;
        for (int i = 0; i < PAYLOADS_MAX && payload != 0 && reader.left() >= 4; i++) {
            int next = reader.u8();
            reader.skip(1);
            ByteReader body = reader.take(Math.max(0, reader.u16() - 4));
            switch (payload) {
                case VENDOR_1, VENDOR_2 -> vendors.add(Hex.of(body.rest()));
                case NOTIFY_1 -> {
                    body.skip(4 + 2);
                    facts.put("notify", body.u16());
                }
                case NOTIFY_2 -> {
                    body.skip(2);
                    facts.put("notify", body.u16());
                }
                case SA_1, SA_2 -> facts.put("sa", body.left());
                default -> {}
            }
            payload = next;
        }
        facts.put("vendor", vendors);
    }
}
