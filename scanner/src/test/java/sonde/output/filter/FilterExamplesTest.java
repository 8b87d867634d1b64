// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs what {@code docs/FILTER.md} shows. */
class FilterExamplesTest {

    private static final int EXAMPLES_MIN = 15;

    @TestFactory
    Stream<DynamicTest> examplesTellRecordsApart() throws IOException {
        List<String> examples = examples();
        assertTrue(examples.size() >= EXAMPLES_MIN, examples.toString());
        return examples.stream().map(each -> DynamicTest.dynamicTest(each, () -> run(each)));
    }

    private static void run(String expression) throws FilterSyntaxException {
        RecordFilter filter = RecordFilter.parse(expression);
        long passed = FilterRecords.ALL.stream().filter(filter).count();
        assertTrue(passed > 0 && passed < FilterRecords.ALL.size(), expression + ": " + passed);
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        boolean isExample = false;
        for (String line : Files.readAllLines(page())) {
            if (line.startsWith("```")) {
                isExample = line.equals("```filter");
            } else if (isExample) {
                int comment = line.indexOf("  #");
                examples.add((comment < 0 ? line : line.substring(0, comment)).strip());
            }
        }
        return examples;
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            assertTrue(folder != null, "tests run inside the clone");
        }
        return folder.resolve("docs/FILTER.md");
    }
}
