// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** Minecraft's Bedrock edition (RakNet's unconnected pong): its line of fields. */
final class BedrockReader implements DatagramReader {

    private static final int PONG = 0x1C;

    /** Type, time, server's id, magic. */
    private static final int TEXT_OFFSET = 1 + 8 + 8 + 16;

    @Override
    public Set<String> payloads() {
        return Set.of("minecraft-bedrock");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int type = reader.u8();
        reader.seek(TEXT_OFFSET);
        int length = reader.u16();
        if (type != PONG || reader.isShort()) {
            return false;
        }
        String[] words = reader.text(Math.min(length, reader.left())).split(";", -1);
        String[] keys = {"edition", "motd", "protocol", "version", "players", "max"};
        Facts facts = new Facts();
        for (int i = 0; i < Math.min(words.length, keys.length); i++) {
            facts.put(keys[i], words[i]);
        }
        findings.add(Service.MINECRAFT, facts);
        return true;
    }
}
