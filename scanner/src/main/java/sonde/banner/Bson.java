// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the elements of a BSON document (specification 1.1) as text. Of documents within it, arrays
 * of plain values are read, joined by commas.
 */
final class Bson {

    /** How many documents deep this reads. */
    private static final int DEPTH_MAX = 2;

    private Bson() {}

    /** Key and value of each element, in order, as far as the document can be read. */
    static Map<String, String> read(ByteReader reader) {
        return read(reader, 1);
    }

    private static Map<String, String> read(ByteReader reader, int depth) {
        Map<String, String> elements = new LinkedHashMap<>();
        ByteReader document = document(reader);
        while (document.left() > 1) {
            int type = document.u8();
            String key = document.textToNul();
            String value = value(document, type, depth);
            if (document.isShort()) {
                break;
            }
            elements.put(key, value);
        }
        return elements;
    }

    /** What is in the next document; its size counts the four bytes of the size. */
    private static ByteReader document(ByteReader reader) {
        return reader.take(reader.u32le() - 4);
    }

    private static String value(ByteReader reader, int type, int depth) {
        return switch (type) {
            case 0x01 -> Double.toString(Double.longBitsToDouble(reader.i64le()));
            case 0x02 -> reader.take(reader.u32le()).textToNul();
            case 0x04 -> {
                if (depth < DEPTH_MAX) {
                    yield String.join(",", read(reader, depth + 1).values());
                }
                document(reader);
                yield "";
            }
            case 0x03 -> {
                document(reader);
                yield "";
            }
            case 0x05 -> {
                reader.skip(reader.u32le() + 1);
                yield "";
            }
            case 0x07 -> {
                reader.skip(12);
                yield "";
            }
            case 0x08 -> reader.u8() == 0 ? "false" : "true";
            case 0x0A -> "";
            case 0x10 -> Integer.toString((int) reader.u32le());
            case 0x09, 0x11, 0x12 -> Long.toString(reader.i64le());
            default -> {
                // No server says anything else here; and nothing is known of its length.
                reader.skip(-1);
                yield "";
            }
        };
    }
}
