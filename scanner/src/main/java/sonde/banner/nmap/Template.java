// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * One piece of what a match says: text with {@code $1}, {@code $P(1)}, {@code $SUBST(1,"_",".")}
 * and {@code $I(1,">")} for what the groups of the expression matched.
 *
 * @param kind p product, v version, i information, h host name, o operating system, d device, c CPE
 */
record Template(char kind, String text) {

    /** The longest piece, in characters; Nmap's limits are between 80 and 256. */
    static final int LENGTH_MAX = 256;

    /** More bytes are no number to Nmap. */
    private static final int NUMBER_BYTES_MAX = 8;

    /** Fills in what was matched; null if that can't be done, or nothing is there. */
    @Nullable String fill(Matcher match, byte[] input) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length() && filled.length() < LENGTH_MAX) {
            char c = text.charAt(at);
            if (c != '$') {
                filled.append(c);
                at++;
                continue;
            }
            int end = referenceEnd(at);
            String value = end < 0 ? null : value(text.substring(at + 1, end), match, input);
            if (value == null) {
                return null;
            }
            filled.append(kind == 'c' ? forCpe(value) : value);
            at = end;
        }
        filled.setLength(Math.min(filled.length(), LENGTH_MAX));
        String stripped = filled.toString().strip();
        return stripped.isEmpty() ? null : stripped;
    }

    /** Where a reference ends that begins at a dollar sign; -1 if it doesn't. */
    private int referenceEnd(int dollar) {
        int at = dollar + 1;
        if (at < text.length() && isGroup(text.charAt(at))) {
            return at + 1;
        }
        boolean quoted = false;
        while (at < text.length() && (quoted || text.charAt(at) != ')')) {
            quoted ^= text.charAt(at) == '"';
            at++;
        }
        return at < text.length() ? at + 1 : -1;
    }

    private static @Nullable String value(String reference, Matcher match, byte[] input) {
        if (reference.length() == 1) {
            return group(reference, 0, match, input);
        }
        int open = reference.indexOf('(');
        String arguments = reference.substring(open + 1, reference.length() - 1);
        return switch (open < 0 ? "" : reference.substring(0, open)) {
            case "P" -> {
                String value = group(arguments, 0, match, input);
                yield value == null ? null : value.replaceAll("[^ -~]", "");
            }
            case "SUBST" -> {
                String value = group(arguments, 0, match, input);
                String[] strings = strings(arguments, 2);
                yield value == null || strings == null
                        ? null
                        : value.replace(strings[0], strings[1]);
            }
            case "I" -> {
                String value = group(arguments, 0, match, input);
                String[] strings = strings(arguments, 1);
                yield value == null || strings == null ? null : number(value, strings[0]);
            }
            default -> null;
        };
    }

    private static @Nullable String group(String text, int at, Matcher match, byte[] input) {
        if (at >= text.length() || !isGroup(text.charAt(at))) {
            return null;
        }
        int group = text.charAt(at) - '0';
        if (group > match.groupCount()) {
            return null;
        }
        int start = match.start(group);
        int length = match.end(group) - start;
        return start < 0 ? "" : new String(input, start, length, StandardCharsets.ISO_8859_1);
    }

    /** The strings in quotes behind a group's number; null if they are not that many. */
    private static String @Nullable [] strings(String arguments, int count) {
        String[] strings = new String[count];
        int at = 1;
        for (int i = 0; i < count; i++) {
            int open = arguments.indexOf('"', at);
            int close = open < 0 ? -1 : arguments.indexOf('"', open + 1);
            if (close < 0 || !arguments.substring(at, open).strip().equals(",")) {
                return null;
            }
            byte[] bytes = Escapes.read(arguments.substring(open + 1, close));
            if (bytes == null || (i == 0 && bytes.length == 0)) {
                return null;
            }
            strings[i] = new String(bytes, StandardCharsets.ISO_8859_1);
            at = close + 1;
        }
        return at == arguments.length() ? strings : null;
    }

    private static @Nullable String number(String value, String order) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length == 0 || bytes.length > NUMBER_BYTES_MAX) {
            return null;
        }
        if (order.equals("<")) {
            bytes =
                    new StringBuilder(value)
                            .reverse()
                            .toString()
                            .getBytes(StandardCharsets.ISO_8859_1);
        } else if (!order.equals(">")) {
            return null;
        }
        return new BigInteger(1, bytes).toString();
    }

    /** As a component of a CPE name: small letters, the rest by their numbers. */
    private static String forCpe(String value) {
        StringBuilder cpe = new StringBuilder();
        for (char c : value.toLowerCase(Locale.ROOT).toCharArray()) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-._".indexOf(c) >= 0) {
                cpe.append(c);
            } else if (c == ' ') {
                cpe.append('_');
            } else {
                cpe.append('%')
                        .append(Character.forDigit((c >> 4) & 15, 16))
                        .append(Character.forDigit(c & 15, 16));
            }
        }
        return cpe.toString();
    }

    private static boolean isGroup(char c) {
        return c >= '1' && c <= '9';
    }
}
