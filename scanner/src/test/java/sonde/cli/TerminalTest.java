// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TerminalTest {

    @Test
    void knowsTerminalsByTheirDevices() {
        assertTrue(Terminal.isTerminal("/dev/pts/3"));
        assertTrue(Terminal.isTerminal("/dev/tty1"));
        assertTrue(Terminal.isTerminal("/dev/ttyS0"));
        assertTrue(Terminal.isTerminal("/dev/console"));
        assertFalse(Terminal.isTerminal("/dev/null"));
        assertFalse(Terminal.isTerminal("pipe:[123]"));
        assertFalse(Terminal.isTerminal("/tmp/pts"));
        assertFalse(Terminal.isTerminal(""));
        assertFalse(Terminal.isTerminal(-1));
    }

    @Test
    void readsColumns() {
        assertEquals(80, Terminal.columns("80"));
        assertEquals(0, Terminal.columns(null));
        assertEquals(0, Terminal.columns(""));
        assertEquals(0, Terminal.columns("-5"));
        assertEquals(0, Terminal.columns("99999999999"));
    }
}
