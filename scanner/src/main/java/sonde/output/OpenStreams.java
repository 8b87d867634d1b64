// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs to pipes and terminals that outlast the leg of a scan: what has gone there can't be taken
 * back, and so they go on as they are, without an end and a new beginning in their midst. Used by
 * one thread at a time.
 */
public final class OpenStreams implements Closeable {

    private record Stream(OutputFormat format, String destination, RecordWriter writer) {}

    private final List<Stream> streams = new ArrayList<>();

    /** Keeps a writer open, for the next leg or until this is closed. */
    void keep(OutputFormat format, String destination, RecordWriter writer) {
        streams.add(new Stream(format, destination, writer));
    }

    /** Hands a writer over that was kept open; null if there is none. */
    @Nullable RecordWriter take(OutputFormat format, String destination) {
        for (Stream stream : streams) {
            if (stream.format() == format && stream.destination().equals(destination)) {
                streams.remove(stream);
                return stream.writer();
            }
        }
        return null;
    }

    /** Closes what no leg has taken. */
    @Override
    public void close() throws IOException {
        @Nullable IOException first = null;
        for (Stream stream : streams) {
            try {
                stream.writer().close();
            } catch (IOException e) {
                first = Outputs.firstOf(first, e);
            }
        }
        streams.clear();
        Outputs.throwIfAny(first);
    }
}
