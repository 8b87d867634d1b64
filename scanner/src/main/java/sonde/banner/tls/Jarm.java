// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * JARM, the fingerprint of what a server chooses when offered ten different hellos, as Salesforce
 * publishes it (salesforce/jarm, README.md and jarm.py): 30 characters for suites and versions
 * chosen, 32 of a hash over protocols and extensions. So that fingerprints can be compared with
 * those of others, oddities of the published method are kept, and named where they are.
 */
final class Jarm {

    static final int HELLO_COUNT = 10;

    /** The published method reads an answer once, with this much room. */
    static final int ANSWER_MAX_BYTES = 1484;

    /** A server that refused all hellos. */
    static final String NOTHING = "0".repeat(62);

    /** The suites offered, from weak to strong within each kind of key. */
    private static final int[] CIPHERS = {
        0x0016, 0x0033, 0x0067, 0xc09e, 0xc0a2, 0x009e, 0x0039, 0x006b, 0xc09f, 0xc0a3, 0x009f,
        0x0045, 0x00be, 0x0088, 0x00c4, 0x009a, 0xc008, 0xc009, 0xc023, 0xc0ac, 0xc0ae, 0xc02b,
        0xc00a, 0xc024, 0xc0ad, 0xc0af, 0xc02c, 0xc072, 0xc073, 0xcca9, 0x1302, 0x1301, 0xcc14,
        0xc007, 0xc012, 0xc013, 0xc027, 0xc02f, 0xc014, 0xc028, 0xc030, 0xc060, 0xc061, 0xc076,
        0xc077, 0xcca8, 0x1305, 0x1304, 0x1303, 0xcc13, 0xc011, 0x000a, 0x002f, 0x003c, 0xc09c,
        0xc0a0, 0x009c, 0x0035, 0x003d, 0xc09d, 0xc0a1, 0x009d, 0x0041, 0x00ba, 0x0084, 0x00c0,
        0x0007, 0x0004, 0x0005
    };

    /** TLS 1.3 suites have this first byte. */
    private static final int TLS_1_3_SUITES = 0x13;

    private static final int[] GROUPS = {Wire.GROUP_X25519, 0x0017, 0x0018, 0x0019};

    private static final int[] SIGNATURES = {
        0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201
    };

    /** Oddity: spdy/3 and h2 are one element, so that they change places together. */
    private static final List<byte[]> USUAL_PROTOCOLS =
            List.of(
                    ClientHello.protocol("http/0.9"),
                    ClientHello.protocol("http/1.0"),
                    ClientHello.protocol("http/1.1"),
                    ClientHello.protocol("spdy/1"),
                    ClientHello.protocol("spdy/2"),
                    new Bytes()
                            .put(ClientHello.protocol("spdy/3"))
                            .put(ClientHello.protocol("h2"))
                            .toArray(),
                    ClientHello.protocol("h2c"),
                    ClientHello.protocol("hq"));

    private static final List<byte[]> RARE_PROTOCOLS =
            List.of(
                    ClientHello.protocol("http/0.9"),
                    ClientHello.protocol("http/1.0"),
                    ClientHello.protocol("spdy/1"),
                    ClientHello.protocol("spdy/2"),
                    ClientHello.protocol("spdy/3"),
                    ClientHello.protocol("h2c"),
                    ClientHello.protocol("hq"));

    private static final List<Integer> TO_1_2 = List.of(Wire.TLS_1_0, Wire.TLS_1_1, Wire.TLS_1_2);
    private static final List<Integer> TO_1_3 =
            List.of(Wire.TLS_1_0, Wire.TLS_1_1, Wire.TLS_1_2, Wire.TLS_1_3);
    private static final List<Integer> NOT_SAID = List.of();

    /** Digits and letters for the versions 3.0 to 3.5. */
    private static final String VERSION_LETTERS = "abcdef";

    /** First bytes of what follows a ServerHello without extensions on some servers. */
    private static final byte[] NO_EXTENSIONS_50 = {0x0e, (byte) 0xac, 0x0b};

    private static final byte[] NO_EXTENSIONS_82 = {0x0f, (byte) 0xf0, 0x0b};

    private enum Order {
        FORWARD,
        REVERSE,
        TOP_HALF,
        BOTTOM_HALF,
        MIDDLE_OUT
    }

    private record Kind(
            int version,
            boolean with13Suites,
            Order suites,
            boolean grease,
            boolean rareProtocols,
            List<Integer> versions,
            Order extensions) {}

    private static final List<Kind> KINDS = kinds();

    /** What counts of an answer; all empty if the hello was refused. */
    record Answer(String cipher, String version, String protocol, String extensions) {

        static final Answer REFUSED = new Answer("", "", "", "");
    }

    private Jarm() {}

    private static List<Kind> kinds() {
        int v2 = Wire.TLS_1_2;
        int v3 = Wire.TLS_1_3;
        Order forward = Order.FORWARD;
        Order reverse = Order.REVERSE;
        return List.of(
                new Kind(v2, true, forward, false, false, TO_1_2, reverse),
                new Kind(v2, true, reverse, false, false, TO_1_2, forward),
                new Kind(v2, true, Order.TOP_HALF, false, false, NOT_SAID, forward),
                new Kind(v2, true, Order.BOTTOM_HALF, false, true, NOT_SAID, forward),
                new Kind(v2, true, Order.MIDDLE_OUT, true, true, NOT_SAID, reverse),
                new Kind(Wire.TLS_1_1, true, forward, false, false, NOT_SAID, forward),
                new Kind(v3, true, forward, false, false, TO_1_3, reverse),
                new Kind(v3, true, reverse, false, false, TO_1_3, forward),
                new Kind(v3, false, forward, false, false, TO_1_3, forward),
                new Kind(v3, true, Order.MIDDLE_OUT, true, false, TO_1_3, reverse));
    }

    /**
     * One of the ten hellos.
     *
     * @param index 0 to 9
     * @param name the host's name, or its address as text
     */
    static byte[] hello(int index, String name, RandomGenerator random) {
        Kind kind = KINDS.get(index);
        ClientHello hello = new ClientHello(random);
        boolean is13 = kind.version() == Wire.TLS_1_3;
        hello.recordVersion = is13 ? Wire.TLS_1_0 : kind.version();
        hello.version = is13 ? Wire.TLS_1_2 : kind.version();
        hello.sessionId = ClientHello.randomBytes(random);
        hello.ciphers =
                toInts(
                        ordered(
                                Arrays.stream(CIPHERS)
                                        .filter(each ->
                                                kind.with13Suites() || each >>> 8 != TLS_1_3_SUITES)
                                        .boxed()
                                        .toList(),
                                kind.suites()));
        hello.grease = kind.grease();
        hello.serverName = name;
        hello.hasMaxFragmentLength = true;
        hello.groups = GROUPS;
        hello.signatures = SIGNATURES;
        hello.protocols =
                ordered(kind.rareProtocols() ? RARE_PROTOCOLS : USUAL_PROTOCOLS, kind.extensions());
        hello.supportedVersions = toInts(ordered(kind.versions(), kind.extensions()));
        return hello.toBytes();
    }

    private static int[] toInts(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static <T> List<T> ordered(List<T> list, Order order) {
        int half = list.size() / 2;
        boolean odd = list.size() % 2 == 1;
        return switch (order) {
            case FORWARD -> list;
            case REVERSE -> list.reversed();
            case BOTTOM_HALF -> list.subList(odd ? half + 1 : half, list.size());
            case TOP_HALF -> list.subList(0, odd ? half + 1 : half).reversed();
            case MIDDLE_OUT -> middleOut(list, half, odd);
        };
    }

    private static <T> List<T> middleOut(List<T> list, int half, boolean odd) {
        List<T> out = new ArrayList<>(list.size());
        if (odd) {
            out.add(list.get(half));
        }
        for (int i = 1; i <= half; i++) {
            out.add(list.get(odd ? half + i : half - 1 + i));
            out.add(list.get(half - i));
        }
        return out;
    }

    /** Whether an answer is there as far as it counts. */
    static boolean isWhole(byte[] input, int length) {
        if (length < Wire.RECORD_HEADER_BYTES) {
            return false;
        }
        return Wire.u8(input, 0) != Wire.HANDSHAKE
                || length >= ANSWER_MAX_BYTES
                || length >= Wire.RECORD_HEADER_BYTES + Wire.u16(input, 3);
    }

    /**
     * Reads an answer in the published way, at fixed places from its first byte. Oddity: what
     * follows a ServerHello without extensions, if it is a record of its own, is read as
     * extensions.
     */
    static Answer answer(byte[] input, int length) {
        int end = Math.min(length, ANSWER_MAX_BYTES);
        if (end < 44
                || Wire.u8(input, 0) != Wire.HANDSHAKE
                || Wire.u8(input, 5) != Wire.SERVER_HELLO) {
            return Answer.REFUSED;
        }
        // From here on as behind a session ID of no length.
        int id = Wire.u8(input, 43);
        String cipher = hex(input, id + 44, id + 46, end);
        String version = hex(input, 9, 11, end);
        if (id + 47 >= end
                || Wire.u8(input, id + 47) == Wire.CERTIFICATE
                || is(NO_EXTENSIONS_50, input, id + 50, end)
                || is(NO_EXTENSIONS_82, input, 82, end)) {
            return new Answer(cipher, version, "", "");
        }
        int at = id + 49;
        int last = at + number(input, id + 47, end) - 1;
        String protocol = "";
        boolean found = false;
        StringBuilder types = new StringBuilder();
        while (at < last) {
            if (at + 2 >= end) {
                return Answer.REFUSED;
            }
            String type = hex(input, at, at + 2, end);
            int size = number(input, at + 2, end);
            if (type.equals("0010") && !found) {
                found = true;
                String name = text(input, at + 7, Math.min(at + 4 + size, end));
                if (size == 0 || name == null) {
                    return Answer.REFUSED;
                }
                protocol = name;
            }
            types.append(types.isEmpty() ? "" : "-").append(type);
            at += 4 + size;
        }
        return new Answer(cipher, version, protocol, types.toString());
    }

    /** The fingerprint, 62 characters, of the answers to all hellos. */
    static String fingerprint(List<Answer> answers) {
        if (answers.stream().allMatch(Answer.REFUSED::equals)) {
            return NOTHING;
        }
        StringBuilder print = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        for (Answer answer : answers) {
            print.append(cipherDigits(answer.cipher())).append(versionLetter(answer.version()));
            rest.append(answer.protocol()).append(answer.extensions());
        }
        byte[] hashed = rest.toString().getBytes(StandardCharsets.UTF_8);
        return print.append(Sha256.hex(hashed), 0, 32).toString();
    }

    /** A suite's place, from 1, among those offered in the order of their numbers, TLS 1.3 last. */
    private static String cipherDigits(String cipher) {
        if (cipher.isEmpty()) {
            return "00";
        }
        int number = Integer.parseInt(cipher, 16);
        int place = 1;
        boolean known = false;
        for (int each : CIPHERS) {
            known |= each == number;
            place += rank(each) < rank(number) ? 1 : 0;
        }
        return HexFormat.of().toHexDigits((byte) (known ? place : CIPHERS.length + 1));
    }

    private static int rank(int cipher) {
        return cipher >>> 8 == TLS_1_3_SUITES ? cipher + (1 << 16) : cipher;
    }

    private static String versionLetter(String version) {
        int number = version.length() < 4 ? -1 : Character.digit(version.charAt(3), 16);
        boolean known = number >= 0 && number < VERSION_LETTERS.length();
        return known ? VERSION_LETTERS.substring(number, number + 1) : "0";
    }

    private static String hex(byte[] input, int from, int to, int end) {
        int first = Math.min(from, end);
        return HexFormat.of().formatHex(input, first, Math.min(to, end));
    }

    /** Two bytes, or the one that is left. */
    private static int number(byte[] input, int at, int end) {
        return at + 1 < end ? Wire.u16(input, at) : Wire.u8(input, at);
    }

    private static boolean is(byte[] expected, byte[] input, int at, int end) {
        return at + expected.length <= end
                && Arrays.equals(input, at, at + expected.length, expected, 0, expected.length);
    }

    /** The text in UTF-8; null if it is none. */
    private static @Nullable String text(byte[] input, int from, int to) {
        if (from >= to) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(input, from, to - from))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
