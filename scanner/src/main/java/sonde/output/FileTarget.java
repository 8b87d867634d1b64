// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;

/**
 * A regular file. Written through a {@code RandomAccessFile}, because a {@code FileChannel} closes
 * itself when its thread is interrupted; the channel only maps, and can be done without.
 */
final class FileTarget implements ByteTarget {

    private final String name;
    private final RandomAccessFile file;
    private final FileChannel mapper;
    private final long key;

    /** Where the descriptor stands, so that writes in order need no seek. */
    private long position;

    /**
     * Takes over a file, open twice.
     *
     * @param name how messages call it
     * @param mapper the same file, to be mapped
     * @param key as {@link OutputMark#fileKey}
     */
    FileTarget(String name, RandomAccessFile file, FileChannel mapper, long key) {
        this.name = name;
        this.file = file;
        this.mapper = mapper;
        this.key = key;
    }

    @Override
    public void write(long at, byte[] bytes, int offset, int length) throws OutputException {
        try {
            if (at != position) {
                file.seek(at);
                position = at;
            }
            // One write(2): RandomAccessFile copies up to 8 KiB through a buffer on the stack.
            file.write(bytes, offset, length);
            position += length;
        } catch (IOException e) {
            position = -1;
            throw OutputException.whileWritingFile(name, e);
        }
    }

    /**
     * Copies the bytes into the mapped file. A signal takes effect between two instructions, and
     * HotSpot's copy of 64 bytes or more on x86-64 and AArch64 moves neighbouring bytes by one of
     * them; were it to use two, the gap would still be a nanosecond, against several hundred in a
     * {@code write(2)}. Where the file can't be mapped, it is written.
     */
    @Override
    public void replaceAcross(long at, byte[] bytes) throws OutputException {
        if (Thread.currentThread().isInterrupted() || !copyMapped(at, bytes)) {
            write(at, bytes, 0, bytes.length);
        }
    }

    private boolean copyMapped(long at, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped =
                    mapper.map(FileChannel.MapMode.READ_WRITE, at, bytes.length, arena);
            // Both pages are made present and writable first, so that no fault divides the copy.
            touch(mapped, 0);
            touch(mapped, bytes.length - 1);
            mapped.copyFrom(MemorySegment.ofArray(bytes));
            return true;
        } catch (IOException | UnsupportedOperationException | InternalError e) {
            // No mapping here, or (InternalError) no page behind it; write(2) will tell why.
            return false;
        }
    }

    private static void touch(MemorySegment mapped, long offset) {
        mapped.set(ValueLayout.JAVA_BYTE, offset, mapped.get(ValueLayout.JAVA_BYTE, offset));
    }

    @Override
    public long length(long at) {
        return at;
    }

    @Override
    public long key() {
        return key;
    }

    @Override
    public long size() throws OutputException {
        try {
            return file.length();
        } catch (IOException e) {
            throw OutputException.whileReading(name, e);
        }
    }

    @Override
    public int read(long at, byte[] bytes, int lengthBytes) throws OutputException {
        try {
            file.seek(at);
            position = -1;
            int done = 0;
            while (done < lengthBytes) {
                int count = file.read(bytes, done, lengthBytes - done);
                if (count < 0) {
                    break;
                }
                done += count;
            }
            return done;
        } catch (IOException e) {
            position = -1;
            throw OutputException.whileReading(name, e);
        }
    }

    @Override
    public void truncate(long lengthBytes) throws OutputException {
        try {
            file.setLength(lengthBytes);
        } catch (IOException e) {
            throw OutputException.whileWritingFile(name, e);
        } finally {
            position = -1;
        }
    }

    @Override
    public void close() throws OutputException {
        try (mapper) {
            file.close();
        } catch (IOException e) {
            throw OutputException.whileWritingFile(name, e);
        }
    }
}
