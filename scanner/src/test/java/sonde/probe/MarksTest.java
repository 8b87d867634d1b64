// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class MarksTest {

    @Test
    void flowLabelsAreNeverZero() {
        assertEquals(1, Marks.flowLabel(0xFFF));
        assertEquals(1, Marks.flowLabel(0x1FFF));
        assertEquals(0xFFFFF, Marks.flowLabel(-1));
    }

    @Test
    void twoBitsChooseOneOfFourWindows() {
        Set<Integer> windows = new HashSet<>();
        for (int mark = 0; mark < 64; mark++) {
            windows.add(Marks.window(mark));
        }
        assertEquals(Set.of(64240, 29200, 14600, 8192), windows);
    }

    @Test
    void keysAndCookiesChangeEverything() {
        int key = Marks.key(new CookieKey(1, 2));
        assertNotEquals(key, Marks.key(new CookieKey(1, 3)));
        int mark = Marks.mark(7, key);
        assertNotEquals(mark, Marks.mark(8, key));
        assertNotEquals(mark, Marks.more(mark));
    }
}
