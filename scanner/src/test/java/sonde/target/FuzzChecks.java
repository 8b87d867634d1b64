// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What must hold of every error, whatever the input was. */
final class FuzzChecks {

    private FuzzChecks() {}

    static void assertPrintable(TargetSyntaxException e) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.length() < 400, "long message");
        assertTrue(message.chars().noneMatch(Character::isISOControl), "control characters");
        assertTrue(e.line() >= 1 && e.column() >= 1, "place");
    }
}
