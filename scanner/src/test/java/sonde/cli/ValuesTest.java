// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that options refuse are in {@link OptionSetterTest}. */
final class ValuesTest {

    private static Given given(String value) {
        return new Given("--x", value);
    }

    @Test
    void readsMasscansYesAndNo() throws UsageException {
        for (String word : new String[] {"1", "true", "YES", "on", "enable", "Enabled"}) {
            assertTrue(Values.yesNo(given(word)), word);
        }
        for (String word : new String[] {"0", "false", "No", "off", "disable", "disabled"}) {
            assertFalse(Values.yesNo(given(word)), word);
        }
    }

    @Test
    void readsIntegersToTheirEnds() throws UsageException {
        assertEquals(
                Long.MAX_VALUE, Values.integer(given("9223372036854775807"), 0, Long.MAX_VALUE));
        assertEquals(7, Values.integer(given("0000000000000000000000007"), 0, 9));
        assertEquals(-1, Values.seed(given("18446744073709551615")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999", "-0", "-1"})
    void refusesIntegersBeyond(String text) {
        assertThrows(UsageException.class, () -> Values.integer(given(text), 0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "1.", "1.2.3", "+1", "1e5", "1kk", "k", "1 k", " 1", "1f", "1d", "0x1",
                "\u0661"
            })
    void refusesWhatIsNoNumber(String text) {
        UsageException e =
                assertThrows(
                        UsageException.class,
                        () -> Values.quantity(given(text), 0, 1e9, true, "give one"));
        assertTrue(e.getMessage().endsWith(" is not a number; give one"), e.getMessage());
    }
}
