// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReservedRangesTest {

    /** The same blocks as the registry writes them. */
    private static final String BLOCKS =
            "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12"
                    + " 192.0.0.0/24 192.0.2.0/24 192.88.99.2/32 192.168.0.0/16 198.18.0.0/15"
                    + " 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";

    private static final String REACHABLE = "192.0.0.9,192.0.0.10";

    @Test
    void areTheBlocksOfTheRegistry() throws TargetSyntaxException {
        assertEquals(parse(BLOCKS).minus(parse(REACHABLE)), ReservedRanges.all());
    }

    private static AddressRanges parse(String text) throws TargetSyntaxException {
        AddressRanges.Builder addresses = AddressRanges.builder();
        new TargetParser(addresses).parse(text, "test");
        return addresses.build();
    }
}
