// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

/** Numbers of TLS, as RFC 8446 and IANA's registry name them; reading them out of bytes. */
final class Wire {

    // RFC 8446, section 5.1: ContentType.
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;

    /** RFC 6520, section 3. */
    static final int HEARTBEAT = 24;

    // RFC 8446, section 4: HandshakeType.
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int CERTIFICATE = 11;
    static final int SERVER_HELLO_DONE = 14;

    // Versions: RFC 6101, 2246, 4346, 5246, 8446.
    static final int SSL_3 = 0x0300;
    static final int TLS_1_0 = 0x0301;
    static final int TLS_1_1 = 0x0302;
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;

    // Extensions: IANA, TLS ExtensionType Values.
    static final int EXT_SERVER_NAME = 0;
    static final int EXT_MAX_FRAGMENT_LENGTH = 1;
    static final int EXT_SUPPORTED_GROUPS = 10;
    static final int EXT_EC_POINT_FORMATS = 11;
    static final int EXT_SIGNATURE_ALGORITHMS = 13;
    static final int EXT_HEARTBEAT = 15;
    static final int EXT_ALPN = 16;
    static final int EXT_EXTENDED_MASTER_SECRET = 23;
    static final int EXT_SESSION_TICKET = 35;
    static final int EXT_SUPPORTED_VERSIONS = 43;
    static final int EXT_PSK_KEY_EXCHANGE_MODES = 45;
    static final int EXT_KEY_SHARE = 51;
    static final int EXT_RENEGOTIATION_INFO = 0xff01;

    /** RFC 7507: the client has tried a higher version before. */
    static final int FALLBACK_SCSV = 0x5600;

    /** RFC 8422, section 5.1.1, and RFC 7748. */
    static final int GROUP_X25519 = 0x001d;

    /** Type, version and length of a record, in bytes. */
    static final int RECORD_HEADER_BYTES = 5;

    /** Type and length of a handshake message, in bytes. */
    static final int MESSAGE_HEADER_BYTES = 4;

    /** The longest record, RFC 5246, section 6.2.3: 2^14 and 2048 for what a cipher adds. */
    static final int RECORD_MAX_BYTES = (1 << 14) + 2048;

    private Wire() {}

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return u8(bytes, at) << 8 | u8(bytes, at + 1);
    }

    static int u24(byte[] bytes, int at) {
        return u8(bytes, at) << 16 | u16(bytes, at + 1);
    }

    /** As masscan writes it, such as {@code TLS/1.2}. */
    static String versionText(int version) {
        return switch (version) {
            case SSL_3 -> "SSLv3";
            case TLS_1_0 -> "TLS/1.0";
            case TLS_1_1 -> "TLS/1.1";
            case TLS_1_2 -> "TLS/1.2";
            case TLS_1_3 -> "TLS/1.3";
            default -> "TLS/" + (version >>> 8) + "." + (version & 0xff);
        };
    }
}
