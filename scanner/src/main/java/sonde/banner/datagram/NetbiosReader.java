// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** NetBIOS node status (RFC 1002 section 4.2.18): names with their types, and the adapter. */
final class NetbiosReader implements DatagramReader {

    private static final int TYPE_STATUS = 0x21;
    private static final int NAME_BYTES = 15;
    private static final int GROUP = 0x8000;

    /** The question's name, repeated: one length, 32 letters, one NUL. */
    private static final int QUESTION_NAME_BYTES = 34;

    @Override
    public Set<String> payloads() {
        return Set.of("netbios-name");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        reader.skip(2);
        int flags = reader.u16();
        reader.skip(8);
        int nameLength = reader.peek();
        reader.skip(QUESTION_NAME_BYTES);
        int type = reader.u16();
        reader.skip(2 + 4 + 2);
        int count = reader.u8();
        if (reader.isShort()
                || (flags & DnsMessage.RESPONSE) == 0
                || nameLength != QUESTION_NAME_BYTES - 2
                || type != TYPE_STATUS) {
            return false;
        }
        Facts facts = new Facts();
        for (int i = 0; i < count && reader.left() > NAME_BYTES; i++) {
            String name = reader.text(NAME_BYTES).stripTrailing();
            int suffix = reader.u8();
            boolean isGroup = (reader.u16() & GROUP) != 0;
            String tag = String.format(Locale.ROOT, "<%02x>", suffix) + (isGroup ? "<group>" : "");
            facts.word(name + tag);
        }
        byte[] mac = reader.bytes(6);
        facts.put("mac", HexFormat.ofDelimiter(":").formatHex(mac));
        findings.add(Service.NBTSTAT, facts);
        return true;
    }
}
