// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.bpf.SteeringFrames.IP;
import static sonde.bpf.SteeringFrames.OURS;
import static sonde.bpf.SteeringFrames.PORT_FIRST;
import static sonde.bpf.SteeringFrames.PORT_LAST;
import static sonde.bpf.SteeringFrames.RULE;
import static sonde.bpf.SteeringFrames.THEIRS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import sonde.sys.Bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Both programs take the same frames for ours, in the kernel itself. */
class SteeringMatchTest extends KernelTest {

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
    }

    @Test
    void takesTheRangeOfPorts() {
        for (int port : new int[] {PORT_FIRST, 40_100, PORT_LAST}) {
            assertTrue(isOurs(SteeringFrames.tcp(OURS, port)), "port " + port);
        }
        for (int port : new int[] {0, PORT_FIRST - 1, PORT_LAST + 1, 65_535}) {
            assertFalse(isOurs(SteeringFrames.tcp(OURS, port)), "port " + port);
        }
    }

    @Test
    void takesTheRangeOfAddresses() {
        for (int other : new int[] {THEIRS, OURS - 1, OURS + 1, 0, -1}) {
            assertFalse(isOurs(SteeringFrames.tcp(other, PORT_FIRST)), "address " + other);
        }
        table.set(List.of(SteeringRule.ipv4(0x7fffffff, 0x80000001, 0, 65_535, SteeringRule.TCP)));
        for (int address = 0x7ffffffe; address != 0x80000003; address++) {
            assertEquals(
                    address != 0x7ffffffe && address != 0x80000002,
                    isOurs(SteeringFrames.tcp(address, 1)),
                    Integer.toHexString(address));
        }
    }

    @Test
    void takesProtocolsThatARuleNames() {
        byte[] udp = SteeringFrames.frame(20, SteeringRule.UDP, OURS, 53_000);
        byte[] sctp = SteeringFrames.frame(20, SteeringRule.SCTP, OURS, 53_000);
        byte[] icmp = SteeringFrames.frame(20, 1, OURS, 53_000);
        assertFalse(isOurs(udp));
        table.add(SteeringRule.ipv4(OURS, OURS, 53_000, 53_000, SteeringRule.UDP));
        assertTrue(isOurs(udp));
        assertFalse(isOurs(sctp));
        table.add(SteeringRule.ipv4(OURS, OURS, 53_000, 53_000, SteeringRule.SCTP));
        assertTrue(isOurs(sctp));
        assertFalse(isOurs(icmp));
        assertTrue(isOurs(SteeringFrames.tcp(OURS, PORT_FIRST)), "the first rule still holds");
    }

    @Test
    void takesByEachOfAllRules() {
        List<SteeringRule> rules = new ArrayList<>();
        for (int i = 0; i < SteeringTable.RULES_MAX; i++) {
            rules.add(SteeringRule.tcp(OURS + i, 100 + i, 100 + i));
        }
        table.set(rules);
        for (int i = 0; i < SteeringTable.RULES_MAX; i++) {
            assertTrue(isOurs(SteeringFrames.tcp(OURS + i, 100 + i)), "rule " + i);
            assertFalse(isOurs(SteeringFrames.tcp(OURS + i, 101 + i)), "rule " + i);
        }
        assertThrows(IllegalArgumentException.class, () -> table.add(RULE));
        assertThrows(
                IllegalArgumentException.class,
                () -> table.set(Collections.nCopies(SteeringTable.RULES_MAX + 1, RULE)));
        assertTrue(isOurs(SteeringFrames.tcp(OURS, 100)), "still as before");
        table.set(rules.subList(0, 1));
        assertFalse(isOurs(SteeringFrames.tcp(OURS + 1, 101)), "a rule that was taken back");
        table.set(List.of());
        assertFalse(isOurs(SteeringFrames.tcp(OURS, 100)), "no rule at all");
    }

    @Test
    void findsThePortBehindOptions() {
        for (int headerBytes = 20; headerBytes <= 60; headerBytes += 4) {
            byte[] ours = SteeringFrames.frame(headerBytes, 6, OURS, PORT_LAST);
            assertTrue(isOurs(ours), "header of " + headerBytes);
            byte[] other = SteeringFrames.frame(headerBytes, 6, OURS, PORT_LAST + 1);
            assertFalse(isOurs(other), "header of " + headerBytes);
        }
    }

    @Test
    void leavesFragmentsToTheHost() {
        byte[] frame = SteeringFrames.tcp(OURS, PORT_FIRST);
        frame[IP + 6] = 0x40;
        assertTrue(isOurs(frame), "must not be fragmented");
        frame[IP + 6] = 0x20;
        assertFalse(isOurs(frame), "more fragments follow");
        frame[IP + 6] = 0;
        frame[IP + 7] = 1;
        assertFalse(isOurs(frame), "not the first");
        frame[IP + 6] = 0x1f;
        assertFalse(isOurs(frame), "the last");
    }

    @Test
    void leavesOtherVersionsAndImpossibleHeaders() {
        for (int versionAndLength : new int[] {0x65, 0x55, 0x05, 0x44, 0x40}) {
            byte[] frame = SteeringFrames.tcp(OURS, PORT_FIRST);
            frame[IP] = (byte) versionAndLength;
            assertFalse(isOurs(frame), Integer.toHexString(versionAndLength));
        }
        for (int type : new int[] {0x86dd, 0x0806, 0x8100, 0x0008, 0}) {
            byte[] frame = SteeringFrames.tcp(OURS, PORT_FIRST);
            frame[12] = (byte) (type >> 8);
            frame[13] = (byte) type;
            assertFalse(isOurs(frame), Integer.toHexString(type));
        }
    }

    @Test
    void leavesWhatIsCutShort() {
        for (int headerBytes : new int[] {20, 40, 60}) {
            byte[] frame = SteeringFrames.frame(headerBytes, 6, OURS, PORT_FIRST);
            for (int length = 14; length <= frame.length; length++) {
                // Without the port there is nothing to go by.
                assertEquals(
                        length >= IP + headerBytes + 4,
                        isOurs(Arrays.copyOf(frame, length)),
                        length + " bytes of a header of " + headerBytes);
            }
        }
    }

    @Test
    void doesNotTakePaddingForPorts() {
        byte[] frame = SteeringFrames.tcp(OURS, PORT_FIRST);
        frame[IP + 3] = 23;
        assertFalse(isOurs(frame), "a packet of 23 bytes has half a port");
        frame[IP + 3] = 24;
        assertTrue(isOurs(frame));
    }

    @Test
    void agreesWithTheRuleOnNoise() {
        Random random = new Random(0x50DE);
        List<SteeringRule> rules =
                List.of(SteeringRule.ipv4(OURS - 3, OURS + 4, 0, 65_535, SteeringRule.UDP), RULE);
        table.set(rules);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            int headerBytes = 4 * (5 + random.nextInt(11));
            int port = PORT_FIRST + random.nextInt(256);
            byte[] frame = SteeringFrames.frame(headerBytes, 6, OURS, port);
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                int at = 12 + random.nextInt(headerBytes + 6);
                frame[at] ^= (byte) (1 << random.nextInt(8));
            }
            boolean expected = SteeringFrames.isOurs(frame, rules);
            taken += expected ? 1 : 0;
            assertEquals(expected, isOurs(frame), () -> HexFormat.of().formatHex(frame));
        }
        assertTrue(taken > 4_000 && taken < 16_000, taken + " of 20000 taken");
    }

    /** What both programs say, which leave the frame as it is. */
    private boolean isOurs(byte[] frame) {
        byte[] copy = frame.clone();
        int answer = steering.testRun(state, copy);
        assertTrue(answer == Bpf.XDP_REDIRECT || answer == Bpf.XDP_PASS, "answer " + answer);
        boolean isOurs = answer == Bpf.XDP_REDIRECT;
        // For less than an IP header the kernel does not run a program of its type.
        if (frame.length >= IP + 20) {
            int expected = isOurs ? Bpf.TC_ACT_SHOT : Bpf.TC_ACT_UNSPEC;
            assertEquals(expected, guard.testRun(state, copy));
        }
        assertTrue(Arrays.equals(frame, copy), "the frame was changed");
        return isOurs;
    }

    @Test
    void leavesFramesOfQueuesWithoutASocket() {
        BpfMap none = sockets();
        Program program = SteeringProgram.receiving(table, none);
        LoadedProgram loaded = loaded(program);
        byte[] frame = SteeringFrames.tcp(OURS, PORT_FIRST);
        assertEquals(Bpf.XDP_PASS, loaded.testRun(state, frame));
    }
}
