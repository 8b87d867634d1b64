// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--badsum | --badsum is not supported: probes have a fixed form; in masscan it has"
                        + " no effect, leave it out",
                "--http-field-remove=x | --http-field-remove does nothing in masscan either; leave"
                        + " it out",
                "--script=x.lua | --script is not supported: Sonde runs no Lua; read the results of"
                        + " -oD - instead",
                "-oN | -oN is nmap's; the closest are -oL and, for a person, --interactive",
                "-sV | -sV is nmap's; --banners says what runs on open ports, with --deep in"
                        + " detail",
                "-sSV | -sV is nmap's; --banners says what runs on open ports, with --deep in"
                        + " detail",
                "-sC | -sC is nmap's; Sonde doesn't have it; leave it out",
                "--scan-type=C | --scan-type: -sC is nmap's; Sonde doesn't have it; leave it out",
                "-T4 | -T4 is nmap's; Sonde keeps to --rate, whatever answers come;"
                        + " leave it out",
                "-F | -F is nmap's; --top-ports 100 has as many ports",
                "--bpf=x | --bpf does nothing in masscan either, and Sonde filters by itself; leave"
                        + " it out",
            })
    void saysWhatToDoInstead(String word, String message) {
        assertEquals(
                message,
                assertThrows(UsageException.class, () -> CommandLineTest.scan(word)).getMessage());
    }

    @Test
    void refusesEveryName() {
        for (String name : Refusals.longNames().split(" ", -1)) {
            String word = "--" + name + "=1";
            String message =
                    assertThrows(UsageException.class, () -> CommandLineTest.scan(word))
                            .getMessage();
            assertTrue(message.startsWith("--" + name + " "), message);
            assertTrue(message.length() <= 120, message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-A", "-O", "-sV", "-sI", "-sW", "-oN", "-oNfile", "-oS", "-b", "-F", "-r", "-T"
            })
    void refusesShortForms(String word) {
        String message =
                assertThrows(UsageException.class, () -> CommandLineTest.scan(word)).getMessage();
        assertTrue(message.startsWith(word + " is "), message);
    }

    @Test
    void leavesOthersAlone() {
        assertNull(Refusals.ofShort("-foo"));
        assertNull(Refusals.ofShort("-Z"));
        assertNull(Refusals.ofLong("rate"));
        assertNull(Refusals.ofLong(""));
    }
}
