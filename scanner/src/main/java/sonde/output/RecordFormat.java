// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/**
 * A format: what stands before, between and behind the records, and how a record is written. Has no
 * state, so that one instance serves every file of an output.
 */
interface RecordFormat {

    /** No record without banner is longer, its separator included; a page holds several. */
    int RECORD_MAX_BYTES = 512;

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

    /** Whether a file without its closing is invalid. */
    default boolean needsClosing() {
        return false;
    }

    /** Puts one record, whole lines of ASCII. */
    void put(ScanRecord record, AsciiBuffer buffer);

    /** The second in which the answer was received, as every format gives it. */
    static long epochSeconds(ScanRecord record) {
        return Math.floorDiv(record.epochNanos(), 1_000_000_000L);
    }
}
