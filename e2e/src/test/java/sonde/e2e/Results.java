// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of results, read and converted by the program itself. */
final class Results {

    /** All formats of which a file is written, each with the options that ask for it. */
    static final List<Kind> ALL =
            List.of(
                    new Kind("bin", "-oB"),
                    new Kind("csv", "--output-format csv --output-filename"),
                    new Kind("gnmap", "-oG"),
                    new Kind("hosts", "-oH"),
                    new Kind("json", "-oJ"),
                    new Kind("list", "-oL"),
                    new Kind("ndjson", "-oD"),
                    new Kind("pem", "--output-format certs --output-filename"),
                    new Kind("uni", "-oU"),
                    new Kind("xml", "-oX"));

    /** Those of them that can be read back. */
    static final List<String> READABLE =
            List.of("bin", "csv", "gnmap", "json", "list", "ndjson", "xml");

    /** A format: the end of its files' names, and the options in front of one. */
    record Kind(String suffix, String options) {}

    private Results() {}

    /** The options that write files of all formats, of one name. */
    static List<String> inAllFormats(Path name) {
        List<String> words = new ArrayList<>();
        for (Kind kind : ALL) {
            words.addAll(List.of(kind.options().split(" ")));
            words.add(name + "." + kind.suffix());
        }
        return words;
    }

    /** Has the program read a file and write it in all formats. */
    static void convert(Lab lab, Path file, Path name, String... options) {
        List<String> words = new ArrayList<>(List.of("--readscan", file.toString()));
        words.addAll(List.of(options));
        words.addAll(inAllFormats(name));
        SondeResult result = lab.run(words.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result::story);
    }

    static Path sibling(Path name, String suffix) {
        return name.resolveSibling(name.getFileName() + "." + suffix);
    }

    /** The lines of a file in which there are records, without their opening and end. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
