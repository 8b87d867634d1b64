// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;

/**
 * A format: what stands before, between and behind the records, and how a record is written. Of an
 * output's files none has state here, so that one instance serves them all.
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

    /**
     * Whether a file's last line is its closing, of whichever run.
     *
     * @param line with its line feed
     */
    default boolean isClosing(String line) {
        return line.equals(new String(closing(0), ISO_8859_1));
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

    /** Whether the format wants to know what a file has that is gone on with. */
    default boolean recalls() {
        return false;
    }

    /** Takes in a line of such a file, before the first record is put. Anything may stand in it. */
    default void recall(String line) {}

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

    /** Puts one record, whole lines of ASCII; or nothing, where the format has no place for it. */
    void put(ScanRecord record, AsciiBuffer buffer);

    /** The second in which the answer was received, as every format gives it. */
    static long epochSeconds(ScanRecord record) {
        return Math.floorDiv(record.epochNanos(), 1_000_000_000L);
    }
}
