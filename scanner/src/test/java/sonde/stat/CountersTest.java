// SPDX-License-Identifier: Apache-2.0
package sonde.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CountersTest {

    private final Counters counters = new Counters();

    @Test
    void startsAtZero() {
        for (Counter counter : Counter.values()) {
            assertEquals(0, counters.get(counter));
        }
    }

    @Test
    void keepsEachCounterApart() {
        for (Counter counter : Counter.values()) {
            counters.add(counter, counter.ordinal() + 1);
            counters.add(counter, 1000);
        }
        for (Counter counter : Counter.values()) {
            assertEquals(counter.ordinal() + 1001, counters.get(counter));
        }
    }

    @Test
    void setReplacesWhatWasCounted() {
        counters.add(Counter.FRAMES_DROPPED, 7);
        counters.set(Counter.FRAMES_DROPPED, 3);
        assertEquals(3, counters.get(Counter.FRAMES_DROPPED));
        counters.add(Counter.FRAMES_DROPPED, 1);
        assertEquals(4, counters.get(Counter.FRAMES_DROPPED));
    }

    @Test
    @Timeout(30)
    void aReaderSeesTheCountGrowToItsEnd() throws InterruptedException {
        int count = 1_000_000;
        Thread writer =
                new Thread(() -> {
                    for (int i = 0; i < count; i++) {
                        counters.add(Counter.PROBES_SENT, 1);
                    }
                });
        writer.start();
        long last = 0;
        while (last < count) {
            long now = counters.get(Counter.PROBES_SENT);
            assertTrue(now >= last);
            last = now;
        }
        writer.join();
        assertEquals(count, counters.get(Counter.PROBES_SENT));
        assertEquals(0, counters.get(Counter.PROBES_MADE));
        assertEquals(0, counters.get(Counter.PROBES_REFUSED));
    }
}
