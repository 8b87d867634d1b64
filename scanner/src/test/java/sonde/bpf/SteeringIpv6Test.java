// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.bpf.SteeringFrames.IP;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import sonde.sys.Bpf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** IPv6 frames, as {@link SteeringMatchTest} has IPv4 ones: in the kernel, both programs. */
class SteeringIpv6Test extends KernelTest {

    private static final long HIGH = 0x2001_0db8_ffff_ff00L;
    private static final long LOW = 0x8000_0000_0000_0001L;
    private static final SteeringRule RULE =
            new SteeringRule(AddressSpan.one(HIGH, LOW), 40_000, 40_255, SteeringRule.TCP);

    private SteeringTable table;
    private LoadedProgram steering;
    private LoadedProgram guard;

    @BeforeEach
    void load() {
        table = table();
        BpfMap sockets = sockets();
        putSocket(sockets);
        Program program = SteeringProgram.receiving(table, sockets);
        steering = loaded(program);
        guard = loaded(GuardProgram.assemble(table));
        table.add(RULE);
    }

    private static byte[] tcp(long high, long low, int port) {
        return SteeringFrames.ipv6(SteeringRule.TCP, high, low, port);
    }

    @Test
    void takesAddressPortAndProtocol() {
        assertTrue(isOurs(tcp(HIGH, LOW, 40_000)));
        assertTrue(isOurs(tcp(HIGH, LOW, 40_255)));
        assertFalse(isOurs(tcp(HIGH, LOW, 39_999)));
        assertFalse(isOurs(tcp(HIGH, LOW, 40_256)));
        assertFalse(isOurs(tcp(HIGH, LOW - 1, 40_000)));
        assertFalse(isOurs(tcp(HIGH, LOW + 1, 40_000)));
        assertFalse(isOurs(tcp(HIGH - 1, LOW, 40_000)));
        assertFalse(isOurs(tcp(HIGH + 1, LOW, 40_000)));
        for (int protocol : new int[] {0, 17, 43, 44, 58, 60, 132, 255}) {
            assertFalse(isOurs(SteeringFrames.ipv6(protocol, HIGH, LOW, 40_000)));
        }
        assertTrue(isOurs(SteeringFrames.tcp(SteeringFrames.OURS, 40_000)), "IPv4 still");
    }

    /** A span may end in another half than it began in; all numbers are unsigned. */
    @Test
    void takesSpansAcrossHalves() {
        SteeringRule rule =
                new SteeringRule(
                        new AddressSpan(0x7fff_ffff_ffff_ffffL, -2, 0x8000_0000_0000_0001L, 1),
                        0,
                        65_535,
                        SteeringRule.UDP);
        table.set(List.of(rule));
        BigInteger first = SteeringFrames.number(0x7fff_ffff_ffff_ffffL, -2);
        BigInteger last = SteeringFrames.number(0x8000_0000_0000_0001L, 1);
        long[] highs = {
            0, 0x7fff_ffff_ffff_fffeL, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1
        };
        for (long high : highs) {
            for (long low = -4; low < 4; low++) {
                BigInteger address = SteeringFrames.number(high, low);
                assertEquals(
                        address.compareTo(first) >= 0 && address.compareTo(last) <= 0,
                        isOurs(SteeringFrames.ipv6(SteeringRule.UDP, high, low, 7)),
                        address.toString(16));
            }
        }
    }

    @Test
    void takesByEachOfAllRulesOfBothFamilies() {
        List<SteeringRule> rules = new ArrayList<>();
        for (int i = 0; i < SteeringTable.RULES_MAX; i++) {
            rules.add(
                    new SteeringRule(
                            AddressSpan.one(HIGH, i), 100 + i, 100 + i, SteeringRule.SCTP));
            rules.add(SteeringRule.tcp(i + 1, 100 + i, 100 + i));
        }
        table.set(rules);
        for (int i = 0; i < SteeringTable.RULES_MAX; i++) {
            assertTrue(isOurs(SteeringFrames.ipv6(SteeringRule.SCTP, HIGH, i, 100 + i)), "" + i);
            assertFalse(isOurs(SteeringFrames.ipv6(SteeringRule.SCTP, HIGH, i, 101 + i)), "" + i);
            assertTrue(isOurs(SteeringFrames.tcp(i + 1, 100 + i)), "" + i);
        }
        assertThrows(IllegalArgumentException.class, () -> table.add(RULE));
        assertThrows(
                IllegalArgumentException.class,
                () -> table.set(Collections.nCopies(SteeringTable.RULES_MAX + 1, RULE)));
        table.set(List.of());
        assertFalse(isOurs(SteeringFrames.ipv6(SteeringRule.SCTP, HIGH, 0, 100)));
    }

    @Test
    void leavesWhatIsCutShortOrPadded() {
        byte[] frame = tcp(HIGH, LOW, 40_000);
        for (int length = 14; length <= frame.length; length++) {
            assertEquals(length >= IP + 44, isOurs(Arrays.copyOf(frame, length)), "" + length);
        }
        frame[IP + 5] = 3;
        assertFalse(isOurs(frame), "a payload of 3 bytes has no port");
        frame[IP + 5] = 4;
        assertTrue(isOurs(frame));
        frame[IP] = 0x40;
        assertFalse(isOurs(frame), "of another version than its frame says");
    }

    @Test
    void agreesWithTheRuleOnNoise() {
        Random random = new Random(0x50DE6);
        List<SteeringRule> rules =
                List.of(
                        new SteeringRule(
                                new AddressSpan(HIGH, LOW - 3, HIGH + 2, LOW + 900),
                                0,
                                65_535,
                                SteeringRule.UDP),
                        SteeringFrames.RULE,
                        RULE);
        table.set(rules);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            int protocol = random.nextBoolean() ? SteeringRule.TCP : SteeringRule.UDP;
            byte[] frame = SteeringFrames.ipv6(protocol, HIGH, LOW, 40_000 + random.nextInt(256));
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                frame[12 + random.nextInt(46)] ^= (byte) (1 << random.nextInt(8));
            }
            boolean expected = SteeringFrames.isOurs(frame, rules);
            taken += expected ? 1 : 0;
            assertEquals(expected, isOurs(frame), () -> HexFormat.of().formatHex(frame));
        }
        assertTrue(taken > 4_000 && taken < 16_000, taken + " of 20000 taken");
    }

    /** What both programs say. */
    private boolean isOurs(byte[] frame) {
        boolean isOurs = steering.testRun(state, frame.clone()) == Bpf.XDP_REDIRECT;
        // For less than an IP header the kernel does not run a program of its type.
        if (frame.length >= IP + 40) {
            int expected = isOurs ? Bpf.TC_ACT_SHOT : Bpf.TC_ACT_UNSPEC;
            assertEquals(expected, guard.testRun(state, frame.clone()));
        }
        return isOurs;
    }
}
