// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.sys.Errno;
import sonde.sys.SysException;

class LinkExceptionTest {

    @Test
    void missingRightsNameSudoAndSetcap() {
        SysException cause = new SysException("socket", Errno.EPERM, "interface eth0");
        LinkException e = LinkException.of("packet", "eth0", cause);
        assertSame(cause, e.getCause());
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "can't open link \"packet\" on interface eth0: no privileges; needs"
                                + " CAP_NET_RAW: run with sudo"),
                message);
        assertTrue(message.contains("setpriv as README.md says"), message);
    }

    @Test
    void anInterfaceThatWentAwayIsNamedSo() {
        SysException cause = new SysException("bind", Errno.ENODEV, "interface eth0");
        assertEquals(
                LinkException.noSuchInterface("eth0").getMessage(),
                LinkException.of("packet", "eth0", cause).getMessage());
    }

    @Test
    void anInterfaceThatWentDownIsNamedSo() {
        SysException cause = new SysException("bind", Errno.ENETDOWN, "interface eth0");
        assertEquals(
                LinkException.interfaceDown("eth0").getMessage(),
                LinkException.of("packet", "eth0", cause).getMessage());
    }

    @Test
    void otherFailuresKeepTheirWords() {
        SysException cause = new SysException("bind", Errno.EBUSY, "interface eth0");
        assertEquals(
                "can't open link \"ip\" on interface eth0: device or resource busy (bind:"
                        + " EBUSY)",
                LinkException.of("ip", "eth0", cause).getMessage());
    }
}
