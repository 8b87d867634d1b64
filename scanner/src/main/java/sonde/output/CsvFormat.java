// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * {@code csv}: comma-separated values (RFC 4180): a line of the fields' names, then a line a
 * record, each ended by CR and LF. What a record says nothing of is empty. Text from the network,
 * and vendors' names, stand in quotes, with what {@link CsvText} escapes.
 */
final class CsvFormat implements RecordFormat {

    private static final byte[] LINE_END = Words.ascii("\r\n");

    private final Field[] fields;
    private final byte[] opening;

    /**
     * @param chosen the columns; all fields if there are none
     */
    CsvFormat(List<Field> chosen) {
        fields = chosen.isEmpty() ? Field.values() : chosen.toArray(Field[]::new);
        opening =
                Words.ascii(
                        Arrays.stream(fields).map(Field::label).collect(Collectors.joining(","))
                                + "\r\n");
    }

    @Override
    public byte[] opening() {
        return opening;
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                buffer.put(',');
            }
            if (FieldText.has(fields[i], record)) {
                putValue(fields[i], record, buffer);
            }
        }
        buffer.put(LINE_END);
    }

    private static void putValue(Field field, ScanRecord record, AsciiBuffer buffer) {
        switch (field) {
            case BANNER -> CsvText.put(Objects.requireNonNull(record.banner()), buffer);
            case VENDOR -> {
                byte[] name = FieldText.vendor(record);
                CsvText.put(new Banner(Service.NONE, Recognition.NONE, name), buffer);
            }
            case IP,
                    PORT,
                    PROTOCOL,
                    STATUS,
                    REASON,
                    TTL,
                    RTT,
                    TIMESTAMP,
                    FROM,
                    ICMP,
                    MAC,
                    SERVICE,
                    RECOGNIZED ->
                    FieldText.put(field, record, buffer);
        }
    }
}
