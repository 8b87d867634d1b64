// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What the filter passes beside TCP over IPv4, by an interpreter. */
class AnswerFilterKindsTest {

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int ARP = 0x0806;
    private static final int OURS = 0xC613FF01;
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long LOW = 0xf000_0000_0000_0005L;
    private static final List<AddressSpan> BOTH =
            List.of(
                    AddressSpan.ipv4(OURS, OURS + 3),
                    new AddressSpan(HIGH, LOW, HIGH + 1, LOW - 2));
    private static final AnswerScope SCOPE = AnswerScope.NOTHING.withOurs(BOTH);

    @Test
    void passesNothingUnasked() {
        assertFalse(passes(AnswerScope.NOTHING, IPV4, ipv4(6, OURS, 0)));
        assertFalse(passes(AnswerScope.NOTHING, IPV6, ipv6(6, HIGH, LOW, 0)));
        assertFalse(passes(SCOPE, IPV4, ipv4(1, OURS, 0)));
        assertFalse(passes(SCOPE, IPV6, ipv6(58, HIGH, LOW, 129)));
        assertFalse(passes(SCOPE, ARP, new byte[28]));
    }

    @Test
    void passesRulesOfBothFamilies() {
        AnswerScope scope =
                AnswerScope.of(
                        List.of(
                                new SteeringRule(BOTH.get(0), 5, 9, SteeringRule.UDP),
                                new SteeringRule(BOTH.get(1), 50, 90, SteeringRule.SCTP)));
        assertTrue(passes(scope, IPV4, ported(ipv4(17, OURS + 3, 0), 20, 9)));
        assertFalse(passes(scope, IPV4, ported(ipv4(17, OURS + 3, 0), 20, 10)));
        assertFalse(passes(scope, IPV4, ported(ipv4(132, OURS + 3, 0), 20, 9)));
        assertTrue(passes(scope, IPV6, ported(ipv6(132, HIGH, LOW, 0), 40, 50)));
        assertFalse(passes(scope, IPV6, ported(ipv6(132, HIGH, LOW, 0), 40, 49)));
        assertFalse(passes(scope, IPV6, ported(ipv6(17, HIGH, LOW, 0), 40, 50)));
        assertFalse(passes(scope, IPV4, ported(ipv6(132, HIGH, LOW, 0), 40, 50)), "wrong type");
    }

    @Test
    void passesIcmpOfTheTypesThatAnswer() {
        List<Integer> icmp = new ArrayList<>();
        List<Integer> icmpv6 = new ArrayList<>();
        for (int type = 0; type < 256; type++) {
            if (passes(SCOPE.withIcmp(), IPV4, ipv4(1, OURS + 1, type))) {
                icmp.add(type);
            }
            if (passes(SCOPE.withIcmp(), IPV6, ipv6(58, HIGH, -1, type))) {
                icmpv6.add(type);
            }
        }
        assertEquals(List.of(0, 3, 11, 12, 14), icmp);
        assertEquals(List.of(1, 2, 3, 4, 129), icmpv6);
        assertFalse(passes(SCOPE.withIcmp(), IPV4, ipv4(1, OURS + 4, 0)), "not to us");
        assertFalse(passes(SCOPE.withIcmp(), IPV6, ipv6(58, HIGH, LOW - 1, 129)), "not to us");
        byte[] fragment = ipv4(1, OURS, 0);
        fragment[7] = 1;
        assertFalse(passes(SCOPE.withIcmp(), IPV4, fragment), "not the first fragment");
    }

    @Test
    void passesTheProtocolsProbed() {
        Random random = new Random(0x50DE);
        for (int density = 1; density <= 256; density *= 4) {
            BitSet protocols = new BitSet();
            for (int i = 0; i < density; i++) {
                protocols.set(random.nextInt(256));
            }
            AnswerScope scope = SCOPE.withProtocols(protocols);
            for (int protocol = 0; protocol < 256; protocol++) {
                boolean expected = protocols.get(protocol);
                assertEquals(expected, passes(scope, IPV4, ipv4(protocol, OURS, 0)), "" + protocol);
                assertEquals(
                        expected || isExtension(protocol),
                        passes(scope, IPV6, ipv6(protocol, HIGH, LOW, 0)),
                        "" + protocol);
            }
            assertFalse(passes(scope, IPV4, ipv4(protocols.nextSetBit(0), OURS - 1, 0)));
        }
    }

    /** Jumps have eight bits; every other protocol is the worst there is. */
    @Test
    void theLargestScopeFitsIntoAProgram() {
        BitSet protocols = new BitSet();
        List<SteeringRule> rules = new ArrayList<>();
        List<AddressSpan> spans = new ArrayList<>();
        for (int i = 0; i < 256; i += 2) {
            protocols.set(i);
        }
        for (int i = 0; i < 32; i++) {
            spans.add(AddressSpan.ipv4(10 * i, 10 * i + 1));
            spans.add(new AddressSpan(10 * i, 5, 10 * i + 1, 4));
        }
        for (AddressSpan span : spans) {
            rules.add(new SteeringRule(span, 1, 2, SteeringRule.TCP));
        }
        AnswerScope scope =
                AnswerScope.of(rules)
                        .withIcmp()
                        .withProtocols(protocols)
                        .withAsker(1)
                        .withQuestions()
                        .withAdvertisements();
        assertTrue(AnswerFilter.ip(scope).length() < 4_096);
        assertTrue(AnswerFilter.ethernet(scope).length() < 4_096);
        assertTrue(passes(scope, IPV4, ipv4(254, 310, 0)));
        assertTrue(passes(scope, IPV6, ipv6(254, 310, 6, 0)));
        assertTrue(passes(scope, IPV6, ported(ipv6(6, 311, 4, 0), 40, 2)));
        assertFalse(passes(scope, IPV6, ported(ipv6(7, 311, 4, 0), 40, 2)));
    }

    @Test
    void passesPacketsToUsWithExtensionHeaders() {
        for (int header = 0; header < 256; header++) {
            assertEquals(
                    isExtension(header),
                    passes(SCOPE, IPV6, ipv6(header, HIGH, LOW, 0)),
                    "header " + header);
            assertFalse(passes(SCOPE, IPV6, ipv6(header, HIGH, LOW - 1, 0)), "header " + header);
        }
    }

    @Test
    void passesQuestionsForOurAddressesAndAdvertisements() {
        AnswerScope questions = SCOPE.withQuestions();
        long group = 0xff02_0000_0000_0000L;
        byte[] asked = solicitation(group, 0x1_ff00_0005L, HIGH, LOW);
        assertTrue(passes(questions, IPV6, asked));
        assertTrue(passes(questions, IPV6, solicitation(HIGH, LOW, HIGH + 1, LOW - 2)));
        assertFalse(passes(questions, IPV6, solicitation(group, 1, HIGH, LOW - 1)));
        assertFalse(passes(SCOPE, IPV6, asked));
        assertFalse(passes(SCOPE.withAdvertisements(), IPV6, asked));
        byte[] told = ipv6(58, 0xfe80_0000_0000_0000L, 9, 136);
        assertTrue(passes(SCOPE.withAdvertisements(), IPV6, told));
        assertFalse(passes(questions, IPV6, told));
    }

    @Test
    void tellsVlansApart() {
        byte[] packet = ipv4(1, OURS, 0);
        AnswerScope scope = SCOPE.withIcmp();
        byte[] untagged = frame(packet, IPV4);
        assertTrue(passes(scope, untagged, -1));
        assertTrue(passes(scope, untagged, 0x2000), "a priority alone");
        assertFalse(passes(scope, untagged, 5));
        AnswerScope one = scope.inVlan(List.of(5));
        assertTrue(passes(one, untagged, 0xe005));
        assertFalse(passes(one, untagged, 0xe006));
        assertFalse(passes(one, untagged, -1));
        assertFalse(passes(scope.inVlan(List.of(0)), untagged, -1));
        AnswerScope two = scope.inVlan(List.of(5, 7));
        for (int type : new int[] {0x8100, 0x88a8}) {
            assertTrue(passes(two, frame(packet, type, 0x2007, IPV4), 5));
            assertFalse(passes(two, frame(packet, type, 0x2008, IPV4), 5));
            assertFalse(passes(two, frame(packet, type, 0x2007, IPV4), 6));
        }
        assertFalse(passes(two, untagged, 5));
        assertFalse(passes(one, frame(packet, 0x8100, 0x2007, IPV4), 5));
    }

    @Test
    void passesArpWithinTwoTags() {
        AnswerScope scope = SCOPE.withAsker(OURS).withQuestions().inVlan(List.of(5, 7));
        assertTrue(passes(scope, frame(arp(2, OURS), 0x8100, 7, ARP), 5));
        assertTrue(passes(scope, frame(arp(1, OURS + 3), 0x8100, 7, ARP), 5));
        assertFalse(passes(scope, frame(arp(1, OURS + 4), 0x8100, 7, ARP), 5));
    }

    /** Spans of IPv6 addresses against plain arithmetic, with ends that differ anywhere. */
    @Test
    void agreesWithTheSpanOnNoise() {
        Random random = new Random(0x50DE6);
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            long firstHigh = random.nextBoolean() ? HIGH : random.nextLong() >>> 1;
            long firstLow = random.nextBoolean() ? random.nextInt(3) : random.nextLong();
            long lastHigh = firstHigh + random.nextInt(2);
            long lastLow = firstLow + (random.nextLong() >>> random.nextInt(64));
            BigInteger first = SteeringFrames.number(firstHigh, firstLow);
            BigInteger last = SteeringFrames.number(lastHigh, lastLow);
            if (first.compareTo(last) > 0) {
                continue;
            }
            long high = firstHigh + random.nextInt(3) - 1;
            long low = firstLow + (random.nextLong() >> random.nextInt(64));
            BigInteger address = SteeringFrames.number(high, low);
            boolean expected = address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
            passed += expected ? 1 : 0;
            AddressSpan span = new AddressSpan(firstHigh, firstLow, lastHigh, lastLow);
            AnswerScope scope = AnswerScope.NOTHING.withOurs(List.of(span)).withIcmp();
            assertEquals(
                    expected, passes(scope, IPV6, ipv6(58, high, low, 129)), address::toString);
        }
        assertTrue(passed > 2_000 && passed < 16_000, passed + " passed");
    }

    /** Whatever the bytes, a program ends, and nothing that is cut short is an answer. */
    @Test
    void endsOnNoise() {
        Random random = new Random(0x50DE7);
        ClassicProgram program =
                AnswerFilter.ethernet(
                        SCOPE.withIcmp().withQuestions().withAdvertisements().withAsker(OURS));
        byte[] whole = frame(ipv6(58, HIGH, LOW, 129), IPV6);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            System.arraycopy(whole, 0, bytes, 0, Math.min(bytes.length, random.nextInt(60)));
            int passed = new ClassicInterpreter(program, bytes, IPV6, 0).run();
            assertTrue(passed == 0 || bytes.length >= 40, () -> HexFormat.of().formatHex(bytes));
        }
    }

    private static boolean isExtension(int header) {
        return List.of(0, 43, 44, 51, 60, 135, 139, 140).contains(header);
    }

    /** Behind an Ethernet header and alone must be the same, but for ARP, which has no IP. */
    private static boolean passes(AnswerScope scope, int type, byte[] packet) {
        boolean isPassed = passes(scope, frame(packet, type), -1);
        int alone = new ClassicInterpreter(AnswerFilter.ip(scope), packet, type, 0).run();
        assertEquals(isPassed && type != ARP, alone != 0);
        return isPassed;
    }

    private static boolean passes(AnswerScope scope, byte[] frame, int tag) {
        ClassicProgram program = AnswerFilter.ethernet(scope);
        return new ClassicInterpreter(program, frame, 0, 0, tag).run() != 0;
    }

    private static byte[] ported(byte[] packet, int transport, int port) {
        ByteBuffer.wrap(packet).putShort(transport + 2, (short) port);
        return packet;
    }

    private static byte[] ipv4(int protocol, int destination, int type) {
        ByteBuffer packet = ByteBuffer.allocate(48);
        packet.put(0, (byte) 0x45).put(9, (byte) protocol).putInt(16, destination);
        return packet.put(20, (byte) type).array();
    }

    private static byte[] ipv6(int nextHeader, long high, long low, int type) {
        ByteBuffer packet = ByteBuffer.allocate(64);
        packet.put(0, (byte) 0x60).put(6, (byte) nextHeader);
        return packet.putLong(24, high).putLong(32, low).put(40, (byte) type).array();
    }

    private static byte[] solicitation(long toHigh, long toLow, long forHigh, long forLow) {
        ByteBuffer packet = ByteBuffer.wrap(ipv6(58, toHigh, toLow, 135));
        return packet.putLong(48, forHigh).putLong(56, forLow).array();
    }

    private static byte[] arp(int operation, int target) {
        return ByteBuffer.allocate(28).putShort(6, (short) operation).putInt(24, target).array();
    }

    /** A frame whose header goes on with these 16-bit words: types, and what tags say. */
    private static byte[] frame(byte[] packet, int... words) {
        ByteBuffer frame = ByteBuffer.allocate(12 + 2 * words.length + packet.length);
        frame.position(12);
        for (int word : words) {
            frame.putShort((short) word);
        }
        return frame.put(packet).array();
    }
}
