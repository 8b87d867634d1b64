// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** IPMI over RMCP (IPMI 2.0 section 13.2): how one may log in, or that ASF is there. */
final class IpmiReader implements DatagramReader {

    private static final int RMCP_VERSION = 6;
    private static final int CLASS_ASF = 6;
    private static final int CLASS_IPMI = 7;

    /** Behind RMCP's header: session and message, up to the completion code. */
    private static final int COMPLETION_OFFSET = 20;

    private static final int PRESENCE_PONG = 0x40;

    /** IPMI 2.0 section 22.13: bits of the authentication types. */
    private static final String[] TYPES = {"none", "md2", "md5", "", "password", "oem"};

    @Override
    public Set<String> payloads() {
        return Set.of("ipmi", "asf-ping");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int version = reader.u8();
        reader.skip(2);
        int kind = reader.u8() & 0x1F;
        if (version != RMCP_VERSION || (kind != CLASS_ASF && kind != CLASS_IPMI)) {
            return false;
        }
        Facts facts = new Facts();
        boolean isRead = kind == CLASS_ASF ? readPong(reader, facts) : readTypes(reader, facts);
        if (isRead) {
            findings.add(Service.IPMI, facts);
        }
        return isRead;
    }

    private static boolean readPong(ByteReader reader, Facts facts) {
        long enterprise = reader.u32();
        int type = reader.u8();
        facts.word("pong").put("enterprise", enterprise);
        return type == PRESENCE_PONG && !reader.isShort();
    }

    private static boolean readTypes(ByteReader reader, Facts facts) {
        reader.seek(COMPLETION_OFFSET);
        int completion = reader.u8();
        int channel = reader.u8();
        int bits = reader.u8();
        List<String> types = new ArrayList<>();
        for (int i = 0; i < TYPES.length; i++) {
            if ((bits >>> i & 1) != 0 && !TYPES[i].isEmpty()) {
                types.add(TYPES[i]);
            }
        }
        facts.put("completion", completion).put("channel", channel & 0xF).put("auth", types);
        facts.put("version", (bits & 0x80) != 0 ? "2.0" : "1.5");
        return !reader.isShort();
    }
}
