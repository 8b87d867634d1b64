// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

class EthernetTest {

    @Test
    void writesTheWholeHeader() {
        byte[] header = new byte[Ethernet.HEADER_LENGTH_BYTES];
        Ethernet.write(
                MemorySegment.ofArray(header),
                0,
                0x0200_0000_0002L,
                0x0200_0000_0001L,
                Ethernet.TYPE_IPV4);
        byte[] golden = Golden.frame("tcp-syn-ethernet");
        assertArrayEquals(Arrays.copyOf(golden, header.length), header);
    }
}
