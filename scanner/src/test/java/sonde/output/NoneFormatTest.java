// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class NoneFormatTest {

    @Test
    void writesNothingWhateverComes() {
        assertEquals(
                "", Records.document(OutputFormat.NONE, List.of(Records.PLAIN, Records.BANNER)));
    }
}
