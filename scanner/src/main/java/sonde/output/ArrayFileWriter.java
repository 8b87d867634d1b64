// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a JSON array to a regular file such that the file is valid JSON at every moment from its
 * opening on, however the process ends. Called by the writer thread alone.
 *
 * <p>The file always ends in the closing bracket; new records overwrite it and bring their own.
 * That is safe inside one page of the page cache: SIGKILL cuts a {@code write(2)} between two pages
 * and nowhere else ({@code generic_perform_write} of mm/filemap.c looks for a fatal signal before
 * each). So no record lies across two pages, and records are written by one write a page.
 *
 * <p>The bracket has to pass from page to page, though, and no sequence of writes to single pages
 * can do that: while the bracket stands in one page nothing but white space may stand in the next,
 * and whichever page is changed first, the array has two ends or none. So the step is a copy into
 * the mapped file, which no signal divides ({@link ByteTarget#replaceAcross}). When the next record
 * does not fit:
 *
 * <pre>
 *   page n                          page n+1
 *   ... } ] }\n                 ]                     last records, padding, bracket
 *   ... } ] }\n                 ]   _                 spaces: the next page is on disk
 *   ... } ] }\n                 _   ]_                the bracket passes
 *   ... } ] }\n                 _   ,\n{ ... }\n]\n    the next records
 * </pre>
 *
 * <p>Where the file system can't map, the third step is a {@code write(2)} and can be cut in two by
 * a signal that comes in a fraction of a microsecond, once for 4 KiB of records. A full disk shows
 * in the first two steps, which leave the file valid.
 *
 * <p>A record longer than a page, as a banner can make one, is written over the bracket in one
 * write; there a signal can do the same.
 *
 * <p>After a failed write the bracket is put back where it last stood and the file is cut behind
 * it; the writer takes nothing more. The power failing is another matter: nothing is synced to
 * disk.
 */
final class ArrayFileWriter implements RecordWriter {

    static final int PAGE_BYTES = 4096;

    /** Bytes replaced when the bracket passes: enough for one vector move, fewer than a record. */
    private static final int PASSING_BYTES = 64;

    /**
     * How many of them lie in the old page, the bracket last. Few, so that the bracket's old and
     * new place fall into the first eight bytes and thus into one move of whatever width.
     */
    private static final int PASSING_OLD_BYTES = 4;

    private static final byte[] BRACKET = {']'};
    private static final byte[] NEWLINE = {'\n'};

    private final RecordFormat format;
    private final ByteTarget target;
    private final GuardedTarget guarded;
    private final AsciiBuffer record = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);

    /** The file's last page. */
    private final byte[] page = new byte[PAGE_BYTES];

    private final byte[] passing = new byte[PASSING_BYTES];

    private long pagePosition;

    /** How much of the page is records. */
    private int used;

    /** How much of that is in the file. */
    private int written;

    /** Where the bracket stands in the file; 0 as long as there is none. */
    private long bracketPosition;

    private long records;

    /** How many of them are in the file. */
    private long flushedRecords;

    /** Takes over an empty file and makes it an empty array. */
    ArrayFileWriter(RecordFormat format, ByteTarget target) throws IOException {
        this(format, target, null);
    }

    /**
     * Takes over a file.
     *
     * @param mark where to go on; null for an empty file, which becomes an empty array
     */
    ArrayFileWriter(RecordFormat format, ByteTarget target, @Nullable OutputMark mark)
            throws IOException {
        this.format = format;
        this.target = target;
        guarded = new GuardedTarget(target, this::restore);
        if (mark == null) {
            append(format.opening(), format.opening().length);
            writePage();
        } else {
            goOn(mark);
        }
    }

    /**
     * Puts the bracket at the mark and cuts what is behind. Within one page the file is an array
     * all the while; over several it lacks its end for the moment between two system calls, and
     * whoever is killed then finds it so, and cuts it again.
     */
    private void goOn(OutputMark mark) throws IOException {
        records = mark.records();
        pagePosition = mark.position() & -PAGE_BYTES;
        used = (int) (mark.position() - pagePosition);
        target.read(pagePosition, page, used);
        byte[] closing = format.closing(records);
        if (used + closing.length > PAGE_BYTES) {
            // Not where this class would have put a bracket: somebody has changed the file.
            Arrays.fill(page, used, PAGE_BYTES, (byte) ' ');
            target.truncate(mark.position());
            guarded.put(mark.position(), page, used, PAGE_BYTES - used);
            pagePosition += PAGE_BYTES;
            used = 0;
        }
        int end = used + closing.length;
        int covered = (int) Math.min(target.size() - pagePosition, PAGE_BYTES);
        if (target.size() > pagePosition + PAGE_BYTES) {
            target.truncate(mark.position());
        } else if (covered > end) {
            Arrays.fill(page, end, covered, (byte) ' ');
            end = covered;
        }
        System.arraycopy(closing, 0, page, used, closing.length);
        guarded.put(pagePosition + used, page, used, end - used);
        target.truncate(pagePosition + used + closing.length);
        bracketPosition = pagePosition + used;
        written = used;
        flushedRecords = records;
    }

    @Override
    public void write(ScanRecord result) throws IOException {
        guarded.requireUsable();
        record.clear();
        if (records > 0) {
            record.put(format.separator());
        }
        format.put(result, record);
        if (record.length() + format.closing(records).length > PAGE_BYTES) {
            writeLong();
            return;
        }
        if (used + record.length() + format.closing(records).length > PAGE_BYTES) {
            beginPage();
        }
        append(record.bytes(), record.length());
        records++;
    }

    /**
     * Writes a record longer than a page over the bracket, and a bracket behind it, in one write. A
     * signal between two of its pages, a matter of microseconds, leaves half of it.
     */
    private void writeLong() throws IOException {
        flush();
        records++;
        int recordBytes = record.length();
        record.reserve(format.closing(records).length);
        record.put(format.closing(records));
        guarded.put(bracketPosition, record.bytes(), 0, record.length());
        bracketPosition += recordBytes;
        flushedRecords = records;
        pagePosition = bracketPosition & -PAGE_BYTES;
        used = (int) (bracketPosition - pagePosition);
        written = used;
        System.arraycopy(record.bytes(), recordBytes - used, page, 0, used);
    }

    @Override
    public void flush() throws IOException {
        guarded.requireUsable();
        if (used > written) {
            writePage();
        }
    }

    @Override
    public OutputMark mark() {
        return new OutputMark(bracketPosition, flushedRecords, target.key());
    }

    @Override
    public void close() throws IOException {
        guarded.close(this::flush);
    }

    private void append(byte[] bytes, int lengthBytes) {
        System.arraycopy(bytes, 0, page, used, lengthBytes);
        used += lengthBytes;
    }

    /** Writes what is new in the page, and the closing behind it. */
    private void writePage() throws IOException {
        byte[] closing = format.closing(records);
        System.arraycopy(closing, 0, page, used, closing.length);
        guarded.put(pagePosition + written, page, written, used + closing.length - written);
        bracketPosition = pagePosition + used;
        written = used;
        flushedRecords = records;
    }

    private void beginPage() throws IOException {
        Arrays.fill(page, used, PAGE_BYTES - 1, (byte) ' ');
        page[PAGE_BYTES - 1] = ']';
        guarded.put(pagePosition + written, page, written, PAGE_BYTES - written);
        long next = pagePosition + PAGE_BYTES;
        bracketPosition = next - 1;
        flushedRecords = records;
        passBracket(next);
        bracketPosition = next;
        pagePosition = next;
        used = 0;
        written = 0;
    }

    private void passBracket(long next) throws IOException {
        int kept = PASSING_OLD_BYTES - 1;
        Arrays.fill(passing, (byte) ' ');
        System.arraycopy(page, PAGE_BYTES - PASSING_OLD_BYTES, passing, 0, kept);
        passing[PASSING_OLD_BYTES] = ']';
        guarded.attempt(() -> {
            target.putSpaces(next, PASSING_BYTES - PASSING_OLD_BYTES);
            target.replaceAcross(next - PASSING_OLD_BYTES, passing);
        });
    }

    /**
     * Ends the file with the bracket where it last stood, whatever part of a write went in; leaves
     * it empty if not even the empty array did.
     */
    private void restore() throws IOException {
        if (bracketPosition == 0) {
            target.truncate(0);
            return;
        }
        target.write(bracketPosition, BRACKET, 0, BRACKET.length);
        target.truncate(bracketPosition + 1);
        target.write(bracketPosition + 1, NEWLINE, 0, NEWLINE.length);
    }
}
