// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.Arrays;

/**
 * Writes XML to a regular file such that the file is well-formed at every moment from its opening
 * on, however the process ends. Called by the writer thread alone.
 *
 * <p>The file always ends in the closing; new records overwrite it and bring their own. That is
 * safe inside one page of the page cache: SIGKILL cuts a {@code write(2)} between two pages and
 * nowhere else ({@code generic_perform_write} of mm/filemap.c looks for a fatal signal before
 * each). So the closing never lies across two pages.
 *
 * <p>From page to page it passes by means of a processing instruction, which may hold everything
 * but {@code ?>} (XML 1.0 section 2.6), and may stand behind the root element. No record has that
 * in it. {@code <?sonde ?>}, the seal, is whole outside of an instruction, and ends one that is
 * open. When new records don't fit into page n, with {@code ___} for spaces:
 *
 * <pre>
 *   page n                                   page n+1         page n+2
 *   records closing
 *   records closing ______________________   &lt;?sonde ?&gt;____   &lt;?sonde ?&gt;
 *   records closing &lt;?sonde ______________   &lt;?sonde ?&gt;____   &lt;?sonde ?&gt;
 *   records closing &lt;?sonde ______________   more records     records closing &lt;?sonde ?&gt;
 *   records more records                     more records     records closing &lt;?sonde ?&gt;
 * </pre>
 *
 * <p>The file is well-formed in each line, and also where a write is cut between two pages: pages
 * of seals may be fewer, and in the fourth step the open instruction ends at the next page that
 * still has its seal. The last step changes page n alone, and turns all that the instruction held
 * into records. So it doesn't matter how long a record is, or how many come at once. A full disk
 * shows in the first step.
 *
 * <p>After a failed write the closing is put back where it last stood and the file is cut behind
 * it; the writer takes nothing more. The power failing is another matter: nothing is synced to
 * disk.
 */
final class XmlFileWriter implements RecordWriter {

    static final int PAGE_BYTES = 4096;

    /** No closing is longer; so much of a page is kept for it. */
    static final int CLOSING_MAX_BYTES = 512;

    /** Collected before it is written without any flush: the step costs four writes. */
    private static final int SPILL_BYTES = 8 * PAGE_BYTES;

    private static final byte[] OPENER = Words.ascii("<?sonde ");
    private static final byte[] SEAL = Words.ascii("<?sonde ?>");
    private static final byte[] SPACES = spaces();

    /** The whole file while an opening of several pages, as a long command line has, is written. */
    private static final byte[] STUB = Words.ascii("<?xml version=\"1.0\"?>\n<nmaprun/>\n");

    private final RecordFormat format;
    private final ByteTarget target;
    private final GuardedTarget guarded;

    /** What is not in the file, and goes where the closing stands. */
    private final AsciiBuffer buffer =
            new AsciiBuffer(SPILL_BYTES + RecordFormat.RECORD_MAX_BYTES + 2 * PAGE_BYTES);

    /** Each page a seal and spaces. */
    private byte[] seals = SPACES;

    /** The closing that is in the file. */
    private byte[] closing = RecordFormat.NOTHING;

    private long closingPosition;

    /** Where the file ends: behind the closing, a seal perhaps, and spaces; in the same page. */
    private long end;

    private long records;

    /** How many of them are in the file. */
    private long flushedRecords;

    /**
     * Takes over a file.
     *
     * @param mark where to go on; null for an empty file, which gets its opening and closing
     */
    XmlFileWriter(RecordFormat format, ByteTarget target, @Nullable OutputMark mark)
            throws IOException {
        this.format = format;
        this.target = target;
        guarded = new GuardedTarget(target, this::restore);
        if (mark == null) {
            begin();
        } else {
            goOn(mark);
        }
    }

    private void begin() throws IOException {
        byte[] opening = format.opening();
        if (!fitsPage(opening.length)) {
            guarded.put(0, STUB, 0, STUB.length);
            closing = STUB;
            end = STUB.length;
        }
        buffer.reserve(opening.length);
        buffer.put(opening);
        commit();
    }

    /**
     * Puts the closing at the mark and cuts what is behind, in the same manner: a seal at the very
     * end, and an open instruction from the closing on.
     */
    private void goOn(OutputMark mark) throws IOException {
        closingPosition = mark.position();
        records = mark.records();
        flushedRecords = records;
        long length = target.size();
        byte[] next = format.provisionalClosing(records);
        if (!fitsPage(offset(closingPosition))) {
            // Not where this class would have put a closing: somebody has changed the file.
            int gap = PAGE_BYTES - offset(closingPosition);
            guarded.put(closingPosition, SPACES, 0, gap);
            closingPosition += gap;
        }
        buffer.put(next);
        long pageEnd = pageEnd();
        if (length > pageEnd) {
            sealEnd(length);
            buffer.put(OPENER);
        }
        buffer.padTo((int) (Math.min(length, pageEnd) - closingPosition));
        guarded.put(closingPosition, buffer.bytes(), 0, buffer.length());
        buffer.clear();
        closing = next;
        end = closingPosition + next.length;
        target.truncate(end);
    }

    private void sealEnd(long length) throws IOException {
        long position = length;
        int gap = PAGE_BYTES - offset(length);
        if (gap < SEAL.length) {
            guarded.put(position, SPACES, 0, gap);
            position += gap;
        }
        guarded.put(position, SEAL, 0, SEAL.length);
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        guarded.requireUsable();
        records++;
        format.put(record, buffer);
        if (buffer.length() > SPILL_BYTES) {
            commit();
        }
    }

    @Override
    public void flush() throws IOException {
        guarded.requireUsable();
        if (buffer.length() > 0) {
            commit();
        }
    }

    @Override
    public OutputMark mark() {
        return new OutputMark(target.length(closingPosition), flushedRecords, target.key());
    }

    @Override
    public void close() throws IOException {
        guarded.close(() -> end(true));
    }

    @Override
    public void suspend() throws IOException {
        guarded.close(() -> end(false));
    }

    private void end(boolean isFinished) throws IOException {
        flush();
        if (isFinished) {
            putInPage(format.closing(records));
        }
        target.truncate(closingPosition + closing.length);
    }

    /** Writes all that is buffered. */
    private void commit() throws IOException {
        int reachBytes = offset(closingPosition) + buffer.length();
        // A closing, a seal and spaces to the end of the page come behind.
        buffer.reserve(2 * PAGE_BYTES);
        byte[] next = format.provisionalClosing(records);
        assert next.length <= CLOSING_MAX_BYTES;
        if (fitsPage(reachBytes)) {
            int added = buffer.length();
            putInPage(next);
            closingPosition += added;
        } else {
            if (!fitsPage(offset(reachBytes))) {
                buffer.padTo(buffer.length() + PAGE_BYTES - offset(reachBytes));
            }
            pass(next);
        }
        flushedRecords = records;
        buffer.clear();
    }

    /** Puts the buffer and a closing behind it over the closing that is there. */
    private void putInPage(byte[] next) throws IOException {
        buffer.put(next);
        buffer.padTo((int) (end - closingPosition));
        guarded.put(closingPosition, buffer.bytes(), 0, buffer.length());
        end = closingPosition + buffer.length();
        closing = next;
    }

    private void pass(byte[] next) throws IOException {
        int recordBytes = buffer.length();
        buffer.put(next);
        buffer.put(SEAL);
        long pageEnd = pageEnd();
        int head = (int) (pageEnd - closingPosition);
        int tail = buffer.length() - head;
        guarded.put(end, SPACES, 0, (int) (pageEnd - end));
        guarded.put(pageEnd, seals(tail), 0, (tail - 1) / PAGE_BYTES * PAGE_BYTES + SEAL.length);
        long open = closingPosition + closing.length;
        byte[] opened = Arrays.copyOf(SPACES, (int) (pageEnd - open));
        System.arraycopy(OPENER, 0, opened, 0, OPENER.length);
        guarded.put(open, opened, 0, opened.length);
        guarded.put(pageEnd, buffer.bytes(), head, tail);
        guarded.put(closingPosition, buffer.bytes(), 0, head);
        closing = next;
        closingPosition += recordBytes;
        end = pageEnd + tail;
    }

    private byte[] seals(int lengthBytes) {
        if (seals.length < lengthBytes || seals[0] != SEAL[0]) {
            int pages = lengthBytes / PAGE_BYTES + 1;
            seals = new byte[pages * PAGE_BYTES];
            Arrays.fill(seals, (byte) ' ');
            for (int page = 0; page < pages; page++) {
                System.arraycopy(SEAL, 0, seals, page * PAGE_BYTES, SEAL.length);
            }
        }
        return seals;
    }

    /** Whether a closing, and a seal, has room behind so many bytes of a page. */
    private static boolean fitsPage(int usedBytes) {
        return usedBytes + CLOSING_MAX_BYTES + SEAL.length <= PAGE_BYTES;
    }

    private static int offset(long position) {
        return (int) (position & PAGE_BYTES - 1);
    }

    /** Where the page ends in which the closing stands. */
    private long pageEnd() {
        return (closingPosition & -PAGE_BYTES) + PAGE_BYTES;
    }

    /** Ends the file as it last was; leaves it empty if not even the opening went in. */
    private void restore() throws IOException {
        if (closingPosition == 0) {
            target.truncate(0);
            return;
        }
        target.write(closingPosition, closing, 0, closing.length);
        target.truncate(closingPosition + closing.length);
    }

    private static byte[] spaces() {
        byte[] spaces = new byte[PAGE_BYTES];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }
}
