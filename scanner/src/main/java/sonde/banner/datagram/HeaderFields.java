// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.banner.Text;

import java.nio.charset.StandardCharsets;

/** The header fields of an answer in the form of HTTP (RFC 9112 section 2.1). */
final class HeaderFields {

    private HeaderFields() {}

    /** The first line, without its end. */
    static String firstLine(byte[] answer) {
        int end = Text.lineEnd(answer, 0, answer.length);
        int trimmed = Text.trimmedEnd(answer, 0, end < 0 ? answer.length : end);
        return new String(answer, 0, trimmed, StandardCharsets.UTF_8);
    }

    /**
     * Adds the values of fields that are there.
     *
     * @param lowerNames in lower case, without colon
     */
    static void put(byte[] answer, Facts facts, String... lowerNames) {
        int from = Text.lineEnd(answer, 0, answer.length);
        while (from >= 0) {
            int next = Text.lineEnd(answer, from, answer.length);
            int end = Text.trimmedEnd(answer, from, next < 0 ? answer.length : next);
            for (String each : lowerNames) {
                int value = from + each.length() + 1;
                if (value <= end
                        && answer[value - 1] == ':'
                        && Text.startsWithIgnoringCase(answer, from, end, each)) {
                    int start = Text.trimmedStart(answer, value, end);
                    facts.put(each, new String(answer, start, end - start, StandardCharsets.UTF_8));
                }
            }
            from = next;
        }
    }
}
