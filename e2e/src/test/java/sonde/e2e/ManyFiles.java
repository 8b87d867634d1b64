// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of one scan in many formats, compressed and not, that may have been cut short. */
final class ManyFiles {

    /** Behind the name, and the option that writes it. */
    private static final List<Results.Kind> KINDS =
            Stream.concat(
                            Results.ALL.stream(),
                            Stream.of(
                                    new Results.Kind("json.gz", "-oJ"),
                                    new Results.Kind("xml.zst", "-oX"),
                                    new Results.Kind("ndjson.zst", "-oD"),
                                    new Results.Kind("list.gz", "-oL")))
                    .toList();

    private final Path name;

    ManyFiles(Path name) {
        this.name = name;
    }

    /** The options that write them; {@code -oA} two of them. */
    List<String> options() {
        List<String> words = new ArrayList<>(List.of("-oA", name + "-a"));
        for (Results.Kind kind : KINDS) {
            words.addAll(List.of(kind.options().split(" ")));
            words.add(file(kind.suffix()).toString());
        }
        return words;
    }

    Path file(String suffix) {
        return Results.sibling(name, suffix);
    }

    boolean haveRecords() {
        Path lines = file("ndjson");
        return Files.exists(lines) && lines.toFile().length() > 0;
    }

    /** Each is whole by its own program's judgement, whatever ended the one that wrote it. */
    void assertWhole() {
        assertTrue(Json.lineCount(file("ndjson")) > 0, "records were written");
        assertTrue(Json.recordCount(file("json")) >= 0);
        assertTrue(Json.recordCount(beside("-a.json")) >= 0);
        XmlFile.elements(file("xml"));
        XmlFile.elements(beside("-a.xml"));
        assertTrue(Json.recordCount(unpacked("json.gz", "zcat")) >= 0);
        assertTrue(Json.lineCount(unpacked("ndjson.zst", "zstd", "-dcq")) >= 0);
        unpacked("list.gz", "zcat");
        XmlFile.elements(unpacked("xml.zst", "zstd", "-dcq"));
        for (String suffix : List.of("list", "csv", "gnmap", "uni", "hosts")) {
            String text = Json.read(file(suffix));
            assertTrue(text.endsWith("\n") || text.isEmpty(), suffix);
        }
    }

    /** All have the same number of records, and it is this. */
    void assertRecords(int records) {
        assertWhole();
        assertEquals(records, Json.lineCount(file("ndjson")));
        assertEquals(records, Json.recordCount(file("json")));
        assertEquals(records, Json.recordCount(file("json.gz.txt")));
        assertEquals(records, Json.lineCount(file("ndjson.zst.txt")));
        assertEquals(records, XmlFile.elements(file("xml")).get("port"));
        assertEquals(records, XmlFile.elements(file("xml.zst.txt")).get("port"));
        for (String suffix : List.of("list", "list.gz.txt", "gnmap", "uni", "hosts")) {
            assertEquals(records, Results.lines(file(suffix)).size(), suffix);
        }
        assertTrue(Json.read(file("list")).endsWith("# end\n"), "the list is finished");
    }

    private Path beside(String end) {
        return name.resolveSibling(name.getFileName() + end);
    }

    private Path unpacked(String suffix, String... unpacker) {
        List<String> words = new ArrayList<>(List.of(unpacker));
        words.add(file(suffix).toString());
        Path unpacked = file(suffix + ".txt");
        Ipv6Lab.write(unpacked, Command.must(words));
        return unpacked;
    }
}
