// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class UserHellosTest {

    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2, 2};

    @Test
    void saysNothingByItself() {
        assertTrue(UserHellos.NONE.isEmpty());
        assertNull(UserHellos.NONE.forPort(80));
        assertNull(UserHellos.NONE.protocolName());
    }

    @Test
    void prefersThePortsOwnBytes() {
        UserHellos hellos = UserHellos.NONE.with(UserHellos.ALL_PORTS, ONE).with(80, TWO);
        assertArrayEquals(TWO, hellos.forPort(80));
        assertArrayEquals(ONE, hellos.forPort(0));
        assertArrayEquals(ONE, hellos.forPort(65_535));
        assertNull(UserHellos.NONE.with(80, TWO).forPort(81));
    }

    @Test
    void replacesAndLeavesTheFormerAlone() {
        UserHellos first = UserHellos.NONE.with(0, ONE);
        UserHellos second = first.with(0, TWO).withProtocol("http");
        assertArrayEquals(ONE, first.forPort(0));
        assertNull(first.protocolName());
        assertArrayEquals(TWO, second.forPort(0));
        assertEquals("http", second.protocolName());
        assertFalse(UserHellos.NONE.withProtocol("http").isEmpty());
    }

    @Test
    void keepsItsOwnBytes() {
        byte[] bytes = {7};
        UserHellos hellos = UserHellos.NONE.with(80, bytes);
        bytes[0] = 8;
        hellos.forEach((each, _) -> each[0] = 9);
        assertArrayEquals(new byte[] {7}, hellos.forPort(80));
    }

    @Test
    void namesAllInOrder() {
        List<Integer> ports = new ArrayList<>();
        UserHellos hellos = UserHellos.NONE.with(443, ONE).with(UserHellos.ALL_PORTS, ONE);
        hellos.with(80, TWO).forEach((_, port) -> ports.add(port));
        assertEquals(List.of(UserHellos.ALL_PORTS, 80, 443), ports);
        assertEquals("null {-1=AQ==, 443=AQ==}", hellos.toString());
    }

    @Test
    void refusesWhatCantBeSaid() {
        UserHellos none = UserHellos.NONE;
        byte[] tooLong = new byte[UserHellos.LENGTH_MAX + 1];
        assertThrows(IllegalArgumentException.class, () -> none.with(65_536, ONE));
        assertThrows(IllegalArgumentException.class, () -> none.with(-2, ONE));
        assertThrows(IllegalArgumentException.class, () -> none.with(80, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> none.with(80, tooLong));
    }
}
