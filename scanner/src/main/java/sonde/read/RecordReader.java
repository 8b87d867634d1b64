// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.Closeable;
import java.io.IOException;

/** Reads the records of one file in their order. Called by one thread. */
public interface RecordReader extends Closeable {

    /**
     * The next record, or null at the end.
     *
     * @throws ReadException if the file says what it can't mean
     */
    @Nullable ScanRecord next() throws IOException;

    /** Whether the file ended within a record, which is known after {@link #next} returned null. */
    boolean isCutShort();
}
