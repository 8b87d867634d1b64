// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Locale;
import java.util.Set;

/** DTLS (RFC 6347 section 4.1): the version, and what a server begins with. */
final class DtlsReader implements DatagramReader {

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int MAJOR = 0xFE;

    /** Handshake messages; RFC 6347 section 4.3.2. */
    private static final int SERVER_HELLO = 2;

    private static final int HELLO_VERIFY = 3;
    private static final int RANDOM_BYTES = 32;

    @Override
    public Set<String> payloads() {
        return Set.of("dtls");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int type = reader.u8();
        int version = reader.u16();
        reader.skip(2 + 6);
        ByteReader body = reader.take(reader.u16());
        if (reader.isShort() || (version >>> 8) != MAJOR || body.left() < 2) {
            return false;
        }
        Facts facts = new Facts();
        if (type == ALERT) {
            body.skip(1);
            facts.put("version", name(version)).put("alert", body.u8());
        } else if (type != HANDSHAKE || !readHandshake(body, facts)) {
            return false;
        }
        findings.add(Service.DTLS, facts);
        return true;
    }

    private static boolean readHandshake(ByteReader body, Facts facts) {
        int message = body.u8();
        body.skip(3 + 2 + 3 + 3);
        String version = name(body.u16());
        if (message == HELLO_VERIFY) {
            facts.word("HelloVerifyRequest").put("version", version).put("cookie", body.u8());
        } else if (message == SERVER_HELLO) {
            body.skip(RANDOM_BYTES);
            body.skip(body.u8());
            facts.word("ServerHello").put("version", version);
            facts.put("cipher", String.format(Locale.ROOT, "0x%04x", body.u16()));
        }
        return !facts.isEmpty() && !body.isShort();
    }

    private static String name(int version) {
        return switch (version) {
            case 0xFEFF -> "1.0";
            case 0xFEFD -> "1.2";
            case 0xFEFC -> "1.3";
            default -> String.format(Locale.ROOT, "0x%04x", version);
        };
    }
}
