// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * JA4S, the fingerprint of a ServerHello as FoxIO publishes it (technical_details/JA4S.md of
 * FoxIO-LLC/ja4): transport, version, number of extensions, ends of the application protocol's
 * name; cipher suite; and a hash of the extensions in their order.
 */
final class Ja4s {

    /** How much of the hash is used, in hexadecimal digits. */
    private static final int HASH_DIGITS = 12;

    /** The extensions are counted with two digits. */
    private static final int COUNT_MAX = 99;

    private Ja4s() {}

    static String of(ServerFlight flight) {
        int[] extensions = flight.extensions();
        return "t%s%02d%s_%04x_%s"
                .formatted(
                        version(flight.version()),
                        Math.min(extensions.length, COUNT_MAX),
                        ends(flight.protocol()),
                        flight.cipher(),
                        hash(extensions));
    }

    private static String version(int version) {
        return switch (version) {
            case Wire.TLS_1_3 -> "13";
            case Wire.TLS_1_2 -> "12";
            case Wire.TLS_1_1 -> "11";
            case Wire.TLS_1_0 -> "10";
            case Wire.SSL_3 -> "s3";
            default -> "00";
        };
    }

    /** First and last character; of their hexadecimal form, if one is no letter or digit. */
    static String ends(@Nullable String protocol) {
        if (protocol == null || protocol.isEmpty()) {
            return "00";
        }
        char first = protocol.charAt(0);
        char last = protocol.charAt(protocol.length() - 1);
        if (isAlphanumeric(first) && isAlphanumeric(last)) {
            return "" + first + last;
        }
        HexFormat hex = HexFormat.of();
        return "" + hex.toHighHexDigit(first) + hex.toLowHexDigit(last);
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static String hash(int[] extensions) {
        if (extensions.length == 0) {
            return "0".repeat(HASH_DIGITS);
        }
        String list =
                Arrays.stream(extensions)
                        .mapToObj("%04x"::formatted)
                        .collect(Collectors.joining(","));
        return Sha256.hex(list.getBytes(StandardCharsets.US_ASCII)).substring(0, HASH_DIGITS);
    }
}
