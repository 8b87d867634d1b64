// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.net.UnknownHostException;
import java.util.List;

class HostNamesTest {

    private static final IpAddress OLD = IpAddress.ofIpv4(1);
    private static final IpAddress NEW = IpAddress.parse("2001:db8::1");

    @Test
    void remembersTheFirstNameOfEachAddress() throws UnknownHostException {
        HostNames names =
                new HostNames(name -> name.equals("a.example") ? List.of(OLD, NEW) : List.of(NEW));
        assertEquals(List.of(OLD, NEW), names.resolve("a.example"));
        assertEquals(List.of(NEW), names.resolve("b.example"));
        assertEquals("a.example", names.nameOf(1));
        assertEquals("a.example", names.nameOf(NEW));
        assertNull(names.nameOf(3));
    }
}
