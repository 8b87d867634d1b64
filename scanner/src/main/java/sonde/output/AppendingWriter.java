// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;

/**
 * Writes records one behind the other: every format to a stream, and to a file every format that is
 * valid without its closing. Called by the writer thread alone.
 *
 * <p>SIGKILL cuts a {@code write(2)} to a file between two pages of the page cache, nowhere else
 * ({@code generic_perform_write} of mm/filemap.c looks for a fatal signal before each), and a write
 * of up to 4096 bytes to a pipe not at all (PIPE_BUF, pipe(7)). So one write takes the whole lines
 * that fit into the file's current page, and a line that lies across two pages is written by
 * itself. A killed process leaves whole lines, unless the signal comes within the fraction of a
 * microsecond in which such a line passes from one page to the next. To pad lines instead, so that
 * none crosses, would change lines that programs match to their end.
 *
 * <p>After a failed write the file is cut back to its last whole line, and the writer takes nothing
 * more.
 */
final class AppendingWriter implements RecordWriter {

    private static final int PAGE_BYTES = 4096;

    private final RecordFormat format;
    private final ByteTarget target;
    private final GuardedTarget guarded;
    private final AsciiBuffer buffer = new AsciiBuffer(PAGE_BYTES + RecordFormat.RECORD_MAX_BYTES);

    /** Where the buffer's first byte goes. */
    private long position;

    private long records;

    /** Where the records ended, and how many they were, when all of them were in the file. */
    private long flushedPosition;

    private long flushedRecords;

    /** Takes over an empty target and writes the format's opening. */
    AppendingWriter(RecordFormat format, ByteTarget target) throws IOException {
        this(format, target, null);
    }

    /**
     * Takes over a target.
     *
     * @param mark where to go on in a file; what is behind is cut off. Null for an empty target,
     *     which gets the format's opening
     */
    AppendingWriter(RecordFormat format, ByteTarget target, @Nullable OutputMark mark)
            throws IOException {
        this.format = format;
        this.target = target;
        guarded = new GuardedTarget(target, () -> target.truncate(position));
        if (mark == null) {
            byte[] opening = format.opening();
            buffer.reserve(opening.length);
            buffer.put(opening);
        } else {
            target.truncate(mark.position());
            position = mark.position();
            records = mark.records();
        }
        flush();
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        guarded.requireUsable();
        int start = buffer.length();
        if (records > 0) {
            buffer.put(format.separator());
        }
        records++;
        format.put(record, buffer);
        assert record.banner() != null || buffer.length() - start <= RecordFormat.RECORD_MAX_BYTES;
        spillFrom(start);
    }

    @Override
    public void flush() throws IOException {
        guarded.requireUsable();
        put(buffer.length());
        flushedPosition = position;
        flushedRecords = records;
    }

    @Override
    public OutputMark mark() {
        return new OutputMark(target.length(flushedPosition), flushedRecords, target.key());
    }

    @Override
    public void close() throws IOException {
        guarded.close(this::putClosing);
    }

    private void putClosing() throws IOException {
        int start = buffer.length();
        byte[] closing = format.closing(records);
        buffer.reserve(closing.length);
        buffer.put(closing);
        flushedPosition = position + start;
        flushedRecords = records;
        spillFrom(start);
        put(buffer.length());
    }

    /** Makes room if the text from {@code start} on no longer fits into the current page. */
    private void spillFrom(int start) throws IOException {
        if (!fitsPage()) {
            put(start);
            if (!fitsPage()) {
                put(buffer.length());
            }
        }
    }

    private boolean fitsPage() {
        return (position & PAGE_BYTES - 1) + buffer.length() <= PAGE_BYTES;
    }

    private void put(int lengthBytes) throws IOException {
        guarded.put(position, buffer.bytes(), 0, lengthBytes);
        position += lengthBytes;
        buffer.removeFirst(lengthBytes);
    }
}
