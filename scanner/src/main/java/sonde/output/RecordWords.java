// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

/** What formats derive from records, as text, for those who look at records too. Any thread. */
public final class RecordWords {

    private RecordWords() {}

    /** What the status of a record without banner rests on, such as {@code syn-ack}. */
    public static String reason(ScanRecord record) {
        return new String(Reasons.of(record), US_ASCII);
    }

    /**
     * Whose range an Ethernet address is from, or null if nobody has the range.
     *
     * @param mac the address, in the low 48 bits
     */
    public static @Nullable String vendor(long mac) {
        return Vendors.of(mac);
    }
}
