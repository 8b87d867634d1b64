// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file one after the other, with the place they stand at. A compressed file that
 * ends too early ends here as well: what is there is read.
 */
final class ByteSource implements Closeable {

    /** In place of a byte at the end. */
    static final int END = -1;

    /** The longest banner fits, and all ports of a host in nmap's grepable form. */
    private static final int LINE_MAX_BYTES = 1 << 21;

    private static final int BUFFER_BYTES = 1 << 14;

    /** Longer messages, in characters, are cut. */
    private static final int QUOTED_MAX = 300;

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /** The offset of the buffer's first byte. */
    private long bufferOffset;

    private long line = 1;
    private boolean isAtEnd;
    private boolean endedLine;
    private boolean isCutShort;

    /**
     * @param name the file's, for messages
     * @param in is closed with this
     */
    ByteSource(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /** The next byte, 0 to 255, or {@link #END}; it stays the next. */
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xFF : END;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return END;
        }
        int value = buffer[position++] & 0xFF;
        if (value == '\n') {
            line++;
        }
        return value;
    }

    /** Reads so many bytes, or as many as there are, and returns how many. */
    int read(byte[] bytes, int lengthBytes) throws IOException {
        int count = 0;
        while (count < lengthBytes && (position < limit || fill())) {
            int piece = Math.min(limit - position, lengthBytes - count);
            System.arraycopy(buffer, position, bytes, count, piece);
            position += piece;
            count += piece;
        }
        return count;
    }

    /**
     * The next line without its end, its bytes as characters of the same number; null at the end.
     */
    @Nullable String readLine() throws IOException {
        if (peek() == END) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int next = read();
        while (next != '\n' && next != END) {
            if (text.length() == LINE_MAX_BYTES) {
                throw wrongLine(
                        "is longer than " + LINE_MAX_BYTES + " bytes: this is no results file");
            }
            text.append((char) next);
            next = read();
        }
        endedLine = next == '\n';
        int length = text.length();
        if (length > 0 && text.charAt(length - 1) == '\r') {
            text.setLength(length - 1);
        }
        return text.toString();
    }

    /** Whether the last line read had an end, so that it is whole. */
    boolean hasEndedLine() {
        return endedLine;
    }

    /** Passes over spaces, tabs and ends of lines. */
    void skipSpace() throws IOException {
        for (int next = peek(); next == ' ' || next == '\t' || next == '\r' || next == '\n'; ) {
            read();
            next = peek();
        }
    }

    /** How many bytes have been read. */
    long offset() {
        return bufferOffset + position;
    }

    /** The line that the next byte stands in, from 1 on. */
    long line() {
        return line;
    }

    /** Whether the data ended within what had been compressed. */
    boolean isCutShort() {
        return isCutShort;
    }

    /** Something wrong in the line that the next byte stands in. */
    ReadException wrongLine(String what) {
        return wrongLine(line, what);
    }

    ReadException wrongLine(long where, String what) {
        return new ReadException(name + ", line " + where + ": " + safe(what));
    }

    /** Something wrong at a place in a file that has no lines. */
    ReadException wrongByte(long offset, String what) {
        return new ReadException(name + ", byte " + offset + ": " + what);
    }

    /** What quotes the file, so that it may go to a terminal. */
    private static String safe(String what) {
        String start = what.length() > QUOTED_MAX ? what.substring(0, QUOTED_MAX) + "..." : what;
        return start.replaceAll("[^ -~]", "?");
    }

    private boolean fill() throws IOException {
        if (isAtEnd) {
            return false;
        }
        bufferOffset += limit;
        position = 0;
        limit = 0;
        try {
            limit = Math.max(0, in.read(buffer));
        } catch (EOFException e) {
            isCutShort = true;
        } catch (ZipException e) {
            throw new ReadException(
                    name
                            + ", byte "
                            + bufferOffset
                            + " of its content: the compressed data is damaged ("
                            + e.getMessage()
                            + "): get the file again",
                    e);
        } catch (IOException e) {
            throw new ReadException(name + ": can't be read (" + e.getMessage() + ")", e);
        }
        isAtEnd = limit == 0;
        return !isAtEnd;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
