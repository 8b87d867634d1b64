// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import java.util.List;

/** With two tags, the outer one a provider's. */
class VlanLinkStackedTest extends VlanLinkContract {

    VlanLinkStackedTest() {
        super(new VlanTags(VlanTags.TYPE_SERVICE, List.of(5, 7)));
    }
}
