// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class TopPortsTest {

    @Test
    void rankingHasAThousandDifferentPorts() {
        int[] ranking = TopPorts.ranking(TopPorts.COUNT);
        assertEquals(TopPorts.COUNT, Arrays.stream(ranking).distinct().count());
        assertTrue(Arrays.stream(ranking).allMatch(port -> port >= 1 && port <= 65_535));
        assertArrayEquals(new int[] {80, 443, 22}, Arrays.copyOf(ranking, 3));
    }

    @Test
    void rankingOfUdpHasDifferentPorts() {
        int[] ranking = TopPorts.udpRanking(TopPorts.UDP_COUNT);
        assertEquals(TopPorts.UDP_COUNT, Arrays.stream(ranking).distinct().count());
        assertTrue(Arrays.stream(ranking).allMatch(port -> port >= 1 && port <= 65_535));
        assertEquals("53,123,161", TopPorts.udp(3).toString());
        assertThrows(IllegalStateException.class, () -> TopPorts.udpRanking(ranking.length + 1));
    }

    @Test
    void firstAreTheBest() {
        assertEquals("22,80,443", TopPorts.first(3).toString());
        assertEquals(TopPorts.COUNT, TopPorts.first(TopPorts.COUNT).size());
    }

    @Test
    void refusesWhatIsNotRanked() {
        assertThrows(IllegalArgumentException.class, () -> TopPorts.first(0));
        assertThrows(IllegalArgumentException.class, () -> TopPorts.first(TopPorts.COUNT + 1));
        assertThrows(IllegalArgumentException.class, () -> TopPorts.udp(0));
        assertThrows(IllegalArgumentException.class, () -> TopPorts.udp(TopPorts.UDP_COUNT + 1));
    }
}
