// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/** The messages of SMB 1 ([MS-CIFS] 2.2.4.52 and 53, [MS-SMB] 2.2.4.5 and 6) that we need. */
final class Smb1 {

    static final byte[] MAGIC = {(byte) 0xFF, 'S', 'M', 'B'};

    private static final int COMMAND_NEGOTIATE = 0x72;
    private static final int COMMAND_SESSION_SETUP = 0x73;

    private static final int HEADER_BYTES = 32;

    /** Case does not matter, paths are canonical. */
    private static final int FLAGS = 0x18;

    // Flags2: long names, extended security, NT status codes, Unicode.
    private static final int LONG_NAMES = 1;
    private static final int EXTENDED_SECURITY = 0x800;
    private static final int NT_STATUS = 0x4000;
    private static final int UNICODE = 0x8000;

    // Capabilities.
    private static final int CAP_UNICODE = 4;
    private static final int CAP_NT_STATUS = 0x40;
    private static final int CAP_EXTENDED_SECURITY = 0x8000_0000;

    private static final int SECURITY_SIGNING_ENABLED = 4;
    private static final int SECURITY_SIGNING_REQUIRED = 8;

    /** Words of the answer to negotiate by a server that speaks NT LM 0.12. */
    private static final int NEGOTIATE_WORDS = 17;

    /** Words of session setup in both directions, with extended security and without it. */
    private static final int SETUP_WORDS_EXTENDED = 12;

    private static final int SETUP_WORDS = 13;
    private static final int SETUP_ANSWER_WORDS_EXTENDED = 4;

    private static final int BUFFER_MAX_BYTES = 16_644;
    private static final int GUID_BYTES = 16;
    private static final int NO_ANDX = 0xFF;

    private Smb1() {}

    /** Offers dialects; the server chooses one by its place. */
    static byte[] negotiate(String... dialects) {
        ByteWriter data = new ByteWriter();
        for (String dialect : dialects) {
            data.u8(2).textAndNul(dialect);
        }
        return new ByteWriter()
                .bytes(header(COMMAND_NEGOTIATE, true))
                .u8(0)
                .u16le(data.length())
                .bytes(data.toBytes())
                .toBytes();
    }

    private static byte[] header(int command, boolean isExtended) {
        int flags2 = LONG_NAMES | NT_STATUS | UNICODE | (isExtended ? EXTENDED_SECURITY : 0);
        ByteWriter header =
                new ByteWriter().bytes(MAGIC).u8(command).u32le(0).u8(FLAGS).u16le(flags2);
        // Process, signature, tree, user and multiplex ids: none is needed.
        return header.zeros(HEADER_BYTES - header.length()).toBytes();
    }

    /**
     * Says what a server's answer to negotiate tells; returns the session setup to send, if any.
     */
    static byte[] readNegotiate(ByteReader message, Facts facts) {
        message.seek(HEADER_BYTES);
        int words = message.u8();
        int dialect = message.u16le();
        if (words != NEGOTIATE_WORDS || message.isShort()) {
            facts.put("dialect", dialect == 0xFFFF ? "none" : "old");
            return new byte[0];
        }
        int security = message.u8();
        message.skip(2 + 2 + 4 + 4);
        long sessionKey = message.u32le();
        long capabilities = message.u32le();
        long time = message.i64le();
        message.skip(2);
        int challengeBytes = message.u8();
        ByteReader data = message.take(message.u16le());
        facts.put(
                "signing",
                Smb.signing(security, SECURITY_SIGNING_ENABLED, SECURITY_SIGNING_REQUIRED));
        if ((capabilities & CAP_EXTENDED_SECURITY & 0xFFFF_FFFFL) != 0) {
            facts.put("guid", Smb.guid(data.take(GUID_BYTES)));
            facts.put("time", Ntlmssp.time(time));
            return setupExtended((int) sessionKey);
        }
        data.skip(challengeBytes);
        boolean isUnicode = (capabilities & CAP_UNICODE) != 0;
        facts.put("time", Ntlmssp.time(time));
        facts.put("domain", isUnicode ? data.utf16ToNul() : data.textToNul());
        facts.put("name", isUnicode ? data.utf16ToNul() : data.textToNul());
        return setup((int) sessionKey);
    }

    private static byte[] setupExtended(int sessionKey) {
        byte[] token = Ntlmssp.negotiate();
        ByteWriter message =
                new ByteWriter()
                        .bytes(header(COMMAND_SESSION_SETUP, true))
                        .u8(SETUP_WORDS_EXTENDED, NO_ANDX, 0)
                        .u16le(0)
                        .u16le(BUFFER_MAX_BYTES)
                        .u16le(1)
                        .u16le(1)
                        .u32le(sessionKey)
                        .u16le(token.length)
                        .u32le(0)
                        .u32le(CAP_UNICODE | CAP_NT_STATUS | CAP_EXTENDED_SECURITY);
        ByteWriter data = new ByteWriter().bytes(token);
        // Unicode begins at an even place, counted from the header, behind the data's length.
        data.zeros((message.length() + 2 + data.length()) % 2);
        data.utf16AndNul("").utf16AndNul("");
        return message.u16le(data.length()).bytes(data.toBytes()).toBytes();
    }

    /** As nobody: the server answers with its system's name, whether it lets nobody in or not. */
    private static byte[] setup(int sessionKey) {
        ByteWriter message =
                new ByteWriter()
                        .bytes(header(COMMAND_SESSION_SETUP, false))
                        .u8(SETUP_WORDS, NO_ANDX, 0)
                        .u16le(0)
                        .u16le(BUFFER_MAX_BYTES)
                        .u16le(1)
                        .u16le(1)
                        .u32le(sessionKey)
                        // No passwords, old and new.
                        .u16le(0)
                        .u16le(0)
                        .u32le(0)
                        .u32le(CAP_UNICODE | CAP_NT_STATUS);
        ByteWriter data = new ByteWriter().zeros((message.length() + 2) % 2);
        // Account, domain, system, LAN manager.
        data.utf16AndNul("").utf16AndNul("").utf16AndNul("").utf16AndNul("");
        return message.u16le(data.length()).bytes(data.toBytes()).toBytes();
    }

    /** Says what a server's answer to session setup tells. */
    static void readSetup(ByteReader message, Facts facts) {
        message.seek(HEADER_BYTES - 22);
        boolean isUnicode = (message.u16le() & UNICODE) != 0;
        message.seek(HEADER_BYTES);
        int words = message.u8();
        message.skip(2 + 2 + 2);
        int tokenBytes = words == SETUP_ANSWER_WORDS_EXTENDED ? message.u16le() : 0;
        int dataBytes = message.u16le();
        if (words < SETUP_ANSWER_WORDS_EXTENDED - 1 || message.isShort()) {
            return;
        }
        int dataPosition = message.position();
        ByteReader data = message.take(Math.min(dataBytes, message.left()));
        ByteReader token = data.take(tokenBytes);
        data.skip(isUnicode ? (dataPosition + tokenBytes) % 2 : 0);
        facts.put("os", isUnicode ? data.utf16ToNul() : data.textToNul());
        facts.put("ver", isUnicode ? data.utf16ToNul() : data.textToNul());
        Ntlmssp.describe(token, facts);
    }
}
