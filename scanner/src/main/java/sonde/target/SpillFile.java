// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file of words in native order, for more ranges than the heap should hold. It loses
 * its name as soon as it is open, so that it is gone with the process, however that ends. Written
 * by one thread; what is mapped stays readable after {@link #close}.
 */
final class SpillFile implements Closeable {

    /** How much is written at once. */
    private static final int BUFFER_BYTES = 1 << 18;

    private final FileChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private long wordCount;

    /**
     * Opens an empty file among the host's temporary files.
     *
     * @throws UncheckedIOException if that fails
     */
    SpillFile() {
        try {
            Path path = Files.createTempFile("sonde-ranges-", ".tmp");
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static UncheckedIOException failure(IOException e) {
        return new UncheckedIOException(
                new IOException(
                        "a long list of IPv6 addresses needs a temporary file: " + e.getMessage(),
                        e));
    }

    /** How many words have been written. */
    long wordCount() {
        return wordCount;
    }

    /**
     * Writes the words of an array, from one place up to another.
     *
     * @throws UncheckedIOException if that fails, for instance because the disk is full
     */
    void append(long[] words, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putLong(words[i]);
        }
        wordCount += to - from;
    }

    private void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failure(e);
        }
        buffer.clear();
    }

    /**
     * Words that have been written, as memory; it goes when nobody refers to it.
     *
     * @throws UncheckedIOException if that fails
     */
    MemorySegment map(long fromWord, long toWord) {
        flush();
        try {
            return channel.map(
                    FileChannel.MapMode.READ_ONLY,
                    fromWord * Long.BYTES,
                    (toWord - fromWord) * Long.BYTES,
                    Arena.ofAuto());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
