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

    /** How far the file has come; what was not flushed does not count. */
    OutputMark mark();

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
