// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HostHabitsTest {

    private static final byte[] ANSWER = {1, 2, 3};
    private static final byte[] OTHER = {1, 2, 4};

    private static final long HIGH = 0x2001_0DB8L << 32;

    private final HostHabits habits = new HostHabits(4711);

    @Test
    void remembersWhatAControlPortShowed() {
        assertEquals(HostHabits.Control.UNKNOWN, habits.control(HIGH, 7));
        habits.noteControl(HIGH, 7, HostHabits.Control.OPEN);
        assertEquals(HostHabits.Control.OPEN, habits.control(HIGH, 7));
        assertEquals(HostHabits.Control.UNKNOWN, habits.control(HIGH, 8));
        habits.noteControl(HIGH, 7, HostHabits.Control.CLOSED);
        assertEquals(HostHabits.Control.CLOSED, habits.control(HIGH, 7));
    }

    @Test
    void bothHalvesOfAnAddressNameAHost() {
        habits.noteControl(HIGH, 7, HostHabits.Control.OPEN);
        assertEquals(HostHabits.Control.UNKNOWN, habits.control(0, 7));
        assertEquals(HostHabits.Control.UNKNOWN, habits.control(HIGH + 1, 7));
    }

    @Test
    void noticesThatManyPortsSayTheSame() {
        for (int i = 1; i < HostHabits.ALIKE_MIN; i++) {
            assertFalse(habits.noteUnknown(HIGH, 7, ANSWER, 3), "after " + i);
        }
        assertTrue(habits.noteUnknown(HIGH, 7, ANSWER, 3));
        assertTrue(habits.noteUnknown(HIGH, 7, ANSWER, 3));
    }

    @Test
    void startsAgainWhenAnotherAnswerComes() {
        for (int i = 1; i < HostHabits.ALIKE_MIN; i++) {
            habits.noteUnknown(HIGH, 7, ANSWER, 3);
        }
        assertFalse(habits.noteUnknown(HIGH, 7, OTHER, 3));
        assertFalse(habits.noteUnknown(HIGH, 7, ANSWER, 3));
    }

    @Test
    void neverTakesOneHostForAnother() {
        for (int host = 0; host < 100_000; host++) {
            habits.noteControl(host & 1, host, HostHabits.Control.OPEN);
        }
        int remembered = 0;
        for (int host = 0; host < 200_000; host++) {
            if (habits.control(host & 1, host) == HostHabits.Control.OPEN) {
                assertTrue(host < 100_000);
                remembered++;
            }
        }
        assertTrue(remembered > 8_000, "remembered " + remembered);
    }
}
