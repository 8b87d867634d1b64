// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import io.airlift.compress.v3.zstd.ZstdIncrementalFrameDecompressor;

import sonde.zstd.FrameStart;
import sonde.zstd.Heap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * What a row of Zstandard frames says (RFC 8878). Whatever they are, it takes no more memory than
 * the window, a block and what the library's tables need; frames that want more are refused before
 * it is taken. No byte is read before it is needed, so that a slow pipe is not waited for.
 *
 * <p>Ends in an {@link EOFException} where a frame is cut, behind all that can be read of it; in a
 * {@link ZipException} where it is damaged.
 */
final class ZstdStream extends InputStream {

    /** As much as every decoder should have, and no encoder should ask for more (3.1.1.1.2). */
    static final int WINDOW_MAX_BYTES = 8 << 20;

    private static final int MAGIC_BYTES = 4;

    /** The magic of a skippable frame is one of sixteen (section 3.1.2); its size follows. */
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;

    private static final int SKIPPABLE_MASK = ~0xF;
    private static final int SKIPPABLE_START_BYTES = 8;

    private final InputStream in;
    private final ZstdIncrementalFrameDecompressor library = new ZstdIncrementalFrameDecompressor();

    /** Grows to the longest block there can be, by its size of 21 bits: 2 MB. */
    private byte[] input = new byte[FrameStart.LONGEST_BYTES];

    /** How much of it is there. */
    private int inputBytes;

    private boolean hasBegun;

    /**
     * @param in is closed with this
     */
    ZstdStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int count = 0;
        while (count == 0 && length > 0) {
            int needed = library.getInputRequired();
            if (isBetweenFrames()) {
                needed = begin();
                if (needed == 0) {
                    return -1;
                }
            }
            require(needed);
            count = decode(needed, bytes, offset, offset + length);
        }
        return count;
    }

    private boolean isBetweenFrames() {
        return !hasBegun || (library.isAtStoppingPoint() && library.getRequestedOutputSize() == 0);
    }

    /** Reads the start of the next frame, and returns its length; 0 at the end. */
    private int begin() throws IOException {
        while (fill(1)) {
            require(MAGIC_BYTES);
            int magic = littleEndian(0);
            if (magic == FrameStart.MAGIC) {
                hasBegun = true;
                return start();
            }
            if ((magic & SKIPPABLE_MASK) != SKIPPABLE_MAGIC) {
                throw new ZipException("no frame begins where one should");
            }
            require(SKIPPABLE_START_BYTES);
            in.skipNBytes(Integer.toUnsignedLong(littleEndian(MAGIC_BYTES)));
            inputBytes = 0;
        }
        return 0;
    }

    private int start() throws IOException {
        require(FrameStart.SHORTEST_BYTES);
        int lengthBytes = FrameStart.lengthBytes(input[MAGIC_BYTES]);
        require(lengthBytes);
        if (FrameStart.windowBytes(input) > WINDOW_MAX_BYTES) {
            throw new IOException(
                    "its frames need more than "
                            + (WINDOW_MAX_BYTES >> 20)
                            + " MB of memory: compress it without --ultra and --long");
        }
        return lengthBytes;
    }

    /** Gives the library so much of the input; returns how much came out. */
    private int decode(int lengthBytes, byte[] bytes, int from, int to) throws ZipException {
        try {
            library.partialDecompress(
                    input,
                    Heap.ARRAY_BYTE_BASE_OFFSET,
                    Heap.ARRAY_BYTE_BASE_OFFSET + lengthBytes,
                    bytes,
                    from,
                    to);
        } catch (RuntimeException e) {
            // Its own for what it checks, else that of an array whose bounds the input passed.
            ZipException damaged = new ZipException(e.getMessage());
            damaged.initCause(e);
            throw damaged;
        }
        int consumed = library.getInputConsumed();
        inputBytes -= consumed;
        System.arraycopy(input, consumed, input, 0, inputBytes);
        return library.getOutputBufferUsed();
    }

    private int littleEndian(int position) {
        return Heap.theUnsafe.getInt(input, position);
    }

    private void require(int lengthBytes) throws IOException {
        if (!fill(lengthBytes)) {
            throw new EOFException("the compressed data ends too early");
        }
    }

    /** Whether there is so much input, for which it reads. */
    private boolean fill(int lengthBytes) throws IOException {
        if (input.length < lengthBytes) {
            input = Arrays.copyOf(input, lengthBytes);
        }
        while (inputBytes < lengthBytes) {
            int count = in.read(input, inputBytes, lengthBytes - inputBytes);
            if (count < 0) {
                return false;
            }
            inputBytes += count;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
