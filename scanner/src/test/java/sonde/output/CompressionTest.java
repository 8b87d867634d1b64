// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    @ParameterizedTest
    @CsvSource({
        "found.json.gz, GZIP",
        "FOUND.JSON.GZ, GZIP",
        ".gz, GZIP",
        "found.zst, ZSTD",
        "found.Zst, ZSTD",
        "found.gz.zst, ZSTD",
    })
    void isSaidByTheEndOfTheName(String name, Compression expected) {
        assertEquals(expected, Compression.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"found.json", "gz", "found.gz.json", "found.zstd", "-"})
    void isNoneElse(String name) {
        assertNull(Compression.of(name));
    }
}
