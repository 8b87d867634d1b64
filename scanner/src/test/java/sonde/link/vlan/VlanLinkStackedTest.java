// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import java.util.List;

/** With two tags, the outer one a provider's. */
class VlanLinkStackedTest extends VlanLinkContract {

    VlanLinkStackedTest() {
        super(new VlanTags(VlanTags.TYPE_SERVICE, List.of(5, 7)));
    }

    @Override
    protected String addInterface() {
        addVlan("far", "far.5", "802.1ad", 5);
        addVlan("far.5", "far.5.7", "802.1Q", 7);
        return "far.5.7";
    }
}
