// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;

class AnswerScopeTest {

    @Test
    void ourAddressesAreThoseOfTheRulesUnlessGiven() {
        SteeringRule tcp = SteeringRule.tcp(7, 1, 2);
        SteeringRule udp = SteeringRule.ipv4(7, 7, 1, 2, SteeringRule.UDP);
        AnswerScope scope = AnswerScope.of(List.of(tcp, udp));
        assertEquals(List.of(AddressSpan.ipv4(7, 7)), scope.ours());
        List<AddressSpan> others = List.of(AddressSpan.one(1, 2));
        assertEquals(others, scope.withOurs(others).ours());
        assertEquals(2, scope.withOurs(others).ported(true).size());
        assertTrue(scope.ported(false).isEmpty());
    }

    @Test
    void isNotChangedFromOutside() {
        BitSet protocols = new BitSet();
        AnswerScope scope = AnswerScope.NOTHING.withProtocols(protocols);
        protocols.set(3);
        scope.protocols().set(4);
        assertTrue(scope.protocols().isEmpty());
    }

    @Test
    void refusesWhatNoFrameHas() {
        BitSet beyond = new BitSet();
        beyond.set(256);
        assertThrows(
                IllegalArgumentException.class, () -> AnswerScope.NOTHING.withProtocols(beyond));
        for (List<Integer> ids : List.of(List.of(-1), List.of(4095), List.of(1, 2, 3))) {
            assertThrows(IllegalArgumentException.class, () -> AnswerScope.NOTHING.inVlan(ids));
        }
    }
}
