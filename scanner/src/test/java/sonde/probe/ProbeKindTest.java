// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.api.Test;

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
        assertNotSame(
                ProbeKind.TCP_SYN.writer(template, key), ProbeKind.TCP_SYN.writer(template, key));
    }
}
