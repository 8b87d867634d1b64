// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NamesTest {

    @Test
    void ignoresCaseAndPunctuation() {
        assertTrue(Names.same("exclude-ports", "Exclude_Ports"));
        assertTrue(Names.same("excludefile", "--exclude.file-"));
        assertFalse(Names.same("exclude", "excludefile"));
        assertFalse(Names.same("excludefile", "exclude"));
        assertFalse(Names.same("", ""));
        assertFalse(Names.same("-", "."));
        assertEquals("excludeports", Names.normalize("-Exclude_.Ports"));
    }

    @Test
    void findsWholeNamesInLists() {
        assertTrue(Names.listed("a bc d", "BC"));
        assertTrue(Names.listed("a bc d", "d"));
        assertFalse(Names.listed("a bc d", "b"));
        assertFalse(Names.listed("", ""));
    }
}
