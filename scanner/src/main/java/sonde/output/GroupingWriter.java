// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

import java.io.IOException;

/**
 * A file that is grouped by host when the scan is over ({@code --group}). Until then it is as any
 * other, each record by itself, so that it is valid at every moment and can be gone on with. Called
 * by the writer thread alone.
 */
final class GroupingWriter implements RecordWriter {

    private final RecordWriter writer;
    private final Grouper grouper;
    private boolean closed;
    private boolean failed;

    GroupingWriter(RecordWriter writer, Grouper grouper) {
        this.writer = writer;
        this.grouper = grouper;
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        failed = true;
        writer.write(record);
        failed = false;
    }

    @Override
    public void flush() throws IOException {
        failed = true;
        writer.flush();
        failed = false;
    }

    @Override
    public OutputMark mark() {
        return writer.mark();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        if (!failed) {
            grouper.run();
        }
    }

    @Override
    public void suspend() throws IOException {
        if (!closed) {
            closed = true;
            writer.suspend();
        }
    }
}
