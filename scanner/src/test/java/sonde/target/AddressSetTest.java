// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.wire.IpAddress;

class AddressSetTest {

    private static AddressSet set(String text) throws TargetSyntaxException {
        AddressSet.Builder builder = AddressSet.builder();
        new TargetParser(builder, null).parse(text, "test");
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "::ffff:192.0.2.7 | 192.0.2.7",
                "::ffff:0:0/96 | 0.0.0.0-255.255.255.255",
                "::ffff:192.0.2.0/120 | 192.0.2.0-192.0.2.255",
                "::fffe:ffff:ffff-::ffff:0:0 | ::fffe:ffff:ffff",
                "::ffff:ffff:ffff-::1:0:0:1 | ::1:0:0:0-::1:0:0:1",
                "::1-::2:0:0:0 | ::1-::fffe:ffff:ffff,::1:0:0:0-::2:0:0:0",
                "::ffff:1.2.3.4,::1 | 1.2.3.4,::1"
            })
    void mappedAddressesAreIpv4AndNoPartOfWiderRanges(String text, String expected)
            throws TargetSyntaxException {
        assertEquals(set(expected.replace("::1:0:0:0", "0:0:0:0:1::")), set(text));
    }

    @Test
    void knowsBothFamilies() throws TargetSyntaxException {
        AddressSet set = set("2001:db8::1 192.0.2.0/24 2001:db8::7-2001:db8::9");
        assertEquals(260, set.size());
        assertEquals(3, set.rangeCount());
        assertEquals("192.0.2.0", set.first().toText());
        assertTrue(set.contains(IpAddress.parse("192.0.2.9")));
        assertTrue(set.contains(IpAddress.parse("2001:db8::8")));
        assertFalse(set.contains(IpAddress.parse("2001:db8::2")));
        assertEquals("192.0.2.0-192.0.2.255,2001:db8::1,2001:db8::7-2001:db8::9", set.toString());
        assertEquals("2001:db8::1", set("2001:db8::1").toString());
        assertTrue(AddressSet.NONE.isEmpty() && AddressSet.builder().isEmpty());
        assertFalse(set("2001:db8::1").isEmpty());
        assertEquals(AddressSet.NONE, set.minus(set));
        assertEquals(set, set.union(set).intersect(set));
    }

    @Test
    void sizeStopsAtTheLargest() throws TargetSyntaxException {
        assertEquals(Long.MAX_VALUE, set("::/0 0.0.0.0/0").size());
    }
}
