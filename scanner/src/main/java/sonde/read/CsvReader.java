// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import sonde.output.Field;
import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads comma-separated values (RFC 4180) whose first line names the columns, as {@link Field} has
 * them; others are passed over.
 */
final class CsvReader implements RecordReader {

    /** More columns than there are fields to fill them, with room for those of others. */
    private static final int COLUMNS_MAX = 256;

    /** As long as a line may be. */
    private static final int CELL_MAX_BYTES = 1 << 20;

    private static final Map<String, Field> FIELDS =
            Arrays.stream(Field.values())
                    .collect(Collectors.toMap(Field::label, Function.identity()));

    private final ByteSource source;
    private final Findings findings = new Findings();
    private List<@Nullable Field> columns = List.of();

    /** Whether the last row ended as a line does. */
    private boolean endedLine;

    private boolean isCutShort;

    CsvReader(ByteSource source) {
        this.source = source;
    }

    @Override
    public @Nullable ScanRecord next() throws IOException {
        while (source.peek() != ByteSource.END) {
            long line = source.line();
            List<String> row = row();
            if (columns.isEmpty() || FIELDS.keySet().containsAll(row)) {
                takeHeader(row, line);
                continue;
            }
            if (row.size() == 1 && row.getFirst().isEmpty()) {
                continue;
            }
            try {
                return record(row);
            } catch (IllegalArgumentException e) {
                if (source.peek() == ByteSource.END && !endedLine) {
                    isCutShort = true;
                    return null;
                }
                throw source.wrongLine(line, e.getMessage() + ": correct or remove the line");
            }
        }
        return null;
    }

    /** Files that were joined have several. */
    private void takeHeader(List<String> row, long line) throws ReadException {
        if (!row.contains(Field.IP.label())) {
            throw source.wrongLine(
                    line, "the first line of CSV must name the columns, one of them ip");
        }
        columns = new ArrayList<>();
        row.forEach(name -> columns.add(FIELDS.get(name)));
    }

    private ScanRecord record(List<String> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "has " + row.size() + " columns where the first line has " + columns.size());
        }
        findings.clear();
        for (int i = 0; i < row.size(); i++) {
            Field field = columns.get(i);
            if (field != null && !row.get(i).isEmpty()) {
                FieldWords.take(findings, field, row.get(i));
            }
        }
        return findings.record();
    }

    private List<String> row() throws IOException {
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean isQuoted = false;
        endedLine = false;
        for (int next = source.read(); next != ByteSource.END; next = source.read()) {
            if (isQuoted) {
                if (next != '"') {
                    append(cell, next);
                } else if (source.peek() == '"') {
                    append(cell, source.read());
                } else {
                    isQuoted = false;
                }
            } else if (next == '"' && cell.isEmpty()) {
                isQuoted = true;
            } else if (next == ',') {
                endCell(row, cell);
            } else if (next == '\n') {
                endedLine = true;
                break;
            } else if (next != '\r') {
                append(cell, next);
            }
        }
        endCell(row, cell);
        return row;
    }

    private void append(StringBuilder cell, int next) throws ReadException {
        if (cell.length() == CELL_MAX_BYTES) {
            throw source.wrongLine(
                    "a value is longer than " + CELL_MAX_BYTES + " bytes: a quote may be missing");
        }
        cell.append((char) next);
    }

    private void endCell(List<String> row, StringBuilder cell) throws ReadException {
        if (row.size() == COLUMNS_MAX) {
            throw source.wrongLine("has more than " + COLUMNS_MAX + " columns");
        }
        row.add(cell.toString());
        cell.setLength(0);
    }

    @Override
    public boolean isCutShort() {
        return isCutShort || source.isCutShort();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
