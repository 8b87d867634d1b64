// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/** A dialogue whose replies begin with three digits: FTP (RFC 959) and SMTP (RFC 5321). */
abstract class CodedDialogue extends Dialogue {

    private static final int CODE_LENGTH = 3;

    /** A first line longer than this is judged without its end, in bytes. */
    private static final int LINE_MAX_BYTES = 512;

    /** {@code 220-} opens a reply of several lines, the last of which begins {@code 220 }. */
    @Override
    final int replyEnd(Talk talk, byte[] input, int from, int end) {
        int lineEnd = Text.lineEnd(input, from, end);
        int code = code(input, from, end);
        boolean continues =
                code >= 0 && from + CODE_LENGTH < end && input[from + CODE_LENGTH] == '-';
        while (continues && lineEnd >= 0) {
            int next = Text.lineEnd(input, lineEnd, end);
            continues =
                    next >= 0
                            && (code(input, lineEnd, end) != code
                                    || input[lineEnd + CODE_LENGTH] == '-');
            lineEnd = next;
        }
        return lineEnd;
    }

    /** The reply code, 0 to 999, or -1 if the reply has none. */
    static int code(byte[] input, int from, int end) {
        if (end - from < CODE_LENGTH) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + CODE_LENGTH; i++) {
            if (!Text.isDigit(input[i])) {
                return -1;
            }
            code = code * 10 + (input[i] - '0');
        }
        return code;
    }

    /**
     * Judges a greeting by its words, those of complete lines only.
     *
     * @param codes with which a server may greet
     * @param own words in lower case that prove this protocol
     * @param others words in lower case that prove another one with the same codes
     */
    static Match matchGreeting(
            byte[] input, int length, String[] codes, String[] own, String[] others) {
        Match code = Text.match(input, length, codes);
        if (code != Match.YES) {
            return code;
        }
        if (length > CODE_LENGTH && " -\r\n".indexOf(input[CODE_LENGTH]) < 0) {
            return Match.NO;
        }
        int known = length < LINE_MAX_BYTES ? lastLineEnd(input, length) : length;
        if (known == 0) {
            return Match.PARTIAL;
        }
        return Text.containsAny(input, CODE_LENGTH, known, own)
                        && !Text.containsAny(input, CODE_LENGTH, known, others)
                ? Match.YES
                : Match.WEAK;
    }

    private static int lastLineEnd(byte[] input, int length) {
        int end = length;
        while (end > 0 && input[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
