// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JSON as jq(1) reads it. */
final class Json {

    private Json() {}

    /**
     * How many elements the array in a file has; fails unless the file is exactly one valid array.
     */
    static int recordCount(Path file) {
        return Integer.parseInt(
                query(
                                file,
                                "if length == 1 and (.[0]|type) == \"array\" then .[0]|length else"
                                        + " error end",
                                "-s")
                        .strip());
    }

    /** How many objects, one a line, a file has; fails unless all are valid. */
    static int lineCount(Path file) {
        return Integer.parseInt(query(file, "map(.ip|type == \"string\")|length", "-s").strip());
    }

    /** What jq's filter makes of a file; fails on anything that isn't JSON. */
    static String query(Path file, String filter, String... options) {
        List<String> words = new ArrayList<>(List.of("jq"));
        words.addAll(List.of(options));
        words.addAll(List.of(filter, file.toString()));
        Command.Outcome outcome = Command.run(words);
        if (outcome.exitCode() != 0) {
            String text = read(file);
            String end = text.substring(Math.max(0, text.length() - 500));
            throw new AssertionError(outcome.err() + " in the file that ends\n" + end);
        }
        return outcome.out();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
