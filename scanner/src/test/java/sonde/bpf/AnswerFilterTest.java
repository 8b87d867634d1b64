// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class AnswerFilterTest {

    private static final int OURS = 0xC613FF01;
    private static final int THEIRS = 0xC6120001;
    private static final int PORT_FIRST = 40_000;
    private static final int PORT_LAST = 40_255;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int ETH_P_ARP = 0x0806;
    private static final int HOST = 0;
    private static final int OTHERHOST = 3;
    private static final int OUTGOING = 4;

    private static final SteeringRule RANGE =
            SteeringRule.ipv4(OURS - 1, OURS + 300, PORT_FIRST, PORT_LAST, SteeringRule.TCP);

    private final ClassicProgram ethernet = AnswerFilter.ethernet(tcp(OURS, PORT_FIRST, PORT_LAST));
    private final ClassicProgram ip = AnswerFilter.ip(tcp(OURS, PORT_FIRST, PORT_LAST));

    private static AnswerScope tcp(int address, int portFirst, int portLast) {
        return AnswerScope.of(List.of(SteeringRule.tcp(address, portFirst, portLast)))
                .withAsker(address);
    }

    @ParameterizedTest
    @ValueSource(ints = {PORT_FIRST, 40_100, PORT_LAST})
    void passesAnswersToEachPort(int port) {
        assertTrue(passesBoth(packet(20, OURS, port), HOST));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PORT_FIRST - 1, PORT_LAST + 1, 65_535})
    void dropsOtherPorts(int port) {
        assertFalse(passesBoth(packet(20, OURS, port), HOST));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 24, 40, 60})
    void findsThePortBehindOptions(int headerBytes) {
        assertTrue(passesBoth(packet(headerBytes, OURS, PORT_FIRST), HOST));
        assertFalse(passesBoth(packet(headerBytes, OURS, PORT_FIRST - 1), HOST));
    }

    @Test
    void dropsOtherAddresses() {
        assertFalse(passesBoth(packet(20, THEIRS, PORT_FIRST), HOST));
    }

    @Test
    void dropsWhatGoesOut() {
        assertFalse(passesBoth(packet(20, OURS, PORT_FIRST), OUTGOING));
        assertTrue(passesBoth(packet(20, OURS, PORT_FIRST), OTHERHOST));
    }

    @Test
    void dropsOtherProtocols() {
        byte[] udp = packet(20, OURS, PORT_FIRST);
        udp[9] = 17;
        assertFalse(passesBoth(udp, HOST));
    }

    @Test
    void passesTheFirstFragmentOnly() {
        byte[] packet = packet(20, OURS, PORT_FIRST);
        packet[6] = 0x20;
        assertTrue(passesBoth(packet, HOST), "more fragments follow");
        packet[6] = 0;
        packet[7] = 1;
        assertFalse(passesBoth(packet, HOST), "not the first");
        packet[6] = 0x40;
        packet[7] = 0;
        assertTrue(passesBoth(packet, HOST), "must not be fragmented");
    }

    @Test
    void dropsOtherVersionsAndImpossibleHeaders() {
        for (int versionAndLength : new int[] {0x65, 0x05, 0x44, 0x40}) {
            byte[] packet = packet(20, OURS, PORT_FIRST);
            packet[0] = (byte) versionAndLength;
            assertFalse(passesBoth(packet, HOST), Integer.toHexString(versionAndLength));
        }
        byte[] packet = packet(20, OURS, PORT_FIRST);
        assertEquals(0, run(ip, packet, ETH_P_IPV6, HOST));
        assertEquals(0, run(ethernet, framed(packet, ETH_P_IPV6), ETH_P_IPV6, HOST));
    }

    @Test
    void dropsWhatIsCutShort() {
        byte[] packet = packet(20, OURS, PORT_FIRST);
        for (int length = 0; length < packet.length; length++) {
            // Without the port there is nothing to go by.
            assertEquals(length >= 24, passesBoth(Arrays.copyOf(packet, length), HOST));
        }
    }

    @Test
    void passesArpRepliesToUs() {
        assertTrue(passes(ethernet, framed(arp(2, OURS), ETH_P_ARP), ETH_P_ARP, HOST));
        assertFalse(passes(ethernet, framed(arp(1, OURS), ETH_P_ARP), ETH_P_ARP, HOST));
        assertFalse(passes(ethernet, framed(arp(2, THEIRS), ETH_P_ARP), ETH_P_ARP, HOST));
        assertFalse(passes(ethernet, framed(arp(2, OURS), ETH_P_ARP), ETH_P_ARP, OUTGOING));
        assertFalse(passes(ip, arp(2, OURS), ETH_P_ARP, HOST));
    }

    @Test
    void passesArpRequestsForAddressesTheHostDoesNotHave() {
        ClassicProgram range =
                AnswerFilter.ethernet(
                        AnswerScope.of(List.of(RANGE)).withAsker(THEIRS).withQuestions());
        for (int target : new int[] {OURS - 1, OURS, OURS + 300}) {
            assertTrue(passes(range, framed(arp(1, target), ETH_P_ARP), ETH_P_ARP, HOST));
            assertFalse(passes(range, framed(arp(2, target), ETH_P_ARP), ETH_P_ARP, HOST));
            assertFalse(passes(range, framed(arp(3, target), ETH_P_ARP), ETH_P_ARP, HOST));
            assertFalse(passes(range, framed(arp(1, target), ETH_P_ARP), ETH_P_ARP, OUTGOING));
        }
        for (int target : new int[] {OURS - 2, OURS + 301, THEIRS, 0, -1}) {
            assertFalse(passes(range, framed(arp(1, target), ETH_P_ARP), ETH_P_ARP, HOST));
        }
        assertTrue(passes(range, framed(arp(2, THEIRS), ETH_P_ARP), ETH_P_ARP, HOST), "the asker");
        assertTrue(passes(range, framed(arp(2, 0), ETH_P_ARP), ETH_P_ARP, HOST), "to nobody");
    }

    @Test
    void passesAnswersToEachAddressOfARange() {
        for (int address : new int[] {OURS - 1, OURS, OURS + 300}) {
            assertTrue(
                    passes(
                            AnswerFilter.ip(AnswerScope.of(List.of(RANGE))),
                            packet(20, address, 40_000),
                            ETH_P_IP,
                            HOST));
        }
        for (int address : new int[] {OURS - 2, OURS + 301, 0, -1}) {
            assertFalse(
                    passes(
                            AnswerFilter.ip(AnswerScope.of(List.of(RANGE))),
                            packet(20, address, 40_000),
                            ETH_P_IP,
                            HOST));
        }
    }

    @Test
    void aRangeMayBeOnePortOrAll() {
        ClassicProgram one = AnswerFilter.ip(tcp(OURS, 61_000, 61_000));
        assertTrue(passes(one, packet(20, OURS, 61_000), ETH_P_IP, HOST));
        assertFalse(passes(one, packet(20, OURS, 61_001), ETH_P_IP, HOST));
        ClassicProgram all = AnswerFilter.ip(tcp(OURS, 0, 65_535));
        assertTrue(passes(all, packet(20, OURS, 0), ETH_P_IP, HOST));
        assertTrue(passes(all, packet(20, OURS, 65_535), ETH_P_IP, HOST));
    }

    @Test
    void refusesImpossibleRanges() {
        assertThrows(IllegalArgumentException.class, () -> AnswerFilter.ip(tcp(OURS, 2, 1)));
        assertThrows(IllegalArgumentException.class, () -> AnswerFilter.ip(tcp(OURS, -1, 1)));
        assertThrows(IllegalArgumentException.class, () -> AnswerFilter.ip(tcp(OURS, 1, 65_536)));
    }

    /** Both programs say the same as the rule in plain Java, whatever the bytes. */
    @Test
    void agreesWithTheRuleOnNoise() {
        Random random = new Random(0x50DE);
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            int headerBytes = 4 * (5 + random.nextInt(11));
            byte[] packet = packet(headerBytes, OURS, PORT_FIRST + random.nextInt(256));
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                packet[random.nextInt(headerBytes + 4)] ^= (byte) (1 << random.nextInt(8));
            }
            boolean expected = isAnswer(packet);
            passed += expected ? 1 : 0;
            assertEquals(expected, passesBoth(packet, HOST), () -> Arrays.toString(packet));
        }
        assertTrue(passed > 5_000 && passed < 15_000, passed + " of 20000 passed");
    }

    private static boolean isAnswer(byte[] packet) {
        ByteBuffer view = ByteBuffer.wrap(packet);
        int headerBytes = (packet[0] & 0xf) * 4;
        if (packet[0] >> 4 != 4 || headerBytes < 20 || headerBytes + 4 > packet.length) {
            return false;
        }
        int port = view.getShort(headerBytes + 2) & 0xffff;
        return packet[9] == 6
                && (view.getShort(6) & 0x1fff) == 0
                && view.getInt(16) == OURS
                && port >= PORT_FIRST
                && port <= PORT_LAST;
    }

    private boolean passesBoth(byte[] packet, int packetType) {
        boolean isPassed = passes(ip, packet, ETH_P_IP, packetType);
        byte[] frame = framed(packet, ETH_P_IP);
        assertEquals(isPassed, passes(ethernet, frame, ETH_P_IP, packetType));
        return isPassed;
    }

    private static boolean passes(
            ClassicProgram program, byte[] frame, int protocol, int packetType) {
        int passed = run(program, frame, protocol, packetType);
        assertTrue(passed == 0 || passed >= 65_535, "cut to " + passed);
        return passed != 0;
    }

    private static int run(ClassicProgram program, byte[] frame, int protocol, int packetType) {
        return new ClassicInterpreter(program, frame, protocol, packetType).run();
    }

    private static byte[] packet(int headerBytes, int destination, int port) {
        ByteBuffer packet = ByteBuffer.allocate(headerBytes + 20);
        packet.put(0, (byte) (0x40 | headerBytes / 4)).put(9, (byte) 6);
        packet.putInt(12, THEIRS).putInt(16, destination);
        packet.putShort(headerBytes, (short) 80).putShort(headerBytes + 2, (short) port);
        return packet.array();
    }

    private static byte[] arp(int operation, int target) {
        return ByteBuffer.allocate(28)
                .putShort(0, (short) 1)
                .putShort(2, (short) ETH_P_IP)
                .putShort(6, (short) operation)
                .putInt(14, THEIRS)
                .putInt(24, target)
                .array();
    }

    private static byte[] framed(byte[] packet, int type) {
        return ByteBuffer.allocate(14 + packet.length)
                .putShort(12, (short) type)
                .put(14, packet)
                .array();
    }
}
