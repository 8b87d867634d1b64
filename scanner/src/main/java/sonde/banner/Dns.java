// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** DNS over TCP (RFC 1035, 4.2.2): asks for {@code version.bind}, as name servers tell it. */
final class Dns implements BannerProtocol {

    /** The id of our question; an answer repeats it. */
    private static final int ID = 0x534F;

    private static final int HEADER_BYTES = 12;
    private static final int FLAG_RESPONSE = 0x8000;
    private static final int OPCODE_MASK = 0x7800;
    private static final int RCODE_MASK = 0x000F;

    /** Types and classes: RFC 1035, 3.2.2 and 3.2.4. */
    private static final int TYPE_TXT = 16;

    private static final int CLASS_CH = 3;

    /** The two highest bits of a label's length that make it a pointer; RFC 1035, 4.1.4. */
    private static final int POINTER = 0xC0;

    /** RFC 1035, 4.1.1, and RFC 2136, 2.2; in the words of the IANA registry. */
    private static final String[] RCODES = {
        "NOERROR",
        "FORMERR",
        "SERVFAIL",
        "NXDOMAIN",
        "NOTIMP",
        "REFUSED",
        "YXDOMAIN",
        "YXRRSET",
        "NXRRSET",
        "NOTAUTH",
        "NOTZONE"
    };

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {53};
    }

    @Override
    public byte[] hello(Talk talk) {
        byte[] question =
                new ByteWriter()
                        .u16(ID)
                        .u16(0)
                        .u16(1)
                        .zeros(6)
                        .u8(7)
                        .text("version")
                        .u8(4)
                        .text("bind")
                        .u8(0)
                        .u16(TYPE_TXT)
                        .u16(CLASS_CH)
                        .toBytes();
        return new ByteWriter().u16(question.length).bytes(question).toBytes();
    }

    @Override
    public Match match(byte[] input, int length) {
        ByteReader reader = new ByteReader(input, length);
        int claimed = reader.u16();
        int id = reader.u16();
        int flags = reader.u16();
        if (reader.isShort()) {
            return length >= 4 && id != ID ? Match.NO : Match.PARTIAL;
        }
        boolean fits =
                claimed >= HEADER_BYTES
                        && id == ID
                        && (flags & FLAG_RESPONSE) != 0
                        && (flags & OPCODE_MASK) == 0;
        return fits ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        ByteReader message = reader.take(reader.u16());
        if (reader.isShort()) {
            if (!talk.isInputEnded()) {
                return;
            }
            message = ByteReader.of(talk).part(2, Math.max(0, talk.inputLength() - 2));
        }
        if (message.left() < HEADER_BYTES) {
            Raw.finish(talk, Service.DNS_VERSION, reader.position());
            return;
        }
        talk.report(Service.DNS_VERSION, describe(message));
        talk.finish();
    }

    private static String describe(ByteReader message) {
        message.skip(2);
        int rcode = message.u16() & RCODE_MASK;
        int questions = message.u16();
        int answers = message.u16();
        message.seek(HEADER_BYTES);
        for (int i = 0; i < questions && !message.isShort(); i++) {
            skipName(message);
            message.skip(4);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < answers && !message.isShort(); i++) {
            skipName(message);
            int type = message.u16();
            message.skip(2 + 4);
            ByteReader data = message.take(message.u16());
            while (type == TYPE_TXT && data.left() > 0) {
                text.append(text.isEmpty() ? "" : " ").append(data.text(data.u8()));
            }
        }
        if (!text.isEmpty()) {
            return text.toString();
        }
        return rcode < RCODES.length ? RCODES[rcode] : "rcode " + rcode;
    }

    private static void skipName(ByteReader message) {
        while (!message.isShort()) {
            int length = message.u8();
            if (length >= POINTER) {
                message.skip(1);
                return;
            }
            if (length == 0) {
                return;
            }
            message.skip(length);
        }
    }
}
