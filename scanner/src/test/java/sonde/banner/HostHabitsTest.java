// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HostHabitsTest {

    private static final byte[] ANSWER = {1, 2, 3};
    private static final byte[] OTHER = {1, 2, 4};

    private final HostHabits habits = new HostHabits(4711);

    @Test
    void remembersWhatAControlPortShowed() {
        assertEquals(HostHabits.Control.UNKNOWN, habits.control(7));
        habits.noteControl(7, HostHabits.Control.OPEN);
        assertEquals(HostHabits.Control.OPEN, habits.control(7));
        assertEquals(HostHabits.Control.UNKNOWN, habits.control(8));
        habits.noteControl(7, HostHabits.Control.CLOSED);
        assertEquals(HostHabits.Control.CLOSED, habits.control(7));
    }

    @Test
    void noticesThatManyPortsSayTheSame() {
        for (int i = 1; i < HostHabits.ALIKE_MIN; i++) {
            assertFalse(habits.noteUnknown(7, ANSWER, 3), "after " + i);
        }
        assertTrue(habits.noteUnknown(7, ANSWER, 3));
        assertTrue(habits.noteUnknown(7, ANSWER, 3));
    }

    @Test
    void startsAgainWhenAnotherAnswerComes() {
        for (int i = 1; i < HostHabits.ALIKE_MIN; i++) {
            habits.noteUnknown(7, ANSWER, 3);
        }
        assertFalse(habits.noteUnknown(7, OTHER, 3));
        assertFalse(habits.noteUnknown(7, ANSWER, 3));
    }

    @Test
    void neverTakesOneHostForAnother() {
        for (int host = 0; host < 100_000; host++) {
            habits.noteControl(host, HostHabits.Control.OPEN);
        }
        int remembered = 0;
        for (int host = 0; host < 200_000; host++) {
            if (habits.control(host) == HostHabits.Control.OPEN) {
                assertTrue(host < 100_000);
                remembered++;
            }
        }
        assertTrue(remembered > 8_000, "remembered " + remembered);
    }
}
