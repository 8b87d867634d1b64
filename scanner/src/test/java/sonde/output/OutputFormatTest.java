// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class OutputFormatTest {

    @Test
    void isFoundByItsLabel() {
        assertEquals(
                List.of(
                        "interactive",
                        "list",
                        "json",
                        "ndjson",
                        "redis",
                        "redis-stream",
                        "xml",
                        "binary",
                        "grepable",
                        "unicornscan",
                        "hostonly",
                        "certs",
                        "csv",
                        "none"),
                Arrays.stream(OutputFormat.values()).map(OutputFormat::label).toList());
        for (OutputFormat format : OutputFormat.values()) {
            assertEquals(Optional.of(format), OutputFormat.byLabel(format.label()));
        }
        assertEquals(Optional.empty(), OutputFormat.byLabel("JSON"));
        assertEquals(Optional.empty(), OutputFormat.byLabel(""));
    }

    @Test
    void namesThoseWithAChoiceOfFields() {
        assertEquals(
                List.of(OutputFormat.JSON, OutputFormat.NDJSON, OutputFormat.CSV),
                Arrays.stream(OutputFormat.values()).filter(OutputFormat::takesFields).toList());
    }
}
