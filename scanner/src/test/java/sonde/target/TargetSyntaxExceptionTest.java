// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TargetSyntaxExceptionTest {

    @Test
    void showsTextWithoutWhatATerminalObeys() {
        assertEquals("a?b?c?", TargetSyntaxException.sanitise("a\u001bb\u009bc\u202e"));
        assertEquals("b\u00FCcher", TargetSyntaxException.sanitise("b\u00FCcher"));
        assertEquals("x".repeat(60) + "...", TargetSyntaxException.sanitise("x".repeat(61)));
        assertEquals("x".repeat(60), TargetSyntaxException.sanitise("x".repeat(60)));
    }

    @Test
    void namesTheFileSafely() {
        assertEquals(
                "a?b:1:2: 't': no",
                TargetSyntaxException.inFile("a\nb", 1, 2, "t", "no").getMessage());
    }
}
