// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes members of gzip (RFC 1952 section 2.3), without a name and a time. */
final class GzipMember implements Compressor {

    /** Level 3: within a quarter of the size of gzip's own 6, at more than twice its speed. */
    private static final int LEVEL = 3;

    /** Magic, method deflate, no flags, no time, no hint, system unknown. */
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    private static final int TRAILER_BYTES = 8;

    /** A stored block has at most 65535 bytes, and five before them (RFC 1951 section 3.2.4). */
    private static final int STORED_BLOCK_BYTES = 16383;

    private static final int STORED_HEADER_BYTES = 5;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 checksum = new CRC32();

    /** By zlib's own bound for its smallest blocks. */
    @Override
    public int bound(int lengthBytes) {
        int blocks = lengthBytes / STORED_BLOCK_BYTES + 2;
        return HEADER.length + lengthBytes + blocks * STORED_HEADER_BYTES + TRAILER_BYTES;
    }

    @Override
    public int compress(byte[] source, int lengthBytes, byte[] target, int position) {
        System.arraycopy(HEADER, 0, target, position, HEADER.length);
        int at = position + HEADER.length;
        deflater.reset();
        deflater.setInput(source, 0, lengthBytes);
        deflater.finish();
        while (!deflater.finished()) {
            int count = deflater.deflate(target, at, target.length - at);
            if (count == 0) {
                throw new IllegalStateException("a member longer than its bound");
            }
            at += count;
        }
        checksum.reset();
        checksum.update(source, 0, lengthBytes);
        at = putLittle((int) checksum.getValue(), target, at);
        return putLittle(lengthBytes, target, at) - position;
    }

    private static int putLittle(int value, byte[] target, int position) {
        for (int i = 0; i < Integer.BYTES; i++) {
            target[position + i] = (byte) (value >>> (8 * i));
        }
        return position + Integer.BYTES;
    }
}
