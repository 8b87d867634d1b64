// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.net.UnknownHostException;

class DnsResolverTest {

    private final DnsResolver resolver = new DnsResolver();

    @Test
    void givesAddressesInHostOrder() throws UnknownHostException {
        assertArrayEquals(new int[] {0xC000_0207}, resolver.resolve("192.0.2.7"));
    }

    @Test
    void refusesHostsWithoutIpv4() {
        assertThrows(UnknownHostException.class, () -> resolver.resolve("::1"));
    }
}
