// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.zstd.FrameStart;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * How much of a compressed file is whole members, such as {@link CompressedWriter} writes: a killed
 * process may leave a piece of one behind them. Members of other programs' kinds count as none.
 */
final class WholeMembers {

    private static final int BUFFER_BYTES = 64 << 10;

    /** Magic, method and no flags (RFC 1952 section 2.3); behind them 6 bytes of header. */
    private static final int GZIP_MAGIC = 0x1F8B0800;

    private static final int GZIP_HEADER_BYTES = 10;
    private static final int GZIP_TRAILER_BYTES = 8;

    /** RFC 8878 section 3.1.1.2. */
    private static final int ZSTD_BLOCK_HEADER_BYTES = 3;

    private static final int ZSTD_REPEATED_BLOCK = 1;
    private static final int ZSTD_RESERVED_BLOCK = 3;

    /** The length of the member that begins at a place; fails where there is no whole one. */
    private interface Kind {
        long lengthAt(RandomAccessFile file, long from) throws IOException, DataFormatException;
    }

    private WholeMembers() {}

    static long ofGzip(Path file) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            return count(file, (open, from) -> gzipLength(open, from, inflater));
        } finally {
            inflater.end();
        }
    }

    static long ofZstd(Path file) throws IOException {
        return count(file, WholeMembers::zstdLength);
    }

    private static long count(Path path, Kind kind) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long whole = 0;
            try {
                while (whole < file.length()) {
                    long end = whole + kind.lengthAt(file, whole);
                    if (end > file.length()) {
                        break;
                    }
                    whole = end;
                }
            } catch (EOFException | DataFormatException e) {
                // What comes here is no whole member.
                return whole;
            }
            return whole;
        }
    }

    private static long gzipLength(RandomAccessFile file, long from, Inflater inflater)
            throws IOException, DataFormatException {
        file.seek(from);
        if (file.readInt() != GZIP_MAGIC) {
            throw new DataFormatException();
        }
        file.seek(from + GZIP_HEADER_BYTES);
        byte[] input = new byte[BUFFER_BYTES];
        byte[] output = new byte[BUFFER_BYTES];
        inflater.reset();
        while (!inflater.finished()) {
            if (inflater.inflate(output) == 0 && !inflater.finished()) {
                int count = inflater.needsInput() ? file.read(input) : -1;
                if (count < 0) {
                    throw new EOFException();
                }
                inflater.setInput(input, 0, count);
            }
        }
        return GZIP_HEADER_BYTES + inflater.getBytesRead() + GZIP_TRAILER_BYTES;
    }

    private static long zstdLength(RandomAccessFile file, long from)
            throws IOException, DataFormatException {
        file.seek(from);
        if (Integer.reverseBytes(file.readInt()) != FrameStart.MAGIC) {
            throw new DataFormatException();
        }
        int descriptor = file.readUnsignedByte();
        long at = from + FrameStart.lengthBytes(descriptor);
        boolean last = false;
        while (!last) {
            file.seek(at);
            int header = file.readUnsignedByte();
            header |= file.readUnsignedByte() << 8;
            header |= file.readUnsignedByte() << 16;
            last = (header & 1) != 0;
            int type = header >> 1 & 3;
            if (type == ZSTD_RESERVED_BLOCK) {
                throw new DataFormatException();
            }
            at += ZSTD_BLOCK_HEADER_BYTES + (type == ZSTD_REPEATED_BLOCK ? 1 : header >> 3);
        }
        return at + (FrameStart.hasChecksum(descriptor) ? FrameStart.CHECKSUM_BYTES : 0) - from;
    }
}
