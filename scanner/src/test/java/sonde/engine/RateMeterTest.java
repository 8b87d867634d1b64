// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateMeterTest {

    private static final long TICK = 25_000_000;

    private final RateMeter meter = new RateMeter();

    @Test
    void isZeroUntilThereIsSomethingToCompare() {
        assertEquals(0, meter.ratePps());
        meter.note(5, 100);
        assertEquals(0, meter.ratePps());
        meter.note(5, 200);
        assertEquals(0, meter.ratePps());
    }

    @Test
    void isTheSlopeFromTheFirstTwoSamplesOn() {
        meter.note(-TICK, 0);
        meter.note(0, 25);
        assertEquals(1000, meter.ratePps(), 1e-6);
    }

    @Test
    void forgetsWhatIsOlderThanASecond() {
        long now = 0;
        long count = 0;
        for (int i = 0; i < 200; i++) {
            meter.note(now += TICK, count += 1000);
        }
        assertEquals(40_000, meter.ratePps(), 1e-6);
        for (int i = 0; i < 41; i++) {
            meter.note(now += TICK, count += 10);
        }
        assertEquals(400, meter.ratePps(), 1e-6);
    }

    @Test
    void usesAllSamplesWhereTheyComeFast() {
        for (int i = 0; i < 1000; i++) {
            meter.note(i * 1_000_000L, i * 3L);
        }
        assertEquals(3000, meter.ratePps(), 1e-6);
    }
}
