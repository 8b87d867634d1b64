// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Reads the golden files: hexadecimal bytes with spaces between, and lines of comment. */
public final class Golden {

    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private Golden() {}

    /** The bytes of a file that holds one frame. */
    public static byte[] frame(String name) {
        return SPACED.parseHex(String.join(" ", lines(name + ".hex")));
    }

    /** The bytes of each line of a file. */
    public static List<byte[]> rows(String fileName) {
        return lines(fileName).stream().map(SPACED::parseHex).toList();
    }

    private static List<String> lines(String fileName) {
        try (InputStream file = Golden.class.getResourceAsStream("/golden/" + fileName)) {
            if (file == null) {
                throw new AssertionError("no golden file " + fileName);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#")).map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
