// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

/** A set of addresses of both families. Immutable. */
public record AddressSet(AddressRanges ipv4, Ipv6Ranges ipv6) {

    /** The empty set. */
    public static final AddressSet NONE = new AddressSet(AddressRanges.NONE, Ipv6Ranges.NONE);

    /** A set of IPv4 addresses alone. */
    public static AddressSet of(AddressRanges ipv4) {
        return new AddressSet(ipv4, Ipv6Ranges.NONE);
    }

    public boolean isEmpty() {
        return ipv4.size() == 0 && ipv6.rangeCount() == 0;
    }

    /** How many addresses there are; {@link Long#MAX_VALUE} if there are more than that. */
    public long size() {
        long total = ipv4.size() + ipv6.size();
        return total < 0 ? Long.MAX_VALUE : total;
    }

    /** Whether an address is in the set. */
    public boolean contains(IpAddress address) {
        return address.isIpv4()
                ? ipv4.contains(address.ipv4())
                : ipv6.contains(address.high(), address.low());
    }

    /** The lowest address, IPv4 before IPv6; the set is not empty. */
    public IpAddress first() {
        return ipv4.size() > 0 ? IpAddress.ofIpv4(ipv4.first(0)) : ipv6.first(0);
    }

    /** The addresses of either set. */
    public AddressSet union(AddressSet other) {
        return new AddressSet(ipv4.union(other.ipv4), ipv6.union(other.ipv6));
    }

    /** The addresses of this set that are not in the other. */
    public AddressSet minus(AddressSet other) {
        return new AddressSet(ipv4.minus(other.ipv4), ipv6.minus(other.ipv6));
    }

    /** The addresses that are in both sets. */
    public AddressSet intersect(AddressSet other) {
        return new AddressSet(ipv4.intersect(other.ipv4), ipv6.intersect(other.ipv6));
    }
}
