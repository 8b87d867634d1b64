// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;

/** {@code -oD}: one JSON object a line. */
final class NdjsonFormat implements RecordFormat {

    private static final JsonRecord LINE =
            new JsonRecord(
                    "{\"ip\":\"",
                    "\",\"timestamp\":\"",
                    "\",\"port\":",
                    ",\"proto\":\"",
                    "\",\"rec_type\":\"status\",\"data\":{\"status\":\"",
                    "\",\"reason\":\"",
                    "\",\"ttl\":",
                    new JsonEvidence(",", ":"),
                    "}}\n",
                    "\",\"rec_type\":\"banner\",\"data\":{\"service_name\":\"",
                    "\",\"banner\":\"",
                    "\",\"recognized\":\"",
                    "\"}}\n");

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        return Continuation.head(file).startsWith("{") ? Continuation.ofLines(file, this) : null;
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        LINE.put(record, buffer);
    }
}
