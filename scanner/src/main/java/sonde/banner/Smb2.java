// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/** The messages of SMB 2 and 3 ([MS-SMB2] 2.2.3 to 2.2.6) that we need. */
final class Smb2 {

    static final byte[] MAGIC = {(byte) 0xFE, 'S', 'M', 'B'};

    /** The dialect of a server that wants to be asked again, in the words of SMB 2. */
    static final int DIALECT_ANY = 0x02FF;

    static final int COMMAND_NEGOTIATE = 0;
    static final int COMMAND_SESSION_SETUP = 1;

    private static final int HEADER_BYTES = 64;

    private static final int[] DIALECTS = {0x0202, 0x0210, 0x0300, 0x0302, 0x0311};

    private static final int SIGNING_ENABLED = 1;
    private static final int SIGNING_REQUIRED = 2;

    /** Sizes of structures, as they stand in them. */
    private static final int NEGOTIATE_SIZE = 36;

    private static final int SETUP_SIZE = 25;

    /** Behind the fixed part of a negotiate and a session setup. */
    private static final int SETUP_FIXED_BYTES = 24;

    private static final int GUID_BYTES = 16;

    // The context that dialect 3.1.1 demands: SHA-512 and a salt.
    private static final int CONTEXT_PREAUTH_INTEGRITY = 1;
    private static final int SHA_512 = 1;
    private static final int SALT_BYTES = 32;

    private Smb2() {}

    private static ByteWriter header(int command, int messageId) {
        ByteWriter header =
                new ByteWriter()
                        .bytes(MAGIC)
                        .u16le(HEADER_BYTES)
                        .u16le(0)
                        .u32le(0)
                        .u16le(command)
                        // Credits asked for.
                        .u16le(1)
                        .u32le(0)
                        .u32le(0)
                        .u64le(messageId);
        return header.zeros(HEADER_BYTES - header.length());
    }

    static byte[] negotiate(int messageId) {
        ByteWriter message =
                header(COMMAND_NEGOTIATE, messageId)
                        .u16le(NEGOTIATE_SIZE)
                        .u16le(DIALECTS.length)
                        .u16le(SIGNING_ENABLED)
                        .u16le(0)
                        .u32le(0)
                        // A client without a name of its own.
                        .u64le(0)
                        .u64le(0x534F4E44);
        int dialectsEnd = message.length() + 8 + 2 * DIALECTS.length;
        int contextOffset = (dialectsEnd + 7) & -8;
        message.u32le(contextOffset).u16le(1).u16le(0);
        for (int dialect : DIALECTS) {
            message.u16le(dialect);
        }
        return message.zeros(contextOffset - dialectsEnd)
                .u16le(CONTEXT_PREAUTH_INTEGRITY)
                .u16le(2 + 2 + 2 + SALT_BYTES)
                .u32le(0)
                .u16le(1)
                .u16le(SALT_BYTES)
                .u16le(SHA_512)
                .zeros(SALT_BYTES)
                .toBytes();
    }

    static byte[] sessionSetup(int messageId) {
        byte[] token = Ntlmssp.negotiate();
        return header(COMMAND_SESSION_SETUP, messageId)
                .u16le(SETUP_SIZE)
                .u8(0, SIGNING_ENABLED)
                .u32le(0)
                .u32le(0)
                .u16le(HEADER_BYTES + SETUP_FIXED_BYTES)
                .u16le(token.length)
                .u64le(0)
                .bytes(token)
                .toBytes();
    }

    /** Which command a message answers. */
    static int command(ByteReader message) {
        return message.part(12, 2).u16le();
    }

    /** The dialect in a server's answer to negotiate; 0 if there is none. */
    static int dialect(ByteReader message) {
        return message.part(HEADER_BYTES + 4, 2).u16le();
    }

    /** Says what a server's answer to negotiate tells. */
    static void describeNegotiate(ByteReader message, Facts facts) {
        message.seek(HEADER_BYTES + 2);
        int security = message.u16le();
        int dialect = message.u16le();
        message.skip(2);
        ByteReader guid = message.take(GUID_BYTES);
        message.skip(4 * 4);
        long time = message.i64le();
        long bootTime = message.i64le();
        if (guid.left() == 0) {
            return;
        }
        facts.put("dialect", nameOf(dialect));
        facts.put("signing", Smb.signing(security, SIGNING_ENABLED, SIGNING_REQUIRED));
        facts.put("guid", Smb.guid(guid));
        facts.put("time", Ntlmssp.time(time));
        facts.put("boottime", Ntlmssp.time(bootTime));
    }

    private static String nameOf(int dialect) {
        int major = dialect >>> 8;
        int minor = dialect >>> 4 & 0xF;
        int revision = dialect & 0xF;
        return major + "." + minor + "." + revision;
    }

    /** Says what a server's answer to session setup tells. */
    static void describeSetup(ByteReader message, Facts facts) {
        message.seek(HEADER_BYTES + 4);
        int offset = message.u16le();
        int length = message.u16le();
        Ntlmssp.describe(message.part(offset, length), facts);
    }
}
