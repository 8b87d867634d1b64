// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

final class VersionTest {

    @Test
    void isNeverEmpty() {
        assertFalse(Version.number().isBlank());
        assertEquals(4, Version.text().split("\n", -1).length);
    }
}
