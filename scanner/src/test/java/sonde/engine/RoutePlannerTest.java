// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import sonde.neigh.NetInterface;
import sonde.neigh.PathPlan;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;

import java.util.List;

class RoutePlannerTest {

    private static final String REMEDY = "knows no VLANs; leave it out";

    private static final PathPlan CARD =
            path("eth0", NetInterface.Kind.ETHERNET, 0xC612_0002, 0xC612_00FF);
    private static final PathPlan HOST =
            path("lo", NetInterface.Kind.LOOPBACK, 0xC612_0001, 0xC612_0001);

    private static PathPlan path(String name, NetInterface.Kind kind, int first, int last) {
        NetInterface iface =
                new NetInterface(1, name, kind, 1, 0x02_0000_0000_01L, 1500, true, true, List.of());
        AddressSet targets = AddressSet.of(AddressRanges.of(first, last));
        return new PathPlan(iface, null, null, targets, List.of(), List.of(), List.of());
    }

    @Test
    void leavesOutWhatGoesByNoEthernetInterface() throws ScanException {
        for (List<PathPlan> paths : List.of(List.of(CARD, HOST), List.of(HOST, CARD))) {
            List<PathPlan> ethernet = RoutePlanner.ethernetOf(paths, "--vlan", REMEDY);
            assertEquals(1, ethernet.size());
            assertEquals(CARD.iface(), ethernet.getFirst().iface());
            assertEquals(CARD.onLink(), ethernet.getFirst().onLink());
            PathPlan.Unroutable left = ethernet.getFirst().unroutable().getFirst();
            assertEquals("lo is no Ethernet interface", left.reason());
            assertEquals(1, left.targets().size());
        }
    }

    @Test
    void refusesOptionsThatNoInterfaceKnows() {
        ScanException e =
                assertThrows(
                        ScanException.class,
                        () -> RoutePlanner.ethernetOf(List.of(HOST), "--vlan", REMEDY));
        assertEquals(
                "--vlan: lo is no Ethernet interface, and knows no VLANs; leave it out",
                e.getMessage());
        assertEquals(ScanException.Cause.INPUT, e.reason());
    }
}
