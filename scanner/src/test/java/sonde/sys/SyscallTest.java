// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The numbers themselves are compared in {@link AbiTest}. */
class SyscallTest {

    @Test
    void saysInWordsWhereItCannotRun() {
        assertEquals(
                "system calls are known for Linux on amd64 and aarch64 only; this is Linux on"
                        + " riscv64",
                refusal("Linux", "riscv64"));
        assertEquals(
                "system calls are known for Linux on amd64 and aarch64 only; this is Mac OS X on"
                        + " aarch64",
                refusal("Mac OS X", "aarch64"));
    }

    private static String refusal(String system, String architecture) {
        Exception e =
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> Syscall.BIND.number(system, architecture));
        return String.valueOf(e.getMessage());
    }
}
