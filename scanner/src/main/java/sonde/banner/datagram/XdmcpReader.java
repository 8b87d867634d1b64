// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** XDMCP, version 1: whether a display manager would serve us, its name and state. */
final class XdmcpReader implements DatagramReader {

    private static final int WILLING = 5;
    private static final int UNWILLING = 6;

    @Override
    public Set<String> payloads() {
        return Set.of("xdmcp");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int version = reader.u16();
        int operation = reader.u16();
        int length = reader.u16();
        boolean isWilling = operation == WILLING;
        if (version != 1 || (!isWilling && operation != UNWILLING) || length > reader.left()) {
            return false;
        }
        if (isWilling) {
            reader.skip(reader.u16());
        }
        Facts facts = new Facts().word(isWilling ? "willing" : "unwilling");
        facts.put("host", reader.text(reader.u16()));
        facts.put("status", reader.text(reader.u16()));
        findings.add(Service.XDMCP, facts);
        return true;
    }
}
