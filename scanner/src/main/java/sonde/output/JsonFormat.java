// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

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

    private final BiConsumer<ScanRecord, AsciiBuffer> line;
    private final boolean hasMasscansMembers;

    /**
     * @param chosen the members of each object; masscan's if there are none
     */
    JsonFormat(List<Field> chosen) {
        hasMasscansMembers = chosen.isEmpty();
        line = hasMasscansMembers ? LINE::put : new JsonFields(chosen, "{ ", ", ", ": ", " }\n")::put;
    }

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

    /** What groups the ports of a host looks for masscan's members. */
    @Override
    public @Nullable HostGrouping grouping() {
        return hasMasscansMembers ? new JsonGrouping() : null;
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        line.accept(record, buffer);
    }
}
