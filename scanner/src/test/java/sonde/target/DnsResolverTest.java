// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.net.UnknownHostException;
import java.util.List;

class DnsResolverTest {

    private final DnsResolver resolver = new DnsResolver();

    @Test
    void givesAddressesOfBothFamilies() throws UnknownHostException {
        for (String text : new String[] {"192.0.2.7", "2001:db8:1::ff:7"}) {
            assertEquals(List.of(IpAddress.parse(text)), resolver.resolve(text));
        }
    }

    /** What is in brackets can only be an address, so that nobody is asked. */
    @Test
    void saysThatANameIsUnknown() {
        Exception e = assertThrows(UnknownHostException.class, () -> resolver.resolve("[x]"));
        assertEquals("no host of this name is known", e.getMessage());
    }
}
