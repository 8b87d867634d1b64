// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "0.5,2,6,'  0.50'",
        "1.005,2,0,1.00",
        "1.006,2,0,1.01",
        "0.999,2,0,1.00",
        "0.04,1,0,0.0",
        "-2.5,1,6,'  -2.5'",
        "-0.001,2,0,0.00",
        "100,0,0,100",
        "NaN,2,0,0.00",
        "Infinity,2,5,' 0.00'",
        "0.05,2,0,0.05",
    })
    void printsFixedDecimals(double number, int decimals, int width, String text) {
        StringBuilder printed = new StringBuilder();
        Decimals.append(printed, number, decimals, width);
        assertEquals(text, printed.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "999,999",
        "1000,'1,000'",
        "-1234567,'-1,234,567'",
        "-100,-100",
        "9223372036854775807,'9,223,372,036,854,775,807'"
    })
    void groupsThousands(long number, String text) {
        StringBuilder printed = new StringBuilder("x");
        Decimals.appendGrouped(printed, number);
        assertEquals("x" + text, printed.toString());
    }

    @Test
    void pads() {
        StringBuilder printed = new StringBuilder();
        Decimals.append(printed, 7, 2, '0');
        Decimals.append(printed, 123, 2, '0');
        assertEquals("07123", printed.toString());
    }
}
