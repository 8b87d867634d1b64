// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The lines of one host in a file, by protocol, port and place: only where they stand is held, the
 * lines themselves are read when they are asked for.
 */
final class HostLines {

    /** A banner's longest line is shorter, each byte escaped by six. */
    private static final int LINE_MAX_BYTES = 1 << 20;

    /** Most lines are shorter. */
    private static final int PIECE_BYTES = 1024;

    private final ByteTarget file;
    private final byte[] piece = new byte[PIECE_BYTES];
    private long[] places = new long[16];
    private int count;

    /** The line read last, as several ask for the same. */
    private int lastRead = -1;

    private String last = "";

    HostLines(ByteTarget file) {
        this.file = file;
    }

    void clear() {
        count = 0;
        lastRead = -1;
    }

    /**
     * Adds a line.
     *
     * @param place as {@link AddressIndex} has it
     */
    void add(long place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = place;
    }

    int count() {
        return count;
    }

    /** As {@link HostGrouping.Target#order}. */
    int order(int index) {
        return AddressIndex.order(places[index]);
    }

    /** A line with what ends it. */
    String line(int index) throws IOException {
        if (index != lastRead) {
            last = read(AddressIndex.position(places[index]));
            lastRead = index;
        }
        return last;
    }

    private String read(long from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LINE_MAX_BYTES) {
            int length = file.read(from + line.size(), piece, PIECE_BYTES);
            int end = 0;
            while (end < length && piece[end] != '\n') {
                end++;
            }
            if (end < length) {
                line.write(piece, 0, end + 1);
                return line.toString(ISO_8859_1);
            }
            if (length == 0) {
                break;
            }
            line.write(piece, 0, length);
        }
        throw new IOException("the file has changed meanwhile");
    }
}
