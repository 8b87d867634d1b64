// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SteeringRuleTest {

    private static final int LOW = 0x7fffffff;
    private static final int HIGH = 0x80000000;

    @Test
    void takesUnsignedRanges() {
        SteeringRule rule = SteeringRule.ipv4(LOW, HIGH, 0, 65_535, SteeringRule.SCTP);
        assertEquals(HIGH, rule.addresses().ipv4Last());
        assertEquals(
                SteeringRule.ipv4(LOW, LOW, 1, 2, SteeringRule.TCP), SteeringRule.tcp(LOW, 1, 2));
    }

    @Test
    void refusesWhatNoPacketMatches() {
        assertRefuses(
                "addresses 2147483648 to 2147483647",
                () -> SteeringRule.ipv4(HIGH, LOW, 0, 1, SteeringRule.TCP));
        assertRefuses("ports 2 to 1", () -> SteeringRule.tcp(LOW, 2, 1));
        assertRefuses("ports -1 to 1", () -> SteeringRule.tcp(LOW, -1, 1));
        assertRefuses("ports 0 to 65536", () -> SteeringRule.tcp(LOW, 0, 65_536));
        assertRefuses("protocol 1,", () -> SteeringRule.ipv4(LOW, LOW, 0, 1, 1));
    }

    private static void assertRefuses(String part, Executable action) {
        Exception e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(String.valueOf(e.getMessage()).startsWith(part), e::getMessage);
    }
}
