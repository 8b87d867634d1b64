// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Answers in {@code answers.txt}: of real servers to Sonde's own payloads, and some put together
 * after a specification, as the file says.
 */
final class Answers {

    static final int COOKIE = 0xA1B2C3D4;

    private Answers() {}

    static List<Answer> all() {
        List<Answer> answers = new ArrayList<>();
        String[] begin = {};
        StringBuilder hex = new StringBuilder();
        for (String line : text().lines().toList()) {
            if (line.startsWith("answer ")) {
                begin = line.split(" ");
                hex.setLength(0);
            } else if (line.startsWith("hex ")) {
                hex.append(line, "hex ".length(), line.length());
            } else if (line.startsWith("banner ")) {
                byte[] bytes = HexFormat.of().parseHex(hex);
                int port = Integer.parseInt(begin[2]);
                answers.add(new Answer(begin[1], port, bytes, line.substring("banner ".length())));
            }
        }
        return answers;
    }

    private static String text() {
        try (InputStream file = Answers.class.getResourceAsStream("answers.txt")) {
            if (file == null) {
                throw new AssertionError("no answers.txt");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
