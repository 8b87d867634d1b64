// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Reads files of which each line stands for itself. What begins with {@code #} is a comment. A last
 * line that has no end and makes no sense was cut off.
 */
abstract class LineReader implements RecordReader {

    private final ByteSource source;
    private final Queue<ScanRecord> waiting = new ArrayDeque<>();
    private boolean isCutShort;

    LineReader(ByteSource source) {
        this.source = source;
    }

    /**
     * Takes a line apart.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    abstract void take(String line, Queue<ScanRecord> records);

    @Override
    public final @Nullable ScanRecord next() throws IOException {
        while (waiting.isEmpty()) {
            long number = source.line();
            String line = source.readLine();
            if (line == null) {
                return null;
            }
            if (!line.isBlank() && line.charAt(0) != '#') {
                takeOrRefuse(line, number);
            }
        }
        return waiting.poll();
    }

    private void takeOrRefuse(String line, long number) throws ReadException {
        try {
            take(line, waiting);
        } catch (IllegalArgumentException e) {
            if (!source.hasEndedLine()) {
                isCutShort = true;
                return;
            }
            throw source.wrongLine(number, e.getMessage() + ": correct or remove the line");
        }
    }

    @Override
    public final boolean isCutShort() {
        return isCutShort || source.isCutShort();
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }
}
