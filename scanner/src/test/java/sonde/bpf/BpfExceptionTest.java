// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import sonde.sys.Errno;

class BpfExceptionTest {

    @Test
    void saysWhatFailedWhyAndWhatToDo() {
        assertEquals(
                "creating the map m: operation not permitted (bpf: EPERM);"
                        + " needs CAP_BPF, CAP_NET_ADMIN and CAP_NET_RAW: run with sudo",
                new BpfException("creating the map m", Errno.EPERM).getMessage());
        assertEquals(
                "w: invalid argument (bpf: EINVAL); may need a newer kernel",
                new BpfException("w", Errno.EINVAL).getMessage());
        assertEquals(
                "w: bad file descriptor (bpf: EBADF)",
                new BpfException("w", Errno.EBADF).getMessage());
    }

    @Test
    void passesResultsThatAreNone() {
        assertEquals(0, BpfException.check("w", 0));
        assertEquals(7, BpfException.check("w", 7));
        BpfException e =
                assertThrows(BpfException.class, () -> BpfException.check("w", -Errno.EPERM));
        assertEquals(Errno.EPERM, e.errno());
    }
}
