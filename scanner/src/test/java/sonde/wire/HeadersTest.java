// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** What every field of every header owes: it reads what was written, and touches no other bit. */
class HeadersTest {

    private interface Getter {
        long get(MemorySegment frame, long base);
    }

    private interface IntSetter {
        void set(MemorySegment frame, long base, int value);
    }

    private interface LongSetter {
        void set(MemorySegment frame, long base, long value);
    }

    /**
     * @param firstBit the field's place in the header, counted as in the RFCs' diagrams
     */
    private record Field(String name, int firstBit, int bits, Getter getter, LongSetter setter) {

        static Field of(String name, int firstBit, int bits, Getter getter, IntSetter setter) {
            return ofLong(name, firstBit, bits, getter, (f, b, v) -> setter.set(f, b, (int) v));
        }

        static Field ofLong(String name, int firstBit, int bits, Getter getter, LongSetter setter) {
            return new Field(name, firstBit, bits, getter, setter);
        }
    }

    private static final List<Field> FIELDS =
            List.of(
                    Field.ofLong(
                            "Ethernet destination",
                            0,
                            48,
                            Ethernet::destinationMac,
                            Ethernet::setDestinationMac),
                    Field.ofLong(
                            "Ethernet source", 48, 48, Ethernet::sourceMac, Ethernet::setSourceMac),
                    Field.of("Ethernet type", 96, 16, Ethernet::type, Ethernet::setType),
                    Field.of("ARP operation", 48, 16, Arp::operation, Arp::setOperation),
                    Field.ofLong("ARP sender MAC", 64, 48, Arp::senderMac, Arp::setSenderMac),
                    Field.of(
                            "ARP sender address",
                            112,
                            32,
                            Arp::senderAddress,
                            Arp::setSenderAddress),
                    Field.ofLong("ARP target MAC", 144, 48, Arp::targetMac, Arp::setTargetMac),
                    Field.of(
                            "ARP target address",
                            192,
                            32,
                            Arp::targetAddress,
                            Arp::setTargetAddress),
                    Field.of("IPv4 class", 8, 8, Ipv4::trafficClass, Ipv4::setTrafficClass),
                    Field.of(
                            "IPv4 total length",
                            16,
                            16,
                            Ipv4::totalLengthBytes,
                            Ipv4::setTotalLengthBytes),
                    Field.of(
                            "IPv4 identification",
                            32,
                            16,
                            Ipv4::identification,
                            Ipv4::setIdentification),
                    Field.of(
                            "IPv4 flags and offset",
                            48,
                            16,
                            Ipv4::flagsAndFragmentOffset,
                            Ipv4::setFlagsAndFragmentOffset),
                    Field.of("IPv4 TTL", 64, 8, Ipv4::ttl, Ipv4::setTtl),
                    Field.of("IPv4 protocol", 72, 8, Ipv4::protocol, Ipv4::setProtocol),
                    Field.of("IPv4 checksum", 80, 16, Ipv4::checksum, Ipv4::setChecksum),
                    Field.of("IPv4 source", 96, 32, Ipv4::source, Ipv4::setSource),
                    Field.of("IPv4 destination", 128, 32, Ipv4::destination, Ipv4::setDestination),
                    Field.of("TCP source port", 0, 16, Tcp::sourcePort, Tcp::setSourcePort),
                    Field.of(
                            "TCP destination port",
                            16,
                            16,
                            Tcp::destinationPort,
                            Tcp::setDestinationPort),
                    Field.of("TCP sequence", 32, 32, Tcp::sequence, Tcp::setSequence),
                    Field.of(
                            "TCP acknowledgment",
                            64,
                            32,
                            Tcp::acknowledgment,
                            Tcp::setAcknowledgment),
                    Field.of("TCP flags", 104, 8, Tcp::flags, Tcp::setFlags),
                    Field.of("TCP window", 112, 16, Tcp::window, Tcp::setWindow),
                    Field.of("TCP checksum", 128, 16, Tcp::checksum, Tcp::setChecksum),
                    Field.of("TCP urgent", 144, 16, Tcp::urgentPointer, Tcp::setUrgentPointer),
                    Field.of("VLAN control", 0, 16, Vlan::control, Vlan::setControl),
                    Field.of("VLAN type", 16, 16, Vlan::type, Vlan::setType),
                    Field.of(
                            "IPv6 payload length",
                            32,
                            16,
                            Ipv6::payloadLengthBytes,
                            Ipv6::setPayloadLengthBytes),
                    Field.of("IPv6 next header", 48, 8, Ipv6::nextHeader, Ipv6::setNextHeader),
                    Field.of("IPv6 hop limit", 56, 8, Ipv6::hopLimit, Ipv6::setHopLimit),
                    Field.of("UDP source port", 0, 16, Udp::sourcePort, Udp::setSourcePort),
                    Field.of(
                            "UDP destination port",
                            16,
                            16,
                            Udp::destinationPort,
                            Udp::setDestinationPort),
                    Field.of("UDP length", 32, 16, Udp::lengthBytes, Udp::setLengthBytes),
                    Field.of("UDP checksum", 48, 16, Udp::checksum, Udp::setChecksum),
                    Field.of("ICMP type", 0, 8, Icmp::type, Icmp::setType),
                    Field.of("ICMP code", 8, 8, Icmp::code, Icmp::setCode),
                    Field.of("ICMP checksum", 16, 16, Icmp::checksum, Icmp::setChecksum),
                    Field.of("ICMP identifier", 32, 16, Icmp::identifier, Icmp::setIdentifier),
                    Field.of("ICMP sequence", 48, 16, Icmp::sequence, Icmp::setSequence),
                    Field.of("ICMP originate", 64, 32, Icmp::originate, Icmp::setOriginate),
                    Field.of("ICMP receive", 96, 32, Icmp::receive, Icmp::setReceive),
                    Field.of("ICMP transmit", 128, 32, Icmp::transmit, Icmp::setTransmit),
                    Field.of("SCTP source port", 0, 16, Sctp::sourcePort, Sctp::setSourcePort),
                    Field.of(
                            "SCTP destination port",
                            16,
                            16,
                            Sctp::destinationPort,
                            Sctp::setDestinationPort),
                    Field.of("SCTP tag", 32, 32, Sctp::verificationTag, Sctp::setVerificationTag),
                    Field.of("SCTP chunk type", 96, 8, Sctp::chunkType, Sctp::setChunkType),
                    Field.of("SCTP chunk flags", 104, 8, Sctp::chunkFlags, Sctp::setChunkFlags),
                    Field.of(
                            "SCTP chunk length",
                            112,
                            16,
                            Sctp::chunkLengthBytes,
                            Sctp::setChunkLengthBytes),
                    Field.of(
                            "SCTP initiate tag", 128, 32, Sctp::initiateTag, Sctp::setInitiateTag));

    @TestFactory
    List<DynamicTest> readsWhatWasWrittenWhereTheDiagramSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Field field : FIELDS) {
            tests.add(DynamicTest.dynamicTest(field.name(), () -> check(field)));
        }
        return tests;
    }

    private static void check(Field field) {
        SplittableRandom random = new SplittableRandom(field.firstBit());
        for (int round = 0; round < 100; round++) {
            byte[] before = new byte[64];
            random.nextBytes(before);
            int base = random.nextInt(32);
            long value = random.nextLong() & ((1L << field.bits()) - 1);
            byte[] after = before.clone();
            field.setter().set(MemorySegment.ofArray(after), base, value);

            byte[] expected = before.clone();
            int first = base + field.firstBit() / 8;
            for (int i = 0; i < field.bits() / 8; i++) {
                expected[first + i] = (byte) (value >>> field.bits() - 8 * (i + 1));
            }
            assertEquals(Arrays.toString(expected), Arrays.toString(after));
            long read = field.getter().get(MemorySegment.ofArray(after), base);
            assertEquals(value, field.bits() == 32 ? read & 0xFFFF_FFFFL : read);
        }
    }

    @Test
    void ipv6AddressesLieWhereTheDiagramSays() {
        MemorySegment frame = MemorySegment.ofArray(new byte[44]);
        Ipv6.setSource(frame, 2, 0x0102030405060708L, 0x090A0B0C0D0E0F10L);
        Ipv6.setDestination(frame, 2, 0x1112131415161718L, 0x191A1B1C1D1E1F20L);
        for (int i = 0; i < 32; i++) {
            assertEquals(i + 1, Bytes.get8(frame, 10 + i));
        }
        assertEquals(0, Bytes.get8(frame, 9) | Bytes.get8(frame, 42));
        assertEquals(0x0102030405060708L, Ipv6.sourceHigh(frame, 2));
        assertEquals(0x090A0B0C0D0E0F10L, Ipv6.sourceLow(frame, 2));
        assertEquals(0x1112131415161718L, Ipv6.destinationHigh(frame, 2));
        assertEquals(0x191A1B1C1D1E1F20L, Ipv6.destinationLow(frame, 2));
    }

    @Test
    void flowLabelsHaveTwentyBits() {
        MemorySegment frame = MemorySegment.ofArray(new byte[] {-1, -1, -1, -1, 7});
        Ipv6.setVersionAndFlowLabel(frame, 0, 0xABCDE);
        assertEquals(0x600ABCDE, Bytes.get32(frame, 0));
        assertEquals(0xABCDE, Ipv6.flowLabel(frame, 0));
        Ipv6.setVersionAndFlowLabel(frame, 0, -1);
        assertEquals(0x600FFFFF, Bytes.get32(frame, 0));
        assertEquals(7, Bytes.get8(frame, 4));
    }

    /** The checksum of "123456789" that lists of CRCs give for CRC-32C: e3069283. */
    @Test
    void sctpChecksumsStandLastByteFirst() {
        MemorySegment frame = MemorySegment.ofArray(new byte[16]);
        CRC32C crc = new CRC32C();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
        Sctp.setChecksum(frame, 1, (int) crc.getValue());
        assertEquals(0x839206e3, Bytes.get32(frame, 9));
        assertEquals(0xe3069283, Sctp.checksum(frame, 1));
    }

    @Test
    void udpNeverSendsAChecksumOfZero() {
        MemorySegment frame = MemorySegment.ofArray(new byte[8]);
        Udp.setSourcePort(frame, 0, 0xFFFF);
        Udp.fillChecksum(frame, 0, 0, 8);
        assertEquals(0xFFFF, Udp.checksum(frame, 0));
    }
}
