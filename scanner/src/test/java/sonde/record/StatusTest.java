// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class StatusTest {

    @Test
    void labelsAreTheWordsOfTheOutputFormats() {
        assertEquals(
                List.of("open", "closed", "filtered", "up", "unfiltered"),
                Arrays.stream(Status.values()).map(Status::label).toList());
    }
}
