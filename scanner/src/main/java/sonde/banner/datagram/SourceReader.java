// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** Valve's server queries: A2S_INFO, or the challenge that stands before it. */
final class SourceReader implements DatagramReader {

    private static final long SINGLE = 0xFFFFFFFFL;
    private static final int CHALLENGE = 0x41;
    private static final int INFO = 0x49;

    @Override
    public Set<String> payloads() {
        return Set.of("source-a2s");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        long header = reader.u32();
        int type = reader.u8();
        if (header != SINGLE || (type != CHALLENGE && type != INFO)) {
            return false;
        }
        Facts facts = new Facts();
        if (type == CHALLENGE) {
            facts.word("challenge");
        } else {
            facts.put("protocol", reader.u8());
            for (String each : new String[] {"name", "map", "folder", "game"}) {
                facts.put(each, reader.textToNul());
            }
            facts.put("appid", reader.u16le()).put("players", reader.u8());
            facts.put("max", reader.u8());
        }
        if (reader.isShort()) {
            return false;
        }
        findings.add(Service.A2S, facts);
        return true;
    }
}
