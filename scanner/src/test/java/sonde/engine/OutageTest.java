// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import sonde.sys.PrivateNetwork;

import java.nio.file.Path;

class OutageTest {

    @TempDir Path folder;

    @Test
    @ExtendWith(PrivateNetwork.class)
    void isOverWhenEveryInterfaceIsUpAndHasACarrier() {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.vethPair("other", "opposite");
        ScanPlan plan = LinkPlans.over(null, "near", "other");
        assertTrue(Outage.isOver(plan));
        PrivateNetwork.ip("link set opposite down");
        assertFalse(Outage.isOver(plan), "no carrier");
        PrivateNetwork.ip("link set opposite up");
        assertTrue(Outage.isOver(plan));
        PrivateNetwork.ip("link set near down");
        assertFalse(Outage.isOver(plan), "switched off");
        PrivateNetwork.ip("link set near up");
        assertTrue(Outage.isOver(plan));
        PrivateNetwork.ip("link del other");
        assertFalse(Outage.isOver(plan), "gone");
    }

    /** No file of procfs has room. */
    @Test
    void aCaptureNeedsRoom() {
        assertTrue(Outage.isOver(LinkPlans.over(folder)));
        assertFalse(Outage.isOver(LinkPlans.over(Path.of("/proc/self/status"))));
    }

    @Test
    void whereRoomIsUnknownTryingIsAllThereIs() {
        assertTrue(Outage.isOver(LinkPlans.over(folder.resolve("nowhere/capture"))));
    }
}
