// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

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
                    Field.of("TCP urgent", 144, 16, Tcp::urgentPointer, Tcp::setUrgentPointer));

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
}
