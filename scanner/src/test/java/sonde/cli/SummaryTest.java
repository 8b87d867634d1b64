// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.stat.Counter;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

final class SummaryTest {

    private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);

    SummaryTest() {
        counters.put(Counter.PROBES_MADE, 65_536L);
        counters.put(Counter.PROBES_SENT, 65_530L);
        counters.put(Counter.PROBES_REFUSED, 1L);
        counters.put(Counter.PROBES_UNREACHED, 2L);
        counters.put(Counter.PROBES_UNROUTED, 3L);
        counters.put(Counter.FRAMES_RECEIVED, 1_234L);
        counters.put(Counter.FRAMES_NEIGHBOUR, 4L);
        counters.put(Counter.FRAMES_FOREIGN, 30L);
        counters.put(Counter.ANSWERS_OURS, 1_200L);
        counters.put(Counter.ANSWERS_DUPLICATE, 100L);
        counters.put(Counter.ANSWERS_HIDDEN, 1_000L);
        counters.put(Counter.ANSWERS_OPEN, 100L);
        counters.put(Counter.RECORDS_WRITTEN, 100L);
    }

    private long counted(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    @Test
    void addsUp() {
        assertEquals(
                """
                finished in 0:01:17, 978 packets a second on average, seed 18446744073709551615
                probes:  65,536 made = 65,530 sent + 1 refused + 2 unreached + 3 unrouted + 0 withheld
                frames:  1,234 received = 0 malformed + 4 neighbour + 30 foreign + 1,200 ours
                answers: 1,200 ours = 100 duplicate + 1,000 hidden + 100 open + 0 closed
                also:    100 records written, 0 frames lost in a full receive ring, 0 ARP requests sent
                """,
                Summary.text(
                        "finished",
                        77_000_000_000L,
                        67_000_000_000L,
                        OptionalLong.of(-1),
                        this::counted));
    }

    @Test
    void saysWhenItDoesNotAddUp() {
        counters.put(Counter.FRAMES_FOREIGN, 31L);
        counters.put(Counter.PROBES_SENT, 50L);
        counters.put(Counter.PROBES_MADE, 56L);
        assertEquals(
                """
                stopped by Ctrl-C in 0:00:00, 0.00 packets a second on average
                probes:  56 made = 50 sent + 1 refused + 2 unreached + 3 unrouted + 0 withheld
                frames:  1,234 received = 0 malformed + 4 neighbour + 31 foreign + 1,200 ours\
                  DOES NOT ADD UP: off by -1, please report
                answers: 1,200 ours = 100 duplicate + 1,000 hidden + 100 open + 0 closed
                also:    100 records written, 0 frames lost in a full receive ring, 0 ARP requests sent
                """,
                Summary.text("stopped by Ctrl-C", 1, 0, OptionalLong.empty(), this::counted));
    }
}
