// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file, all members of it (RFC 1952), from a stream. Unlike {@link
 * java.util.zip.GZIPInputStream}, which takes whatever is no member for the end, it fails where one
 * is damaged or cut off, so that no results behind are lost in silence. Zeros behind the last
 * member are padding. Not for several threads.
 */
final class GzipStream extends InputStream {

    private static final int MAGIC_FIRST = 0x1F;
    private static final int MAGIC_SECOND = 0x8B;
    private static final int DEFLATE = 8;

    /** Bits of a header's flags (RFC 1952 section 2.3.1). */
    private static final int HAS_CHECKSUM = 1 << 1;

    private static final int HAS_EXTRA = 1 << 2;
    private static final int HAS_NAME = 1 << 3;
    private static final int HAS_COMMENT = 1 << 4;
    private static final int RESERVED = 0xE0;

    /** Time, extra flags and system, in bytes. */
    private static final int IGNORED_BYTES = 6;

    private static final int BUFFER_BYTES = 1 << 14;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** What of the buffer is still to be read; where the inflater reads, it has the same. */
    private int position;

    private int limit;

    private boolean isInMember;
    private boolean isAtEnd;

    /** What ended the reading; it ends every further one. */
    private @Nullable IOException failure;

    /**
     * @param in is closed with this
     */
    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * @throws EOFException if the file ends within a member
     * @throws ZipException if something else than a member, or a damaged one, is there
     */
    @Override
    public int read(byte[] bytes, int offset, int lengthBytes) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            return lengthBytes == 0 ? 0 : readMembers(bytes, offset, lengthBytes);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int readMembers(byte[] bytes, int offset, int lengthBytes) throws IOException {
        while (!isAtEnd) {
            int count = isInMember ? inflate(bytes, offset, lengthBytes) : 0;
            if (count > 0) {
                return count;
            }
            if (!isInMember) {
                isInMember = startMember();
                isAtEnd = !isInMember;
            }
        }
        return -1;
    }

    /** Returns 0 where the member ends. */
    private int inflate(byte[] bytes, int offset, int lengthBytes) throws IOException {
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(bytes, offset, lengthBytes);
                if (count > 0) {
                    checksum.update(bytes, offset, count);
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw new ZipException("a dictionary is needed");
                }
                if (inflater.needsInput() && !inflater.finished()) {
                    require(fill());
                    inflater.setInput(buffer, position, limit - position);
                    position = limit;
                }
            }
        } catch (DataFormatException e) {
            throw new ZipException(String.valueOf(e.getMessage()));
        }
        position = limit - inflater.getRemaining();
        endMember();
        return 0;
    }

    /** Reads a member's header; returns false at the end of the file. */
    private boolean startMember() throws IOException {
        if (position == limit && !fill()) {
            return false;
        }
        int first = next();
        if (first == 0) {
            skipPadding();
            return false;
        }
        if (first != MAGIC_FIRST || next() != MAGIC_SECOND || next() != DEFLATE) {
            throw new ZipException("something else than a gzip member");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("unknown flags");
        }
        skip(IGNORED_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << Byte.SIZE);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            skip(Short.BYTES);
        }
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        checksum.reset();
        return true;
    }

    private void endMember() throws IOException {
        if (nextInt() != (int) checksum.getValue()) {
            throw new ZipException("a wrong checksum");
        }
        if (nextInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("a wrong length");
        }
        isInMember = false;
    }

    private void skipPadding() throws IOException {
        while (position < limit || fill()) {
            if (buffer[position++] != 0) {
                throw new ZipException("something else than a gzip member");
            }
        }
    }

    private void skip(int lengthBytes) throws IOException {
        for (int i = 0; i < lengthBytes; i++) {
            next();
        }
    }

    /** Past a text and the zero that ends it. */
    private void skipText() throws IOException {
        int next = next();
        while (next != 0) {
            next = next();
        }
    }

    private int nextInt() throws IOException {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value |= next() << (i * Byte.SIZE);
        }
        return value;
    }

    private int next() throws IOException {
        require(position < limit || fill());
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static void require(boolean isThere) throws EOFException {
        if (!isThere) {
            throw new EOFException("the compressed data ends too early");
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
