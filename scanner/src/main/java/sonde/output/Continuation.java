// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a file that is there can be continued, and whether it is of the format at all. Reads
 * its beginning, and from its end backwards by pieces, so that any file is read in a little memory.
 */
final class Continuation {

    /** So much of the beginning tells what a file is. */
    static final int HEAD_BYTES = 4096;

    private static final int PIECE_BYTES = 8192;

    private Continuation() {}

    /** A file's first bytes, one character each. */
    static String head(ByteTarget file) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        return new String(head, 0, file.read(0, head, head.length), ISO_8859_1);
    }

    /** A file's first line, or as much of it as tells what the file is. */
    static String firstLine(ByteTarget file) throws IOException {
        return head(file).split("\n", 2)[0];
    }

    /** Its last bytes. */
    private static String tail(ByteTarget file, int lengthBytes) throws IOException {
        byte[] tail = new byte[(int) Math.min(lengthBytes, file.size())];
        int count = file.read(file.size() - tail.length, tail, tail.length);
        return new String(tail, 0, count, ISO_8859_1);
    }

    /**
     * Of a format of lines: behind the last whole line, or before the closing if that is there. It
     * is known by the first words of its opening, up to a digit, as numbers are of one run; and
     * where it has no opening, by being text.
     */
    static @Nullable OutputMark ofLines(ByteTarget file, RecordFormat format) throws IOException {
        return ofLines(file, format, firstWords(format.opening()));
    }

    /** The same of a format that is known by other first words. */
    static @Nullable OutputMark ofLines(ByteTarget file, RecordFormat format, String opening)
            throws IOException {
        String head = head(file);
        boolean isOurs = opening.isEmpty() ? isText(head) : head.startsWith(opening);
        if (!isOurs) {
            return null;
        }
        long end = lastOf(file, file.size(), "\n") + 1;
        if (end == 0) {
            // Not even the first line is whole.
            return null;
        }
        long start = lastOf(file, end - 1, "\n") + 1;
        if (end - start <= PIECE_BYTES) {
            byte[] line = new byte[(int) (end - start)];
            int count = file.read(start, line, line.length);
            if (format.isClosing(new String(line, 0, count, ISO_8859_1))) {
                end = start;
            }
        }
        return new OutputMark(end, end > format.opening().length ? 1 : 0, file.key());
    }

    /** Of a JSON array: behind its last element. One that doesn't end in its bracket is none. */
    static @Nullable OutputMark ofArray(ByteTarget file) throws IOException {
        if (!head(file).stripLeading().startsWith("[")) {
            return null;
        }
        long bracket = lastNonSpace(file, file.size());
        if (bracket <= 0 || at(file, bracket) != ']') {
            return null;
        }
        long element = lastNonSpace(file, bracket);
        if (element < 0) {
            return null;
        }
        int last = at(file, element);
        long end = at(file, element + 1) == '\n' ? element + 2 : element + 1;
        return switch (last) {
            case '[' -> new OutputMark(end, 0, file.key());
            case '}' -> new OutputMark(end, 1, file.key());
            default -> null;
        };
    }

    /**
     * Of a format with an end of some length: before that. Null where it is not there.
     *
     * @param beginning what the end begins with
     * @param end all of it; its first group is how many records the file has
     * @param lengthMaxBytes no end is longer
     */
    static @Nullable OutputMark beforeEnd(
            ByteTarget file, String beginning, Pattern end, int lengthMaxBytes) throws IOException {
        String tail = tail(file, lengthMaxBytes);
        int from = tail.lastIndexOf(beginning);
        if (from < 0) {
            return null;
        }
        Matcher found = end.matcher(tail).region(from, tail.length());
        return found.matches()
                ? new OutputMark(
                        file.size() - tail.length() + from,
                        Long.parseLong(found.group(1)),
                        file.key())
                : null;
    }

    private static String firstWords(byte[] opening) {
        int end = 0;
        while (end < opening.length
                && opening[end] != '\n'
                && !(opening[end] >= '0' && opening[end] <= '9')) {
            end++;
        }
        return new String(opening, 0, end, ISO_8859_1);
    }

    private static boolean isText(String head) {
        return head.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t');
    }

    private static int at(ByteTarget file, long position) throws IOException {
        byte[] one = new byte[1];
        return file.read(position, one, 1) == 1 ? one[0] & 0xFF : -1;
    }

    /** The place of the last byte before {@code end} that is one of these; -1 if there is none. */
    private static long lastOf(ByteTarget file, long end, String wanted) throws IOException {
        return last(file, end, wanted, true);
    }

    private static long lastNonSpace(ByteTarget file, long end) throws IOException {
        return last(file, end, " \t\r\n", false);
    }

    private static long last(ByteTarget file, long end, String bytes, boolean isWanted)
            throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long from = end;
        while (from > 0) {
            int length = (int) Math.min(PIECE_BYTES, from);
            from -= length;
            int count = file.read(from, piece, length);
            for (int i = count - 1; i >= 0; i--) {
                if (bytes.indexOf(piece[i] & 0xFF) >= 0 == isWanted) {
                    return from + i;
                }
            }
        }
        return -1;
    }
}
