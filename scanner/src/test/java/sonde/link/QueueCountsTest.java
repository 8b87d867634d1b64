// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class QueueCountsTest {

    @Test
    void everyDirectionHasAQueue() {
        assertThrows(IllegalArgumentException.class, () -> new QueueCounts(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new QueueCounts(1, 0));
        assertEquals(new QueueCounts(1, 1), QueueCounts.ONE);
    }
}
