// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes records in one format to one place. Called by the writer thread alone.
 *
 * <p>Whatever ends the process after {@link #flush()} returned leaves a complete and valid file
 * that holds every record written before it.
 */
public interface RecordWriter extends Closeable {

    /** Adds a record; it may stay in memory until {@link #flush()}. */
    void write(ScanRecord record) throws IOException;

    /** Puts every record so far where a reader sees it, whole. */
    void flush() throws IOException;

    /**
     * Does the same where it costs nothing; where it would make a file much longer, at most once a
     * second. For whoever wants readers to see records soon, and needs no {@link #mark}.
     */
    default void show() throws IOException {
        flush();
    }

    /** How far the file has come; what was not flushed does not count. */
    OutputMark mark();

    /**
     * Hears that a mark is where a resumed scan finds it, and so that none before it is ever gone
     * on from. Where marks are asked for this is called as well.
     */
    default void saved(OutputMark mark) throws IOException {}

    /** Flushes, and writes what the format wants at its end. */
    @Override
    void close() throws IOException;

    /**
     * Flushes and lets go of the file, such that the scan can go on later from {@link #mark}: what
     * only a finished scan gets is left undone.
     */
    default void suspend() throws IOException {
        close();
    }
}
