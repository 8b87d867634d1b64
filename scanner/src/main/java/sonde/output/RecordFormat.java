// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;

/**
 * A format: what stands before, between and behind the records, and how a record is written. Has no
 * state, so that one instance serves every file of an output.
 */
interface RecordFormat {

    /** No record without banner is longer, its separator included; a page holds several. */
    int RECORD_MAX_BYTES = 640;

    byte[] NOTHING = {};

    /** What a file begins with. */
    default byte[] opening() {
        return NOTHING;
    }

    /** What stands between two records. */
    default byte[] separator() {
        return NOTHING;
    }

    /**
     * What a file ends with.
     *
     * @param records how many it has
     */
    default byte[] closing(long records) {
        return NOTHING;
    }

    /** What a file ends with as long as the scan is not over, where that is to be told. */
    default byte[] provisionalClosing(long records) {
        return closing(records);
    }

    /** Whether a file without its closing is invalid. */
    default boolean needsClosing() {
        return false;
    }

    /** Whether it is XML, so that {@link XmlFileWriter} writes its files. */
    default boolean isXml() {
        return false;
    }

    /**
     * Where a file that is there can be continued.
     *
     * @return what a writer that had come so far would say; null if the file is not of this format
     */
    default @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        return Continuation.ofLines(file, this);
    }

    /** How the records of one host are brought together; null where each stays by itself. */
    default @Nullable HostGrouping grouping() {
        return null;
    }

    /** Puts one record, whole lines of ASCII. */
    void put(ScanRecord record, AsciiBuffer buffer);

    /** The second in which the answer was received, as every format gives it. */
    static long epochSeconds(ScanRecord record) {
        return Math.floorDiv(record.epochNanos(), 1_000_000_000L);
    }
}
