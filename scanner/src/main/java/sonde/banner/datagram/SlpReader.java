// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** SLP, version 2 (RFC 2608 section 8.5): which agent speaks for the services. */
final class SlpReader implements DatagramReader {

    private static final int VERSION = 2;
    private static final int SERVICE_REPLY = 2;
    private static final int AGENT_ADVERT = 11;
    private static final int XID_OFFSET = 10;

    @Override
    public Set<String> payloads() {
        return Set.of("slp");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int version = reader.u8();
        int function = reader.u8();
        reader.seek(XID_OFFSET);
        reader.skip(2);
        reader.skip(reader.u16());
        if (version != VERSION || reader.isShort()) {
            return false;
        }
        Facts facts = new Facts().put("function", function);
        if (function == AGENT_ADVERT) {
            facts.put("url", reader.text(reader.u16())).put("scopes", reader.text(reader.u16()));
        } else if (function == SERVICE_REPLY) {
            facts.put("error", reader.u16()).put("urls", reader.u16());
        }
        findings.add(Service.SLP, facts);
        return true;
    }
}
