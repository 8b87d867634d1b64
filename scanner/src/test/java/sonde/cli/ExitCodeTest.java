// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ExitCodeTest {

    /** Scripts rely on these. */
    @Test
    void hasTheNumbersPromised() {
        assertEquals(0, ExitCode.FINISHED.number());
        assertEquals(2, ExitCode.USAGE.number());
        assertEquals(3, ExitCode.HOST.number());
        assertEquals(4, ExitCode.OUTPUT.number());
        assertEquals(5, ExitCode.LINK.number());
        assertEquals(70, ExitCode.INTERNAL.number());
        // 128 and the number of the signal, as shells have it.
        assertEquals(128 + 2, ExitCode.INTERRUPTED.number());
        assertEquals(128 + 15, ExitCode.TERMINATED.number());
        assertEquals(8, ExitCode.values().length);
    }
}
