// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.wire.IpAddress;

/** Collects ranges of addresses of both families, in any order. */
final class AddressSetBuilder {

    private final AddressRanges.Builder ipv4 = AddressRanges.builder();
    private final Ipv6Ranges.Builder ipv6 = Ipv6Ranges.builder();

    /** Adds a range whose ends are of one family. */
    AddressSetBuilder add(IpAddress first, IpAddress last) {
        if (first.isIpv4()) {
            ipv4.add(first.ipv4(), last.ipv4());
        } else {
            ipv6.add(first, last);
        }
        return this;
    }

    AddressSetBuilder add(IpAddress address) {
        return add(address, address);
    }

    AddressSetBuilder addAll(AddressSet set) {
        ipv4.addAll(set.ipv4());
        for (int i = 0; i < set.ipv6().rangeCount(); i++) {
            ipv6.add(set.ipv6().first(i), set.ipv6().last(i));
        }
        return this;
    }

    AddressSet build() {
        return new AddressSet(ipv4.build(), ipv6.build());
    }
}
