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

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder(AddressRanges.builder());
    }

    public boolean isEmpty() {
        return ipv4.size() == 0 && ipv6.rangeCount() == 0;
    }

    /** How many addresses there are; {@link Long#MAX_VALUE} if there are more than that. */
    public long size() {
        long total = ipv4.size() + ipv6.size();
        return total < 0 ? Long.MAX_VALUE : total;
    }

    /** How many ranges there are, of both families. */
    public long rangeCount() {
        return (long) ipv4.rangeCount() + ipv6.rangeCount();
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

    /** The ranges with commas between, IPv4 first, as {@link TargetParser} reads them. */
    @Override
    public String toString() {
        String comma = ipv4.rangeCount() > 0 && ipv6.rangeCount() > 0 ? "," : "";
        return ipv4 + comma + ipv6;
    }

    /**
     * Collects ranges in any order. No IPv6 host has an IPv4-mapped address (RFC 4291 section
     * 2.5.5.2): a range of mapped addresses is one of IPv4 addresses, and out of wider ranges they
     * are cut.
     */
    public static final class Builder {

        private static final long MAPPED_FIRST = IpAddress.IPV4_MAPPED;
        private static final long MAPPED_LAST = IpAddress.IPV4_MAPPED | 0xFFFF_FFFFL;

        private final AddressRanges.Builder ipv4;
        private final Ipv6Ranges.Builder ipv6 = Ipv6Ranges.builder();

        /** A builder that gives IPv4 addresses to another. */
        Builder(AddressRanges.Builder ipv4) {
            this.ipv4 = ipv4;
        }

        /**
         * Adds a range of host-order addresses.
         *
         * @throws IllegalArgumentException if the range ends before it begins
         */
        public Builder addIpv4(int first, int last) {
            ipv4.add(first, last);
            return this;
        }

        /**
         * Adds a range, from halves of addresses.
         *
         * @throws IllegalArgumentException if the range ends before it begins
         */
        public Builder add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
            boolean endsBefore = IpAddress.compare(lastHigh, lastLow, 0, MAPPED_FIRST) < 0;
            boolean startsBehind = IpAddress.compare(firstHigh, firstLow, 0, MAPPED_LAST) > 0;
            if (endsBefore || startsBehind) {
                ipv6.add(firstHigh, firstLow, lastHigh, lastLow);
                return this;
            }
            boolean startsBefore = firstLow >= 0 && firstLow < MAPPED_FIRST;
            boolean endsBehind = IpAddress.compare(lastHigh, lastLow, 0, MAPPED_LAST) > 0;
            if (!startsBefore && !endsBehind) {
                return addIpv4((int) firstLow, (int) lastLow);
            }
            if (startsBefore) {
                ipv6.add(firstHigh, firstLow, 0, MAPPED_FIRST - 1);
            }
            if (endsBehind) {
                ipv6.add(0, MAPPED_LAST + 1, lastHigh, lastLow);
            }
            return this;
        }

        /** Adds a range of either family. */
        public Builder add(IpAddress first, IpAddress last) {
            return add(first.high(), first.low(), last.high(), last.low());
        }

        /** Whether nothing has been added. */
        public boolean isEmpty() {
            return ipv4.isEmpty() && ipv6.isEmpty();
        }

        /** The set of all that was added; nothing may be added afterwards. */
        public AddressSet build() {
            return new AddressSet(ipv4.build(), ipv6.build());
        }
    }
}
