// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.sys.PrivateNetwork;

import java.util.List;

/** Of two veth pairs in a namespace of the test's own. */
@ExtendWith(PrivateNetwork.class)
class LinkHealthTest {

    private static void assertFails(LinkHealth health, String message) {
        ScanException failure = assertThrows(ScanException.class, health::requireUp);
        assertEquals(ScanException.Cause.LINK_DOWN, failure.reason());
        assertEquals(message, failure.getMessage());
    }

    @Test
    void endsAScanOfWhichAnyInterfaceIsOrWasDown() {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.vethPair("other", "opposite");
        try (LinkHealth health = new LinkHealth(List.of())) {
            health.watch(LinkPlans.over(null, "near", "other"), new ScanListener() {});
            assertDoesNotThrow(health::requireUp);
            PrivateNetwork.ip("link set opposite down");
            assertFails(health, "interface other went down; bring it up");
            PrivateNetwork.ip("link set opposite up");
            assertFails(health, "interface other was down for a moment; bring it up");
            assertDoesNotThrow(health::requireUp);
            PrivateNetwork.ip("link del near");
            assertFails(health, "interface near is gone; bring it up");
        }
    }

    /** Nothing is known of links that are not watched, which is no reason to end. */
    @Test
    void whereNothingIsWatchedAllIsWell() {
        try (LinkHealth health = new LinkHealth(List.of())) {
            assertDoesNotThrow(health::requireUp);
            assertDoesNotThrow(health::requireTransmission);
            assertTrue(health.carry());
        }
    }
}
