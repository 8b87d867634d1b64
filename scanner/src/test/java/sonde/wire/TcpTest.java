// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

class TcpTest {

    private static final long TCP_BASE = Ethernet.HEADER_LENGTH_BYTES + Ipv4.HEADER_LENGTH_BYTES;

    @ParameterizedTest
    @CsvSource({
        "0x00, none",
        "0x12, syn-ack",
        "0x14, rst-ack",
        "0x04, rst",
        "0x52, syn-ack-ece",
        "0xFF, fin-syn-rst-psh-ack-urg-ece-cwr",
        "0x112, syn-ack"
    })
    void namesFlagsInTheOrderOfTheirBits(int flags, String text) {
        assertEquals(text, Tcp.flagsText(flags));
    }

    @Test
    void readsAFrameOfLinux() {
        MemorySegment frame = MemorySegment.ofArray(Golden.frame("linux-syn-ack"));
        assertEquals(39999, Tcp.sourcePort(frame, TCP_BASE));
        assertEquals(37242, Tcp.destinationPort(frame, TCP_BASE));
        assertEquals(0x344eb005, Tcp.sequence(frame, TCP_BASE));
        assertEquals(0x4642d50f, Tcp.acknowledgment(frame, TCP_BASE));
        assertEquals(40, Tcp.headerLengthBytes(frame, TCP_BASE));
        assertEquals(Tcp.SYN | Tcp.ACK, Tcp.flags(frame, TCP_BASE));
        assertEquals(65483, Tcp.window(frame, TCP_BASE));
        assertEquals(65495, Tcp.mssOption(frame, TCP_BASE));
    }

    @Test
    void computesTheChecksumThatLinuxComputes() {
        MemorySegment frame = MemorySegment.ofArray(Golden.frame("linux-rst-ack"));
        int checksum = Tcp.checksum(frame, TCP_BASE);
        Tcp.fillChecksum(frame, TCP_BASE, 0x7F000001, 0x7F000001, 20);
        assertEquals(checksum, Tcp.checksum(frame, TCP_BASE));
    }

    @Test
    void findsTheMssItWrote() {
        MemorySegment frame = MemorySegment.ofArray(new byte[24]);
        Tcp.setHeaderLengthBytes(frame, 0, 24);
        assertEquals(24, Tcp.writeMssOption(frame, 20, 1460));
        assertEquals(1460, Tcp.mssOption(frame, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "020405b4, 1460",
        "0101020405b40000, 1460",
        "0303070102040218, 536",
        "00020405b4000000, -1",
        "01010101, -1",
        "02030504, -1",
        "01010102, -1",
        "08000000, -1",
        "08ff0000, -1"
    })
    void walksOptionsAndStopsAtBrokenOnes(String options, int mss) {
        byte[] bytes = HexFormat.of().parseHex("00".repeat(20) + options);
        MemorySegment frame = MemorySegment.ofArray(bytes);
        Tcp.setHeaderLengthBytes(frame, 0, bytes.length);
        assertEquals(mss, Tcp.mssOption(frame, 0));
    }
}
