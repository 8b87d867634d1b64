// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** QUIC (RFC 9000 section 17.2.1): the versions that a server speaks. */
final class QuicReader implements DatagramReader {

    private static final int LONG_HEADER = 0x80;

    /** RFC 9000 section 17.2: connection ids have 20 bytes at most in version 1. */
    private static final int CONNECTION_ID_MAX_BYTES = 20;

    @Override
    public Set<String> payloads() {
        return Set.of("quic");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int first = reader.u8();
        long version = reader.u32();
        int toBytes = reader.u8();
        reader.skip(toBytes);
        int fromBytes = reader.u8();
        reader.skip(fromBytes);
        if (reader.isShort()
                || (first & LONG_HEADER) == 0
                || version != 0
                || Math.max(toBytes, fromBytes) > CONNECTION_ID_MAX_BYTES
                || reader.left() == 0
                || reader.left() % Integer.BYTES != 0) {
            return false;
        }
        List<String> versions = new ArrayList<>();
        while (reader.left() > 0) {
            versions.add(name((int) reader.u32()));
        }
        findings.add(Service.QUIC, new Facts().put("versions", versions));
        return true;
    }

    /** RFC 9000 section 15, RFC 9369 section 3, and drafts by number. */
    private static String name(int version) {
        return switch (version) {
            case 1 -> "1";
            case 0x6B3343CF -> "2";
            default ->
                    version >>> 8 == 0xFF0000
                            ? "draft-" + (version & 0xFF)
                            : "0x" + Integer.toHexString(version);
        };
    }
}
