// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Windows file sharing, SMB 1 to 3: one hello that each of them answers, then as far into a session
 * as the server tells its system and names. Where it may go deep, a server that prefers SMB 2 is
 * asked on a second connection whether it still speaks SMB 1.
 */
final class Smb implements BannerProtocol {

    private static final int PORT_NETBIOS = 139;

    // Kinds of packets of the NetBIOS session service; RFC 1002, 4.3.1.
    private static final int SESSION_MESSAGE = 0x00;
    private static final int SESSION_REQUEST = 0x81;
    private static final byte[] SESSION_POSITIVE = {(byte) 0x82, 0, 0, 0};
    private static final byte[] SESSION_NEGATIVE = {(byte) 0x83, 0, 0, 1};

    private static final int FRAME_BYTES = 4;

    /** NetBIOS names have 15 characters and a suffix; RFC 1001, 14.1. */
    private static final int NETBIOS_NAME_CHARS = 16;

    /** The name that any Windows server answers to. */
    private static final String ANY_SERVER = "*SMBSERVER";

    private static final int SUFFIX_SERVER = 0x20;
    private static final int SUFFIX_WORKSTATION = 0;

    private static final String DIALECT_NT = "NT LM 0.12";

    private static final int STEP_NEGOTIATE = 0;
    private static final int STEP_NEGOTIATE_2 = 1;
    private static final int STEP_SETUP_2 = 2;
    private static final int STEP_SETUP_1 = 3;
    private static final int STEP_AGAIN = 4;

    /** In the memo: this connection offers SMB 1 only. */
    private static final int MEMO_SMB1_ONLY = 1;

    /** In the memo: on this connection the server has accepted a NetBIOS session. */
    private static final int MEMO_SESSION = 2;

    @Override
    public String name() {
        return "smb";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {445, PORT_NETBIOS};
    }

    @Override
    public byte[] hello(Talk talk) {
        return talk.port() == PORT_NETBIOS ? sessionRequest() : negotiate(talk);
    }

    private static byte[] sessionRequest() {
        byte[] names =
                new ByteWriter()
                        .bytes(netbiosName(ANY_SERVER, SUFFIX_SERVER))
                        .bytes(netbiosName("SONDE", SUFFIX_WORKSTATION))
                        .toBytes();
        return new ByteWriter().u8(SESSION_REQUEST, 0).u16(names.length).bytes(names).toBytes();
    }

    /** A letter from A to P for each half of a byte; RFC 1001, 14.1. */
    private static byte[] netbiosName(String name, int suffix) {
        byte[] padded = new byte[NETBIOS_NAME_CHARS];
        Arrays.fill(padded, (byte) ' ');
        byte[] chars = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(chars, 0, padded, 0, chars.length);
        padded[NETBIOS_NAME_CHARS - 1] = (byte) suffix;
        ByteWriter encoded = new ByteWriter().u8(2 * NETBIOS_NAME_CHARS);
        for (byte each : padded) {
            encoded.u8('A' + (each >>> 4 & 0xF), 'A' + (each & 0xF));
        }
        return encoded.u8(0).toBytes();
    }

    private static byte[] negotiate(Talk talk) {
        return framed(
                isSmb1Only(talk)
                        ? Smb1.negotiate(DIALECT_NT)
                        : Smb1.negotiate(DIALECT_NT, "SMB 2.002", "SMB 2.???"));
    }

    private static boolean isSmb1Only(Talk talk) {
        return (talk.memo() & MEMO_SMB1_ONLY) != 0;
    }

    private static byte[] framed(byte[] message) {
        return new ByteWriter().u8(SESSION_MESSAGE, 0).u16(message.length).bytes(message).toBytes();
    }

    @Override
    public Match matchAnswer(byte[] input, int length) {
        Match match = match(input, length);
        return match == Match.WEAK ? Match.YES : match;
    }

    @Override
    public Match match(byte[] input, int length) {
        if (input[0] != SESSION_MESSAGE) {
            Match positive = ByteReader.begins(input, length, SESSION_POSITIVE);
            Match negative = ByteReader.begins(input, length, SESSION_NEGATIVE);
            Match match = positive == Match.NO ? negative : positive;
            return match == Match.YES ? Match.WEAK : match;
        }
        if (length > 1 && (input[1] & 0xFE) != 0) {
            return Match.NO;
        }
        if (length <= FRAME_BYTES) {
            return Match.PARTIAL;
        }
        byte[] message = Arrays.copyOfRange(input, FRAME_BYTES, length);
        Match old = ByteReader.begins(message, message.length, Smb1.MAGIC);
        return old == Match.NO ? ByteReader.begins(message, message.length, Smb2.MAGIC) : old;
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == STEP_AGAIN) {
            talk.attach(null);
            talk.setMemo(MEMO_SMB1_ONLY);
            talk.setStep(STEP_NEGOTIATE);
            talk.say(hello(talk));
            return;
        }
        boolean goesOn = true;
        while (goesOn) {
            goesOn = readNext(talk);
        }
    }

    // Each of these returns whether the conversation goes on with the next message.

    private static boolean readNext(Talk talk) {
        ByteReader input = ByteReader.of(talk);
        if (talk.step() == STEP_NEGOTIATE && input.peek() != SESSION_MESSAGE) {
            return readSession(talk, input);
        }
        int kind = input.u8();
        byte[] bytes = input.bytes((long) input.u8() << 16 | input.u16());
        if (kind != SESSION_MESSAGE) {
            return end(talk);
        }
        if (input.isShort()) {
            return talk.isInputEnded() && end(talk);
        }
        talk.consume(input.position());
        ByteReader message = new ByteReader(bytes, bytes.length);
        return switch (talk.step()) {
            case STEP_NEGOTIATE -> readNegotiate(talk, message);
            case STEP_NEGOTIATE_2 -> readNegotiate2(talk, message);
            case STEP_SETUP_2 -> {
                Smb2.describeSetup(message, facts(talk));
                yield end(talk);
            }
            default -> {
                Smb1.readSetup(message, facts(talk));
                yield end(talk);
            }
        };
    }

    /** The answer to our wish for a NetBIOS session. */
    private static boolean readSession(Talk talk, ByteReader input) {
        if (input.left() < FRAME_BYTES && !talk.isInputEnded()) {
            return false;
        }
        boolean isAccepted = input.peek() == (SESSION_POSITIVE[0] & 0xFF);
        if (isAccepted && !talk.isInputEnded() && (talk.memo() & MEMO_SESSION) == 0) {
            talk.setMemo(talk.memo() | MEMO_SESSION);
            talk.consume(FRAME_BYTES);
            talk.say(negotiate(talk));
            return true;
        }
        if (input.peek() == (SESSION_NEGATIVE[0] & 0xFF)) {
            input.skip(FRAME_BYTES);
            if (input.left() == 0 && !talk.isInputEnded()) {
                return false;
            }
            Facts facts = facts(talk).word("netbios-refused");
            talk.attach(facts.put("code", "0x" + Integer.toHexString(input.u8())));
        }
        return end(talk);
    }

    private static boolean readNegotiate(Talk talk, ByteReader message) {
        boolean isOld = message.find(Smb1.MAGIC) == 0;
        if (!isOld) {
            if (isSmb1Only(talk)) {
                return end(talk);
            }
            if (Smb2.dialect(message) == Smb2.DIALECT_ANY) {
                talk.say(framed(Smb2.negotiate(1)));
                talk.setStep(STEP_NEGOTIATE_2);
                return true;
            }
            return readNegotiate2(talk, message);
        }
        Facts facts = facts(talk).word("SMBv1");
        byte[] setup = Smb1.readNegotiate(message, facts);
        // Asked for SMB 1 alone, "none of it" is no news.
        if (setup.length > 0 || !isSmb1Only(talk)) {
            talk.attach(facts);
        }
        if (setup.length == 0) {
            return end(talk);
        }
        talk.say(framed(setup));
        talk.setStep(STEP_SETUP_1);
        return true;
    }

    private static boolean readNegotiate2(Talk talk, ByteReader message) {
        Facts facts = facts(talk).word("SMBv2");
        talk.attach(facts);
        Smb2.describeNegotiate(message, facts);
        talk.say(framed(Smb2.sessionSetup(talk.step() == STEP_NEGOTIATE_2 ? 2 : 1)));
        talk.setStep(STEP_SETUP_2);
        return true;
    }

    private static Facts facts(Talk talk) {
        return talk.attachment() instanceof Facts facts ? facts : new Facts();
    }

    private static boolean end(Talk talk) {
        Facts facts = facts(talk);
        boolean isSmb2 = talk.step() == STEP_NEGOTIATE_2 || talk.step() == STEP_SETUP_2;
        if (facts.isEmpty() && isSmb2) {
            facts.word("SMBv2");
        }
        if (facts.isEmpty() && talk.memo() == MEMO_SESSION) {
            facts.word("netbios-accepted");
        }
        if (!facts.isEmpty()) {
            talk.report(Service.SMB, facts.toString());
        } else if (!isSmb1Only(talk)) {
            Raw.finish(talk, Service.SMB, readableBytes(talk));
            return false;
        }
        if (!isSmb2 || !talk.options().deep || !talk.reconnect(STEP_AGAIN)) {
            talk.finish();
        }
        return false;
    }

    /** How much of the input says something of the server: a message, or a frame of no message. */
    private static int readableBytes(Talk talk) {
        int length = talk.inputLength();
        boolean isMessage = length > 0 && talk.input()[0] == SESSION_MESSAGE;
        return isMessage ? length : Math.min(length, FRAME_BYTES);
    }

    /** Whether messages are signed, in a word. */
    static String signing(int security, int enabled, int required) {
        if ((security & required) != 0) {
            return "required";
        }
        return (security & enabled) != 0 ? "enabled" : "disabled";
    }

    /** A GUID as Windows writes it: the first three parts are little endian numbers. */
    static String guid(ByteReader bytes) {
        return String.format(
                Locale.ROOT,
                "%08x-%04x-%04x-%04x-%04x%08x",
                bytes.u32le(),
                bytes.u16le(),
                bytes.u16le(),
                bytes.u16(),
                bytes.u16(),
                bytes.u32());
    }
}
