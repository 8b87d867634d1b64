// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

class Ipv4Test {

    @Test
    void readsAFrameOfLinux() {
        MemorySegment frame = MemorySegment.ofArray(Golden.frame("linux-syn-ack"));
        long base = Ethernet.HEADER_LENGTH_BYTES;
        assertEquals(4, Ipv4.version(frame, base));
        assertEquals(20, Ipv4.headerLengthBytes(frame, base));
        assertEquals(60, Ipv4.totalLengthBytes(frame, base));
        assertEquals(Ipv4.DONT_FRAGMENT, Ipv4.flagsAndFragmentOffset(frame, base));
        assertEquals(64, Ipv4.ttl(frame, base));
        assertEquals(Ipv4.PROTOCOL_TCP, Ipv4.protocol(frame, base));
        assertEquals(0x7F000001, Ipv4.source(frame, base));
        assertEquals(0x7F000001, Ipv4.destination(frame, base));
    }

    @Test
    void computesTheChecksumThatLinuxComputes() {
        MemorySegment frame = MemorySegment.ofArray(Golden.frame("linux-syn-ack"));
        long base = Ethernet.HEADER_LENGTH_BYTES;
        int checksum = Ipv4.checksum(frame, base);
        Ipv4.fillChecksum(frame, base);
        assertEquals(checksum, Ipv4.checksum(frame, base));
    }

    @Test
    void writesVersionAndHeaderLengthTogether() {
        MemorySegment frame = MemorySegment.ofArray(new byte[20]);
        for (int lengthBytes = 20; lengthBytes <= 60; lengthBytes += 4) {
            Ipv4.setHeaderLengthBytes(frame, 0, lengthBytes);
            assertEquals(4, Ipv4.version(frame, 0));
            assertEquals(lengthBytes, Ipv4.headerLengthBytes(frame, 0));
        }
    }
}
