// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A file in memory that shows every content a killed process could leave behind: before and after
 * each write, and each write cut at every page boundary inside it. Can be told to be full.
 */
final class SimulatedFile implements ByteTarget {

    static final int PAGE_BYTES = 4096;

    /** One moment at which the process may be killed. */
    record Moment(SimulatedFile file, long writePosition, int writeLength, boolean cut) {
        String content() {
            return file.content();
        }
    }

    private final Consumer<Moment> observer;
    private byte[] bytes = new byte[PAGE_BYTES];
    private int length;
    private long spaceBytes = Long.MAX_VALUE;
    private boolean closed;
    private long writes;
    private long crossings;

    SimulatedFile(Consumer<Moment> observer) {
        this.observer = observer;
    }

    /** A file that is there already. */
    SimulatedFile(Consumer<Moment> observer, String content) {
        this(observer);
        bytes = Arrays.copyOf(content.getBytes(StandardCharsets.ISO_8859_1), content.length() + 1);
        length = content.length();
    }

    SimulatedFile() {
        this(moment -> {});
    }

    /** Lets the file grow to this size and no further; what fits of a write goes in. */
    void limit(long bytes) {
        spaceBytes = bytes;
    }

    String content() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public long length(long position) {
        return position;
    }

    @Override
    public long key() {
        return 1;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public int read(long position, byte[] wanted, int lengthBytes) {
        int count = (int) Math.clamp(length - position, 0, (long) lengthBytes);
        System.arraycopy(bytes, (int) Math.min(position, length), wanted, 0, count);
        return count;
    }

    boolean isClosed() {
        return closed;
    }

    long crossings() {
        return crossings;
    }

    long writes() {
        return writes;
    }

    @Override
    public void write(long position, byte[] source, int offset, int count) throws IOException {
        writes++;
        int room = (int) Math.clamp(spaceBytes - position, 0, (long) count);
        for (int done = 0; done < room; done++) {
            long at = position + done;
            if (at % PAGE_BYTES == 0 && done > 0) {
                observer.accept(new Moment(this, position, count, true));
            }
            set((int) at, source[offset + done]);
        }
        observer.accept(new Moment(this, position, count, room < count));
        if (room < count) {
            throw OutputException.whileWriting(
                    "simulated", false, new IOException("No space left on device"));
        }
    }

    /** What a mapped file does: all at once. */
    @Override
    public void replaceAcross(long position, byte[] source) throws IOException {
        for (int i = 0; i < source.length; i++) {
            set((int) position + i, source[i]);
        }
        crossings++;
        observer.accept(new Moment(this, position, source.length, false));
    }

    private void set(int at, byte value) {
        if (at >= bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[at] = value;
        length = Math.max(length, at + 1);
    }

    @Override
    public void truncate(long lengthBytes) {
        Arrays.fill(bytes, (int) lengthBytes, bytes.length, (byte) 0);
        length = (int) lengthBytes;
        observer.accept(new Moment(this, lengthBytes, 0, false));
    }

    @Override
    public void close() {
        closed = true;
    }
}
