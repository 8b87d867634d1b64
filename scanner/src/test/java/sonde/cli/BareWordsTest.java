// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class BareWordsTest {

    @Test
    void takesAddressesAndHostNames() {
        assertNull(BareWords.reject("198.18.0.1"));
        assertNull(BareWords.reject("host.example"));
        assertNull(BareWords.reject("::1"));
        assertNull(BareWords.reject(""));
    }

    @Test
    void rejectsWhatIsSurelyNoTarget() {
        assertEquals("\"a=b\" is not a target", BareWords.reject("a=b"));
        assertEquals(
                "\"ports=80\" is not a target; did you mean --ports=80?",
                BareWords.reject("ports=80"));
    }
}
