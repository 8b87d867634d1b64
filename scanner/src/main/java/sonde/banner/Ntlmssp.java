// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The first two messages of NTLM ([MS-NLMP] 2.2.1): with the second a server names itself and its
 * domain to anyone. Nobody is logged in by them.
 */
final class Ntlmssp {

    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

    private static final int NEGOTIATE = 1;
    private static final int CHALLENGE = 2;

    // Flags; [MS-NLMP] 2.2.2.5.
    private static final int UNICODE = 1;
    private static final int REQUEST_TARGET = 4;
    private static final int NTLM = 0x200;
    private static final int ALWAYS_SIGN = 0x8000;
    private static final int EXTENDED_SESSION_SECURITY = 0x80000;
    private static final int TARGET_INFO = 0x800000;
    private static final int VERSION = 0x2000000;

    // Where things stand in the challenge message.
    private static final int FLAGS_OFFSET = 20;
    private static final int TARGET_INFO_OFFSET = 40;
    private static final int VERSION_OFFSET = 48;

    /** The negotiate message without a version. */
    private static final int NEGOTIATE_BYTES = 32;

    // Kinds of names; [MS-NLMP] 2.2.2.1.
    private static final int AV_NETBIOS_COMPUTER = 1;
    private static final int AV_NETBIOS_DOMAIN = 2;
    private static final int AV_DNS_COMPUTER = 3;
    private static final int AV_DNS_DOMAIN = 4;
    private static final int AV_DNS_TREE = 5;

    // Tags of DER, as SPNEGO uses them (RFC 4178, 4.2.1).
    private static final int APPLICATION_0 = 0x60;
    private static final int CONTEXT_0 = 0xA0;
    private static final int CONTEXT_2 = 0xA2;
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    /** 1.3.6.1.5.5.2, with tag and length. */
    private static final byte[] OID_SPNEGO = {6, 6, 0x2B, 6, 1, 5, 5, 2};

    /** 1.3.6.1.4.1.311.2.2.10, with tag and length. */
    private static final byte[] OID_NTLMSSP = {
        6, 10, 0x2B, 6, 1, 4, 1, (byte) 0x82, 0x37, 2, 2, 10
    };

    /** From 1601 to 1970. */
    private static final long FILETIME_EPOCH_MILLIS = 11_644_473_600_000L;

    private static final long FILETIME_TICKS_PER_MILLI = 10_000;

    private Ntlmssp() {}

    /** The negotiate message in SPNEGO's wrapping. */
    static byte[] negotiate() {
        int flags =
                UNICODE
                        | REQUEST_TARGET
                        | NTLM
                        | ALWAYS_SIGN
                        | EXTENDED_SESSION_SECURITY
                        | TARGET_INFO;
        ByteWriter message = new ByteWriter().bytes(SIGNATURE).u32le(NEGOTIATE).u32le(flags);
        message.zeros(NEGOTIATE_BYTES - message.length());
        byte[] token = tagged(CONTEXT_2, tagged(OCTETS, message.toBytes()));
        byte[] mechanisms = tagged(CONTEXT_0, tagged(SEQUENCE, OID_NTLMSSP));
        byte[] both = new ByteWriter().bytes(mechanisms).bytes(token).toBytes();
        byte[] inner = tagged(CONTEXT_0, tagged(SEQUENCE, both));
        return tagged(APPLICATION_0, new ByteWriter().bytes(OID_SPNEGO).bytes(inner).toBytes());
    }

    private static byte[] tagged(int tag, byte[] content) {
        return new ByteWriter().u8(tag, content.length).bytes(content).toBytes();
    }

    /** Says what a challenge message within these bytes tells, if there is one. */
    static void describe(ByteReader token, Facts facts) {
        int start = token.find(SIGNATURE);
        if (start < 0) {
            return;
        }
        token.skip(start);
        ByteReader message = token.take(token.left());
        message.skip(SIGNATURE.length);
        if (message.u32le() != CHALLENGE) {
            return;
        }
        message.seek(FLAGS_OFFSET);
        long flags = message.u32le();
        message.seek(TARGET_INFO_OFFSET);
        int infoBytes = message.u16le();
        message.skip(2);
        ByteReader info = message.part(message.u32le(), infoBytes);
        if ((flags & VERSION) != 0) {
            message.seek(VERSION_OFFSET);
            String version = message.u8() + "." + message.u8() + "." + message.u16le();
            message.skip(3);
            int revision = message.u8();
            if (!message.isShort()) {
                facts.put("version", version).put("ntlm-ver", revision);
            }
        }
        while (info.left() > 0) {
            String key = keyOf(info.u16le());
            ByteReader value = info.take(info.u16le());
            if (!key.isEmpty()) {
                facts.put(key, value.restAsUtf16());
            }
        }
    }

    private static String keyOf(int kind) {
        return switch (kind) {
            case AV_NETBIOS_COMPUTER -> "name";
            case AV_NETBIOS_DOMAIN -> "domain";
            case AV_DNS_COMPUTER -> "name-dns";
            case AV_DNS_DOMAIN -> "domain-dns";
            case AV_DNS_TREE -> "forest";
            default -> "";
        };
    }

    /**
     * A time as Windows counts it, in words.
     *
     * @param filetime in units of 100 ns since 1601
     */
    static String time(long filetime) {
        if (filetime <= 0) {
            return "";
        }
        long millis = filetime / FILETIME_TICKS_PER_MILLI - FILETIME_EPOCH_MILLIS;
        return Instant.ofEpochMilli(millis).toString();
    }
}
