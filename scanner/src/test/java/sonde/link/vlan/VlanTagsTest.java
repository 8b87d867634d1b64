// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;

class VlanTagsTest {

    @Test
    void writesTheOuterTagFirst() {
        assertTags("81000005", VlanTags.of(5));
        assertTags("88a80fa08100000a", new VlanTags(VlanTags.TYPE_SERVICE, List.of(4000, 10)));
        assertTags("810000018100000a", new VlanTags(VlanTags.TYPE_CUSTOMER, List.of(1, 10)));
    }

    private static void assertTags(String hex, VlanTags tags) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(bytes.length, tags.lengthBytes());
        byte[] written = new byte[bytes.length];
        tags.write(MemorySegment.ofArray(written), 0);
        assertArrayEquals(bytes, written);
    }

    @Test
    void refusesWhatNoFrameBears() {
        assertThrows(IllegalArgumentException.class, () -> VlanTags.of(4095));
        assertThrows(IllegalArgumentException.class, () -> VlanTags.of(-1));
        assertThrows(IllegalArgumentException.class, () -> new VlanTags(0x8100, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new VlanTags(0x8100, List.of(1, 2, 3)));
        assertThrows(IllegalArgumentException.class, () -> new VlanTags(0x0800, List.of(1)));
    }
}
