// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnknownOptionTest {

    @ParameterizedTest
    @CsvSource({
        "--rat=5,--rate",
        "--exlcude=x,--exclude",
        "--sourceport1,--source-port",
        "--open-onyl,--open-only",
        "--include-reservd,--include-reserved",
        "--resume-cuont,--resume-count",
        "-rate,--rate",
        "-port=80,--port",
        "-echo,--echo",
        "-ip,--ip",
        "--packet,--packet-trace",
        "-shrad,--shard",
    })
    void suggests(String word, String meant) {
        UsageException e =
                assertThrows(UsageException.class, () -> CommandLineTest.scan(word, "x"));
        String typed =
                word.startsWith("--") && word.contains("=")
                        ? word.substring(0, word.indexOf('='))
                        : word;
        assertEquals(
                "unknown option " + typed + "; did you mean " + meant + "? See sonde --help",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "--foo",
        "--q",
        "--",
        "-Z",
        "-x",
        "--qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
    })
    void doesNotSuggestAtAnyPrice(String word) {
        String typed = word.equals("--") ? "---" : word;
        UsageException e =
                assertThrows(UsageException.class, () -> CommandLineTest.scan(typed, "x"));
        assertEquals(
                "unknown option " + TerminalText.sanitize(typed, 40) + "; see sonde --help",
                e.getMessage()
                        .replace(
                                "--qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq...",
                                TerminalText.sanitize(typed, 40)));
    }

    @Test
    void countsSlipsOfTheFinger() {
        assertEquals(0, UnknownOption.distance("rate", "rate"));
        assertEquals(1, UnknownOption.distance("rate", "raet"));
        assertEquals(1, UnknownOption.distance("rate", "rte"));
        assertEquals(1, UnknownOption.distance("rate", "raate"));
        assertEquals(4, UnknownOption.distance("", "rate"));
    }
}
