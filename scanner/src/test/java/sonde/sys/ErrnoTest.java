// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

class ErrnoTest {

    @Test
    void passesWhatIsNotNegative() {
        assertEquals(0, Errno.check("bind", 0, "interface x0"));
        assertEquals(7, Errno.check("socket", 7, "interface x0"));
    }

    @Test
    void throwsWhatTheCallReturned() {
        SysException e =
                assertThrows(
                        SysException.class,
                        () -> Errno.check("bind", -Errno.ENODEV, "interface x0"));
        assertEquals("bind", e.call());
        assertEquals(Errno.ENODEV, e.errno());
        assertEquals(
                "interface x0: no such device (bind: ENODEV); list the interfaces there are:"
                        + " ip link",
                e.getMessage());
    }

    @Test
    void missingRightsNameTheRemedy() {
        String remedy = Errno.remedy(Errno.EPERM);
        assertEquals(remedy, Errno.remedy(Errno.EACCES));
        assertEquals(
                "needs CAP_NET_RAW: run with sudo, or with setpriv as README.md says under"
                        + " Privileges",
                remedy);
    }

    @Test
    void everyConstantHasItsNameAndWords() throws IllegalAccessException {
        for (Field field : Errno.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                int errno = field.getInt(null);
                assertEquals(field.getName(), Errno.name(errno));
                assertFalse(Errno.describe(errno).startsWith("unknown"), field.getName());
            }
        }
    }

    @Test
    void unknownNumbersAreShownAsNumbers() {
        assertEquals("errno 4000", Errno.name(4000));
        assertEquals("unknown error 4000", Errno.describe(4000));
        assertEquals("", Errno.remedy(4000));
    }
}
