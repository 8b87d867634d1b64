// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * Remote Desktop: the X.224 connection request with the negotiation of security, [MS-RDPBCGR]
 * 2.2.1.1 and 2.2.1.2. Speaks masscan's words, and the protocol chosen.
 */
final class Rdp implements BannerProtocol {

    /** The version of TPKT; RFC 1006, 6. */
    private static final int TPKT_VERSION = 3;

    private static final int TPKT_BYTES = 4;

    /** X.224 connection request and confirm: length, code, two references, class. */
    private static final int X224_BYTES = 7;

    /**
     * What a server answers to all that is no connection request: X.224 data with a disconnect
     * provider ultimatum, [MS-RDPBCGR] 2.2.2.3 (rn-user-requested, as xrdp has it, or another
     * reason in the lowest bits).
     */
    private static final byte[] ULTIMATUM = {
        TPKT_VERSION, 0, 0, 9, 2, (byte) 0xF0, (byte) 0x80, 0x21
    };

    /** The server has given its ultimatum; on this connection it hears the right request. */
    private static final int ASKED_AGAIN = 1;

    private static final int X224_REQUEST = 0xE0;
    private static final int X224_CONFIRM = 0xD0;

    // RDP_NEG_REQ, RDP_NEG_RSP, RDP_NEG_FAILURE.
    private static final int NEGOTIATION_REQUEST = 1;
    private static final int NEGOTIATION_RESPONSE = 2;
    private static final int NEGOTIATION_FAILURE = 3;
    private static final int NEGOTIATION_BYTES = 8;

    private static final int PROTOCOL_SSL = 1;
    private static final int PROTOCOL_HYBRID = 2;
    private static final int PROTOCOL_RDSTLS = 4;
    private static final int PROTOCOL_HYBRID_EX = 8;

    private static final int FLAG_RESTRICTED_ADMIN = 8;
    private static final int FLAG_REDIRECTED_AUTHENTICATION = 16;

    private static final int FAILURE_HYBRID_REQUIRED = 5;

    /** By failureCode, 1 to 6; 2.2.1.2.2. */
    private static final String[] FAILURES = {
        "",
        "ssl-required",
        "ssl-not-allowed",
        "ssl-cert-not-on-server",
        "inconsistent-flags",
        "hybrid-required",
        "ssl-with-user-auth-required"
    };

    @Override
    public String name() {
        return "rdp";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {3389};
    }

    @Override
    public byte[] hello(Talk talk) {
        byte[] rest =
                new ByteWriter()
                        .u8(X224_REQUEST)
                        .u16(0)
                        .u16(0)
                        .u8(0)
                        .text("Cookie: mstshash=sonde\r\n")
                        .u8(NEGOTIATION_REQUEST, 0)
                        .u16le(NEGOTIATION_BYTES)
                        .u32le(PROTOCOL_SSL | PROTOCOL_HYBRID)
                        .toBytes();
        return new ByteWriter()
                .u8(TPKT_VERSION, 0)
                .u16(TPKT_BYTES + 1 + rest.length)
                .u8(rest.length)
                .bytes(rest)
                .toBytes();
    }

    @Override
    public Match match(byte[] input, int length) {
        Match ultimatum = ByteReader.begins(input, length, ULTIMATUM);
        if (ultimatum != Match.NO) {
            return ultimatum;
        }
        Match begins = ByteReader.begins(input, length, new byte[] {TPKT_VERSION, 0});
        if (begins != Match.YES) {
            return begins;
        }
        if (length < TPKT_BYTES + 2) {
            return Match.PARTIAL;
        }
        ByteReader reader = new ByteReader(input, length);
        reader.skip(2);
        int claimed = reader.u16();
        int x224Length = reader.u8();
        boolean fits =
                claimed == TPKT_BYTES + 1 + x224Length
                        && x224Length + 1 >= X224_BYTES
                        && reader.u8() == X224_CONFIRM;
        return fits ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == ASKED_AGAIN && talk.inputLength() == 0 && !talk.isInputEnded()) {
            talk.say(hello(talk));
            return;
        }
        if (ByteReader.begins(talk.input(), talk.inputLength(), ULTIMATUM) == Match.YES) {
            if (talk.step() == ASKED_AGAIN || !talk.reconnect(ASKED_AGAIN)) {
                talk.report(Service.RDP, "refused");
                talk.finish();
            }
            return;
        }
        ByteReader reader = ByteReader.of(talk);
        reader.skip(2);
        ByteReader message = reader.take(reader.u16() - TPKT_BYTES);
        if (reader.isShort()) {
            if (talk.isInputEnded()) {
                Raw.finish(talk, Service.RDP);
            }
            return;
        }
        Facts facts = new Facts();
        boolean tls = false;
        message.skip(X224_BYTES);
        int type = message.u8();
        int flags = message.u8();
        message.skip(2);
        long value = message.u32le();
        if (message.isShort()) {
            facts.word("NLA-unused").put("protocol", "rdp");
        } else if (type == NEGOTIATION_RESPONSE) {
            facts.word((value & PROTOCOL_HYBRID) != 0 ? "NLA-supported" : "NLA-unused");
            facts.put("protocol", nameOf(value));
            if ((flags & FLAG_RESTRICTED_ADMIN) != 0) {
                facts.word("restricted-admin");
            }
            if ((flags & FLAG_REDIRECTED_AUTHENTICATION) != 0) {
                facts.word("remote-guard");
            }
            tls = value != 0;
        } else if (type == NEGOTIATION_FAILURE) {
            facts.word(value == FAILURE_HYBRID_REQUIRED ? "NLA-unsupported" : "failure");
            boolean known = value > 0 && value < FAILURES.length;
            facts.put("reason", known ? FAILURES[(int) value] : Long.toString(value));
        } else {
            facts.word("unknown");
        }
        talk.report(Service.RDP, facts.toString());
        if (tls && talk.options().deep && !talk.isInputEnded()) {
            talk.consume(talk.inputLength());
            talk.startTls();
        } else {
            talk.finish();
        }
    }

    private static String nameOf(long protocol) {
        return switch ((int) protocol) {
            case 0 -> "rdp";
            case PROTOCOL_SSL -> "tls";
            case PROTOCOL_HYBRID -> "credssp";
            case PROTOCOL_RDSTLS -> "rdstls";
            case PROTOCOL_HYBRID_EX -> "credssp-early-authorization";
            default -> Long.toString(protocol);
        };
    }
}
