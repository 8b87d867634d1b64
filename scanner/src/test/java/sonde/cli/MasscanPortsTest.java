// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MasscanPortsTest {

    /** Lists that masscan's {@code --echo} prints. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I:2 | '' | true",
                "I:0,I:2 | I:0 | true",
                "1-10,U:53,i:2,I:257 | 1-10,U:53,O:1 | true",
                "I:1,I:257,I:303-306 | I:1,O:1,O:47-50 | false",
                "80, I:256-511 | 80,O:0-255 | false",
            })
    void readsWhatMasscanNumbers(String list, String ports, boolean hasArp) {
        assertEquals(new MasscanPorts(ports, hasArp), MasscanPorts.of(list));
    }

    /** What it never prints is left, for the parser to say what is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "80,U:53",
                "I:0-1",
                "I:0-2",
                "I:2,0",
                "I:257,5",
                "I:255",
                "I:512",
                "I:300-600",
                "I:9999999999",
                "T:2",
                "I:2 I:0"
            })
    void leavesTheRest(String list) {
        assertEquals(new MasscanPorts(list, false), MasscanPorts.of(list));
    }
}
