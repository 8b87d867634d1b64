// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.wire.IpFamily;

import java.util.HashSet;
import java.util.Set;

class ProbeKindTest {

    @Test
    void labelsAreUnique() {
        Set<String> labels = new HashSet<>();
        for (ProbeKind kind : ProbeKind.values()) {
            labels.add(kind.label());
        }
        assertEquals(ProbeKind.values().length, labels.size());
    }

    @Test
    void makesAWriterForEachThread() {
        ProbeTemplate template = ProbeTemplate.ip(64);
        CookieKey key = new CookieKey(1, 2);
        ProbeDetails details = ProbeDetails.SYN;
        assertNotSame(
                ProbeKind.TCP.writer(template, IpFamily.IPV4, details, key),
                ProbeKind.TCP.writer(template, IpFamily.IPV4, details, key));
    }

    @Test
    void refusesWhatDoesNotExist() {
        CookieKey key = new CookieKey(1, 2);
        ProbeTemplate ethernet = ProbeTemplate.ethernet(1, 2, 64);
        ProbeDetails details = ProbeDetails.SYN;
        for (ProbeKind kind : Set.of(ProbeKind.ARP, ProbeKind.ICMP_TIMESTAMP)) {
            assertTrue(kind.supports(IpFamily.IPV4));
            assertFalse(kind.supports(IpFamily.IPV6));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> kind.writer(ethernet, IpFamily.IPV6, details, key));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> ProbeKind.ARP.writer(ProbeTemplate.ip(64), IpFamily.IPV4, details, key));
    }
}
