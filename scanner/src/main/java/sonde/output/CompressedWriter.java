// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes any format compressed, as a row of members that can be read by themselves, so that a file
 * is whole at every moment between two writes. Called by the writer thread alone.
 *
 * <p>A member has 64 KiB of text, or what is there at a {@link #flush}. Small ones compress badly:
 * {@link #show} makes one a second at most.
 *
 * <p>Where the format needs its closing, the file ends in a member of that alone, which the next
 * one overwrites. Each member and the closing behind it are one {@code write(2)}. A signal that
 * comes in the microseconds this takes can leave half of it; readers then have all that was before,
 * and a resumed scan cuts it off. After a failed write the file ends as before it, and the writer
 * takes nothing more.
 */
final class CompressedWriter implements RecordWriter {

    private static final int MEMBER_TEXT_BYTES = 64 << 10;
    private static final long SHOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RecordFormat format;
    private final Compressor compressor;
    private final ByteTarget target;
    private final GuardedTarget guarded;
    private final LongSupplier nanoTime;

    /** Whether the file always ends in a closing. */
    private final boolean keepsClosing;

    private final AsciiBuffer text =
            new AsciiBuffer(MEMBER_TEXT_BYTES + RecordFormat.RECORD_MAX_BYTES);

    private byte[] member = {};

    /** The member that the file ends in, over which the next one goes. */
    private byte[] lastClosing = {};

    /** Where the next member goes: over the closing. */
    private long position;

    private long records;

    /** How many of them are in the file. */
    private long flushedRecords;

    private long flushedAtNanos;

    /**
     * Takes over a target, and writes the opening if it is empty.
     *
     * @param stream whether nothing can be overwritten
     * @param mark what is in the file, which ends there; null if it is empty
     * @param nanoTime as {@link System#nanoTime}
     */
    CompressedWriter(
            RecordFormat format,
            Compressor compressor,
            ByteTarget target,
            boolean stream,
            @Nullable OutputMark mark,
            LongSupplier nanoTime)
            throws IOException {
        this.format = format;
        this.compressor = compressor;
        this.target = target;
        guarded = new GuardedTarget(target, this::restore);
        this.nanoTime = nanoTime;
        keepsClosing = format.needsClosing() && !stream;
        if (mark == null) {
            putText(format.opening());
        } else {
            position = mark.position();
            records = mark.records();
        }
        flushedAtNanos = nanoTime.getAsLong() - SHOW_NANOS;
        writeMember();
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        guarded.requireUsable();
        if (records > 0) {
            putText(format.separator());
        }
        records++;
        text.reserve(RecordFormat.RECORD_MAX_BYTES);
        format.put(record, text);
        if (text.length() >= MEMBER_TEXT_BYTES) {
            writeMember();
        }
    }

    @Override
    public void flush() throws IOException {
        guarded.requireUsable();
        if (text.length() > 0) {
            writeMember();
            flushedAtNanos = nanoTime.getAsLong();
        }
    }

    @Override
    public void show() throws IOException {
        guarded.requireUsable();
        if (nanoTime.getAsLong() - flushedAtNanos >= SHOW_NANOS) {
            flush();
        }
    }

    @Override
    public OutputMark mark() {
        return new OutputMark(target.length(position), flushedRecords, target.key());
    }

    @Override
    public void close() throws IOException {
        guarded.close(() -> {
            if (!keepsClosing) {
                putText(format.closing(records));
            }
            writeMember(format.closing(records));
        });
    }

    @Override
    public void suspend() throws IOException {
        guarded.close(this::flush);
    }

    private void putText(byte[] word) {
        text.reserve(word.length);
        text.put(word);
    }

    /** Writes what is in memory, and the closing behind it where one is kept. */
    private void writeMember() throws IOException {
        writeMember(format.provisionalClosing(records));
    }

    private void writeMember(byte[] closing) throws IOException {
        int membersBytes = 0;
        if (text.length() > 0 || position == 0) {
            reserve(text.length());
            membersBytes = compressor.compress(text.bytes(), text.length(), member, 0);
        }
        int lengthBytes = membersBytes;
        if (keepsClosing) {
            reserve(membersBytes + closing.length);
            lengthBytes += compressor.compress(closing, closing.length, member, membersBytes);
        }
        if (lengthBytes > 0) {
            put(lengthBytes);
        }
        position += membersBytes;
        lastClosing = Arrays.copyOfRange(member, membersBytes, lengthBytes);
        flushedRecords = records;
        text.clear();
    }

    /** Sees to it that members of so much text fit behind what is there. */
    private void reserve(int textBytes) {
        int needed = 2 * compressor.bound(textBytes);
        if (member.length < needed) {
            member = Arrays.copyOf(member, needed);
        }
    }

    private void put(int lengthBytes) throws IOException {
        guarded.attempt(() -> {
            target.write(position, member, 0, lengthBytes);
            if (lengthBytes < lastClosing.length) {
                target.truncate(position + lengthBytes);
            }
        });
    }

    /** Ends the file as it last ended. */
    private void restore() throws IOException {
        target.truncate(position);
        if (lastClosing.length > 0) {
            target.write(position, lastClosing, 0, lastClosing.length);
        }
    }
}
