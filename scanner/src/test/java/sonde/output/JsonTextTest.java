// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\n]\n",
                "[null]",
                " [ 0 , 10 ] ",
                "{}",
                "{\"a\": [{\"b\": \"\"}], \"c\": 1}\n"
            })
    void acceptsValidJson(String text) {
        assertTrue(JsonText.isValid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "[]]",
                "[,]",
                "[1,]",
                "[1 2]",
                "[]\0",
                "[01]",
                "[nul]",
                "{\"a\"}",
                "{a:1}",
                "[\"]",
                "{\"a\":1,}",
                "[] ,\n{}",
                "[\n  \n"
            })
    void refusesAnythingElse(String text) {
        assertFalse(JsonText.isValid(text));
    }
}
