// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.List;

class PortParserFuzzTest {

    /**
     * Any text is a list of ports or an error that is safe to print; a list reads back as what it
     * was written.
     */
    @FuzzTest
    void readsOrRefuses(FuzzedDataProvider data) throws TargetSyntaxException {
        String text = data.consumeRemainingAsString();
        PortChoice ports;
        try {
            ports = PortParser.parse(List.of(text), "-p");
        } catch (TargetSyntaxException e) {
            FuzzChecks.assertPrintable(e);
            return;
        }
        assertEquals(ports, PortParser.parse(List.of(ports.toString()), "-p"));
        assertEquals(ports.isEmpty(), ports.toString().isEmpty());
    }
}
