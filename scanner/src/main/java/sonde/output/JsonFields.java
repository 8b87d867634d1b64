// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

import java.util.List;
import java.util.Objects;

/**
 * A record as one flat object of the fields that the user chose, in that order, in both JSON
 * formats. Every record has all of them, so that columns stay columns: what it says nothing of is
 * {@code null}. Names and kinds of values are masscan's, whose time is a string.
 */
final class JsonFields {

    private static final byte[] NULL = Words.ascii("null");

    private final Field[] fields;

    /** What stands before each value: a comma, but for the first, and its name. */
    private final byte[][] names;

    private final byte[] end;

    /**
     * @param fields at least one
     * @param start what stands before the first name
     * @param comma what stands between two members
     * @param colon what stands between a member's name and its value
     * @param end what ends the line
     */
    JsonFields(List<Field> fields, String start, String comma, String colon, String end) {
        this.fields = fields.toArray(Field[]::new);
        this.end = Words.ascii(end);
        names = new byte[this.fields.length][];
        for (int i = 0; i < names.length; i++) {
            String name = '"' + this.fields[i].label() + '"';
            names[i] = Words.ascii((i == 0 ? start : comma) + name + colon);
        }
    }

    void put(ScanRecord record, AsciiBuffer buffer) {
        for (int i = 0; i < fields.length; i++) {
            buffer.put(names[i]);
            if (FieldText.has(fields[i], record)) {
                putValue(fields[i], record, buffer);
            } else {
                buffer.put(NULL);
            }
        }
        buffer.put(end);
    }

    private static void putValue(Field field, ScanRecord record, AsciiBuffer buffer) {
        switch (field) {
            case PORT, TTL, RTT -> FieldText.put(field, record, buffer);
            case BANNER -> {
                buffer.put('"');
                BannerText.putJson(Objects.requireNonNull(record.banner()), buffer);
                buffer.put('"');
            }
            case IP,
                    PROTOCOL,
                    STATUS,
                    REASON,
                    TIMESTAMP,
                    FROM,
                    ICMP,
                    MAC,
                    VENDOR,
                    SERVICE,
                    RECOGNIZED -> {
                buffer.put('"');
                FieldText.put(field, record, buffer);
                buffer.put('"');
            }
        }
    }
}
