// SPDX-License-Identifier: Apache-2.0
package sonde.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class CounterTest {

    @Test
    void everyCounterHasAMeaningOfItsOwn() {
        Set<String> meanings = new HashSet<>();
        for (Counter counter : Counter.values()) {
            assertFalse(counter.meaning().isBlank());
            meanings.add(counter.meaning());
        }
        assertEquals(Counter.values().length, meanings.size());
    }
}
