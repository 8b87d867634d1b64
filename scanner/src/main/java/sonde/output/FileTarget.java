// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A regular file. Written through a {@code RandomAccessFile}, because a {@code FileChannel} closes
 * itself when its thread is interrupted; the channel only maps, and can be done without.
 *
 * <p>To map costs some ten microseconds. So a long file is mapped for many steps at once; as a map
 * can't reach beyond a file's end, that is moved on by spaces first, which are taken away when the
 * file is closed.
 */
final class FileTarget implements ByteTarget {

    private static final int PAGE_BYTES = 4096;

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    /** No more spaces follow the content: the cost of a map over 64 pages is none. */
    private static final int SPACES_MAX_BYTES = 64 * PAGE_BYTES;

    /** Nor more than this part of a file; none follow one that is shorter than 256 KiB. */
    private static final int SPACES_SHARE = 64;

    private final String name;
    private final RandomAccessFile file;
    private final FileChannel mapper;
    private final long key;

    /** Where the descriptor stands, so that writes in order need no seek. */
    private long position;

    private long contentEnd;

    /** From the content's end to here stand spaces of ours; 0 if none do. */
    private long spacesEnd;

    private MemorySegment window = MemorySegment.NULL;
    private long windowPosition;

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
            contentEnd = Math.max(contentEnd, position);
        } catch (IOException e) {
            position = -1;
            throw OutputException.whileWritingFile(name, e);
        }
    }

    @Override
    public void putSpaces(long at, int count) throws IOException {
        if (at < contentEnd || at + count > spacesEnd) {
            ByteTarget.super.putSpaces(at, count);
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
        try {
            if (at < windowPosition || at + bytes.length > windowPosition + window.byteSize()) {
                mapFrom(at, bytes.length);
            }
            MemorySegment mapped = window.asSlice(at - windowPosition, bytes.length);
            // Both pages are made present and writable first, so that no fault divides the copy.
            touch(mapped, 0);
            touch(mapped, bytes.length - 1);
            mapped.copyFrom(MemorySegment.ofArray(bytes));
            contentEnd = Math.max(contentEnd, at + bytes.length);
            return true;
        } catch (IOException | UnsupportedOperationException | InternalError e) {
            // No mapping here, or (InternalError) no page behind it; write(2) will tell why.
            window = MemorySegment.NULL;
            return false;
        }
    }

    /**
     * Maps so many bytes at least. Unmapped by the garbage collector: whoever closes is another.
     */
    private void mapFrom(long at, int lengthBytes) throws IOException {
        window = MemorySegment.NULL;
        int spaces = putManySpaces(at + lengthBytes);
        window =
                mapper.map(
                        FileChannel.MapMode.READ_WRITE, at, lengthBytes + spaces, Arena.ofAuto());
        windowPosition = at;
    }

    /** Puts spaces behind the content, as many as is fit; returns how many. */
    private int putManySpaces(long at) throws IOException {
        int count = (int) Math.min(SPACES_MAX_BYTES, at / SPACES_SHARE) & -PAGE_BYTES;
        if (count == 0 || file.length() > at) {
            return 0;
        }
        byte[] spaces = new byte[count];
        Arrays.fill(spaces, (byte) ' ');
        position = -1;
        spacesEnd = at + count;
        try {
            file.seek(at);
            file.write(spaces, 0, count);
            return count;
        } catch (IOException e) {
            // The disk is all but full: what goes in without spaces still does.
            file.setLength(at);
            spacesEnd = 0;
            return 0;
        }
    }

    /** Volatile, as the compiler leaves a plain store of what was there out. */
    private static void touch(MemorySegment mapped, long offset) {
        BYTE.setVolatile(mapped, offset, (byte) BYTE.getVolatile(mapped, offset));
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
        window = MemorySegment.NULL;
        try {
            file.setLength(lengthBytes);
            contentEnd = lengthBytes;
            spacesEnd = 0;
        } catch (IOException e) {
            throw OutputException.whileWritingFile(name, e);
        } finally {
            position = -1;
        }
    }

    @Override
    public void close() throws OutputException {
        try (mapper;
                file) {
            if (spacesEnd > contentEnd) {
                file.setLength(contentEnd);
            }
        } catch (IOException e) {
            throw OutputException.whileWritingFile(name, e);
        }
    }
}
