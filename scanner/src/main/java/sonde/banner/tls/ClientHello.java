// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A ClientHello in a record of its own (RFC 8446, section 4.1.2): a few values that differ from one
 * hello to another, and an order of extensions that is always the same. The secret behind its key
 * share is nobody's: any 32 bytes are a public key of X25519, and nothing is decrypted.
 */
final class ClientHello {

    /** Longer names are no host names; RFC 1035, section 2.3.4. */
    private static final int NAME_MAX_BYTES = 255;

    private static final int RANDOM_BYTES = 32;

    /**
     * What servers may choose from, strongest first: TLS 1.3; then ephemeral, then static keys;
     * then what is broken and still in use: triple DES, RC4, DES, export suites, suites without
     * certificate, national ones.
     */
    private static final int[] CIPHERS = {
        0x1301, 0x1302, 0x1303, 0x1304, 0x1305, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8,
        0xccaa, 0x009e, 0x009f, 0xc023, 0xc027, 0xc024, 0xc028, 0xc009, 0xc013, 0xc00a, 0xc014,
        0x0067, 0x006b, 0x0033, 0x0039, 0xc0ac, 0xc0ad, 0xc09e, 0xc09f, 0x009c, 0x009d, 0xc09c,
        0xc09d, 0x003c, 0x003d, 0x002f, 0x0035, 0x0041, 0x0084, 0x0045, 0x0088, 0x0032, 0x0038,
        0xc008, 0xc012, 0x0016, 0x000a, 0xc007, 0xc011, 0x0005, 0x0004, 0x0015, 0x0009, 0x0014,
        0x0008, 0x0006, 0x0003, 0xc019, 0xc018, 0x003a, 0x0034, 0x001b, 0x0018, 0xc100, 0xc102,
        0x0081, 0x00c6
    };

    /** X25519, the curves of NIST, X448, and the smallest finite field of RFC 7919. */
    private static final int[] GROUPS = {Wire.GROUP_X25519, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100};

    /** ECDSA, EdDSA, RSA-PSS and RSA, at the end those with SHA-1; RFC 8446, section 4.2.3. */
    private static final int[] SIGNATURES = {
        0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b,
        0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202
    };

    /** Values without meaning of RFC 8701: this one and 15 that follow in steps of 0x1010. */
    private static final int GREASE_FIRST = 0x0a0a;

    private static final int GREASE_STEP = 0x1010;
    private static final int GREASE_COUNT = 16;

    int recordVersion = Wire.TLS_1_0;
    int version = Wire.TLS_1_2;
    int[] ciphers = CIPHERS;
    int[] groups = GROUPS;
    int[] signatures = SIGNATURES;

    /** Whether values without meaning are put among the others. */
    boolean grease;

    /** Whether there are extensions at all; SSL 3.0 knows none. */
    boolean hasExtensions = true;

    @Nullable String serverName;

    /** Names of protocols, each with its length before it. */
    List<byte[]> protocols = new ArrayList<>();

    /** The least and the best fragment a client may ask for, 2^9 bytes: only JARM does. */
    boolean hasMaxFragmentLength;

    boolean hasHeartbeat;

    /** For the version 1.3; empty if the extension is left out. */
    int[] supportedVersions = {};

    byte[] sessionId = {};
    byte[] ticket = {};

    private final RandomGenerator random;

    ClientHello(RandomGenerator random) {
        this.random = random;
    }

    /** The hello that any server of any version can answer. */
    static ClientHello usual(RandomGenerator random, @Nullable String serverName) {
        ClientHello hello = new ClientHello(random);
        hello.serverName = serverName;
        hello.protocols = List.of(protocol("h2"), protocol("http/1.1"));
        hello.supportedVersions =
                new int[] {Wire.TLS_1_3, Wire.TLS_1_2, Wire.TLS_1_1, Wire.TLS_1_0};
        hello.sessionId = randomBytes(random);
        return hello;
    }

    /** A hello that asks for one version, below 1.3. */
    static ClientHello ofVersion(RandomGenerator random, int version, @Nullable String name) {
        ClientHello hello = new ClientHello(random);
        hello.recordVersion = Math.min(version, Wire.TLS_1_0);
        hello.version = version;
        hello.serverName = name;
        hello.hasExtensions = version > Wire.SSL_3;
        return hello;
    }

    /** A protocol's name with its length, as ALPN lists it. */
    static byte[] protocol(String name) {
        return new Bytes()
                .u8(name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .toArray();
    }

    static byte[] randomBytes(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    byte[] toBytes() {
        Bytes out = new Bytes();
        out.u8(Wire.HANDSHAKE).u16(recordVersion);
        int record = out.open(2);
        out.u8(Wire.CLIENT_HELLO);
        int message = out.open(3);
        out.u16(version).put(randomBytes(random));
        out.u8(sessionId.length).put(sessionId);
        int suites = out.open(2);
        if (grease) {
            out.u16(grease());
        }
        out.u16s(ciphers);
        out.close(suites, 2);
        // One method of compression: none.
        out.u8(1).u8(0);
        if (hasExtensions) {
            int extensions = out.open(2);
            putExtensions(out);
            out.close(extensions, 2);
        }
        out.close(message, 3);
        out.close(record, 2);
        return out.toArray();
    }

    private void putExtensions(Bytes out) {
        if (grease) {
            out.u16(grease()).u16(0);
        }
        putServerName(out);
        out.u16(Wire.EXT_EXTENDED_MASTER_SECRET).u16(0);
        if (hasMaxFragmentLength) {
            out.u16(Wire.EXT_MAX_FRAGMENT_LENGTH).u16(1).u8(1);
        }
        out.u16(Wire.EXT_RENEGOTIATION_INFO).u16(1).u8(0);
        putList(out, Wire.EXT_SUPPORTED_GROUPS, groups);
        out.u16(Wire.EXT_EC_POINT_FORMATS).u16(2).u8(1).u8(0);
        out.u16(Wire.EXT_SESSION_TICKET).u16(ticket.length).put(ticket);
        if (hasHeartbeat) {
            // RFC 6520, section 2: peer_allowed_to_send.
            out.u16(Wire.EXT_HEARTBEAT).u16(1).u8(1);
        }
        putProtocols(out);
        putList(out, Wire.EXT_SIGNATURE_ALGORITHMS, signatures);
        if (hasMaxFragmentLength || supportedVersions.length > 0) {
            putKeyShare(out);
            // RFC 8446, section 4.2.9: psk_dhe_ke alone.
            out.u16(Wire.EXT_PSK_KEY_EXCHANGE_MODES).u16(2).u8(1).u8(1);
        }
        putSupportedVersions(out);
    }

    private void putServerName(Bytes out) {
        if (serverName == null || serverName.isEmpty() || serverName.length() > NAME_MAX_BYTES) {
            return;
        }
        byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
        out.u16(Wire.EXT_SERVER_NAME).u16(name.length + 5).u16(name.length + 3);
        // RFC 6066, section 3: host_name.
        out.u8(0).u16(name.length).put(name);
    }

    private static void putList(Bytes out, int type, int[] values) {
        out.u16(type).u16(2 * values.length + 2).u16(2 * values.length).u16s(values);
    }

    private void putProtocols(Bytes out) {
        if (protocols.isEmpty()) {
            return;
        }
        out.u16(Wire.EXT_ALPN);
        int extension = out.open(2);
        int list = out.open(2);
        protocols.forEach(out::put);
        out.close(list, 2);
        out.close(extension, 2);
    }

    private void putKeyShare(Bytes out) {
        out.u16(Wire.EXT_KEY_SHARE);
        int extension = out.open(2);
        int list = out.open(2);
        if (grease) {
            out.u16(grease()).u16(1).u8(0);
        }
        out.u16(Wire.GROUP_X25519).u16(RANDOM_BYTES).put(randomBytes(random));
        out.close(list, 2);
        out.close(extension, 2);
    }

    private void putSupportedVersions(Bytes out) {
        if (supportedVersions.length == 0) {
            return;
        }
        out.u16(Wire.EXT_SUPPORTED_VERSIONS);
        int extension = out.open(2);
        int list = out.open(1);
        if (grease) {
            out.u16(grease());
        }
        out.u16s(supportedVersions);
        out.close(list, 1);
        out.close(extension, 2);
    }

    private int grease() {
        return GREASE_FIRST + GREASE_STEP * random.nextInt(GREASE_COUNT);
    }
}
