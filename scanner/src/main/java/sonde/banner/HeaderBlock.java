// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/**
 * The first part of an answer of HTTP (RFC 9112), RTSP (RFC 7826) or SIP (RFC 3261): a status line,
 * header fields, an empty line.
 */
final class HeaderBlock {

    /** The longest block read, in bytes; servers themselves take no more than 8 or 16 KiB. */
    static final int MAX_BYTES = 16_384;

    private HeaderBlock() {}

    /** Behind the empty line, or -1 if it is not there. */
    static int end(byte[] input, int from, int length) {
        int lineStart = from;
        int lineEnd = Text.lineEnd(input, from, length);
        while (lineEnd >= 0) {
            int contentBytes = lineEnd - lineStart - 1;
            if (contentBytes == 0 || (contentBytes == 1 && input[lineStart] == '\r')) {
                return lineEnd;
            }
            lineStart = lineEnd;
            lineEnd = Text.lineEnd(input, lineStart, length);
        }
        return -1;
    }

    /** The status code, 100 to 999, or -1. */
    static int status(byte[] input, int end) {
        int from = 0;
        while (from < end && input[from] != ' ' && input[from] != '\n') {
            from++;
        }
        while (from < end && input[from] == ' ') {
            from++;
        }
        int status = Text.decimal(input, from, end);
        return status >= 100 && status <= 999 ? status : -1;
    }

    /**
     * Where the value of a field begins, blanks passed over, or -1 if there is no such field. The
     * value ends with the line.
     *
     * @param lowerName in lower case, without colon
     */
    static int valueStart(byte[] input, int end, String lowerName) {
        int lineStart = Text.lineEnd(input, 0, end);
        while (lineStart >= 0) {
            int colon = lineStart + lowerName.length();
            if (colon < end
                    && input[colon] == ':'
                    && Text.startsWithIgnoringCase(input, lineStart, end, lowerName)) {
                int value = colon + 1;
                while (value < end && (input[value] == ' ' || input[value] == '\t')) {
                    value++;
                }
                return value;
            }
            lineStart = Text.lineEnd(input, lineStart, end);
        }
        return -1;
    }

    /** The end of the value that begins there, without the blanks at its end. */
    static int valueEnd(byte[] input, int valueStart, int end) {
        int lineEnd = Text.lineEnd(input, valueStart, end);
        return Text.trimmedEnd(input, valueStart, lineEnd < 0 ? end : lineEnd);
    }
}
