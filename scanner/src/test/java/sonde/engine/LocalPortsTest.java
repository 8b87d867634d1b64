// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

class LocalPortsTest {

    private static final int COUNT = LocalPorts.DEFAULT_COUNT;

    @Test
    void choosesAboveTheEphemeralRange() {
        LocalPorts ports = new LocalPorts(32_768, 60_999, new BitSet(), new BitSet());
        for (int seed = 0; seed < 1000; seed++) {
            int first = ports.choose(COUNT, new SplittableRandom(seed));
            assertTrue(first >= 61_000 && first + COUNT - 1 <= 65_535, "chose " + first);
        }
    }

    @Test
    void choosesBelowTheEphemeralRangeWhenItReachesTheTop() {
        LocalPorts ports = new LocalPorts(32_768, 65_535, new BitSet(), new BitSet());
        for (int seed = 0; seed < 1000; seed++) {
            int first = ports.choose(COUNT, new SplittableRandom(seed));
            assertTrue(first >= 1024 && first + COUNT - 1 < 32_768, "chose " + first);
        }
    }

    @Test
    void staysClearOfPortsInUse() {
        BitSet used = new BitSet();
        used.set(61_000, 65_000);
        used.set(65_100);
        used.set(65_300, 65_536);
        BitSet reserved = used.get(0, 65_100);
        BitSet bound = (BitSet) used.clone();
        bound.andNot(reserved);
        LocalPorts ports = new LocalPorts(32_768, 60_999, reserved, bound);
        for (int seed = 0; seed < 1000; seed++) {
            int first = ports.choose(COUNT, new SplittableRandom(seed));
            int taken = used.nextSetBit(first);
            assertTrue(taken < 0 || taken >= first + COUNT, "chose " + first);
            assertTrue(first >= 65_000, "left the free part: " + first);
        }
    }

    @Test
    void stillChoosesWhenEveryPortIsEphemeral() {
        LocalPorts ports = new LocalPorts(1024, 65_535, new BitSet(), new BitSet());
        int first = ports.choose(COUNT, new SplittableRandom(1));
        assertTrue(first >= 1024 && first + COUNT - 1 <= 65_535, "chose " + first);
    }

    @Test
    void readsBoundPortsFromTheKernelsTable() {
        BitSet used = new BitSet();
        LocalPorts.addBound(
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
                   1: 00000000000000000000000001000000:F230 00000000000000000000000000000000:0000 0A 0 0 0
                """,
                used);
        BitSet expected = new BitSet();
        expected.set(8080);
        expected.set(0xF230);
        assertEquals(expected, used);
    }

    @Test
    void speaksAgainstPortsOfTheHosts() {
        BitSet bound = new BitSet();
        bound.set(8080);
        LocalPorts ports = new LocalPorts(32_768, 60_999, new BitSet(), bound);
        assertEquals(List.of(), ports.conflicts(61_000, 65_535));
        assertEquals(List.of(), ports.conflicts(8081, 32_767));
        String socket = ports.conflicts(8000, 8080).getFirst();
        assertTrue(socket.contains("port 8080"), socket);
        String range = ports.conflicts(60_000, 61_063).getFirst();
        assertTrue(range.contains("port 60000") && range.contains("32768-60999"), range);
        assertEquals(2, ports.conflicts(8080, 32_768).size());
    }

    @Test
    void portsThatTheAdministratorReservedAreFreeForTheTaking() {
        BitSet reserved = new BitSet();
        reserved.set(40_000, 40_064);
        LocalPorts ports = new LocalPorts(32_768, 60_999, reserved, new BitSet());
        assertEquals(List.of(), ports.conflicts(40_000, 40_063));
        String range = ports.conflicts(40_000, 40_064).getFirst();
        assertTrue(range.contains("port 40064"), range);
    }
}
