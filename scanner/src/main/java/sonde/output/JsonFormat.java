// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;

/** {@code -oJ}: one array of objects, an object a line, commas on lines of their own. */
final class JsonFormat implements RecordFormat {

    private static final byte[] OPENING = Words.ascii("[\n");
    private static final byte[] SEPARATOR = Words.ascii(",\n");
    private static final byte[] CLOSING = Words.ascii("]\n");

    private static final JsonRecord LINE =
            new JsonRecord(
                    "{   \"ip\": \"",
                    "\",   \"timestamp\": \"",
                    "\", \"ports\": [ {\"port\": ",
                    ", \"proto\": \"",
                    "\", \"status\": \"",
                    "\", \"reason\": \"",
                    "\", \"ttl\": ",
                    new JsonEvidence(", ", ": "),
                    "} ] }\n",
                    "\", \"service\": {\"name\": \"",
                    "\", \"banner\": \"",
                    "\", \"recognized\": \"",
                    "\"} } ] }\n");

    @Override
    public byte[] opening() {
        return OPENING;
    }

    @Override
    public byte[] separator() {
        return SEPARATOR;
    }

    @Override
    public byte[] closing(long records) {
        return CLOSING;
    }

    @Override
    public boolean needsClosing() {
        return true;
    }

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        return Continuation.ofArray(file);
    }

    @Override
    public HostGrouping grouping() {
        return new JsonGrouping();
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        LINE.put(record, buffer);
    }
}
