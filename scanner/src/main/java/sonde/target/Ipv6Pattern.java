// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * How hosts in an IPv6 network may be numbered (RFC 7707 section 3.1). All but {@link Random} say
 * which interface identifiers, the last 64 bits of an address, are likely in any network.
 */
public sealed interface Ipv6Pattern {

    /** The most addresses that one pattern makes of one network. */
    int COUNT_MAX = 1 << 20;

    /** How many of an OUI's 2^24 identifiers are tried unless the user says otherwise. */
    int EUI64_COUNT = 256;

    /** The last one of the identifiers that fit a byte. */
    int LOW_BYTE_COUNT = 255;

    /**
     * {@code ::1} and those behind it.
     *
     * @param count 1 to {@link #COUNT_MAX}
     */
    record LowByte(int count) implements Ipv6Pattern {}

    /**
     * Identifiers made of Ethernet addresses, with {@code ff:fe} in their middle and the
     * universal/local bit flipped (RFC 4291 appendix A).
     *
     * @param oui the maker's 24 bits, such as {@code 0x00163E}
     * @param count how many of the maker's, 1 to {@link #COUNT_MAX}
     */
    record Eui64(int oui, int count) implements Ipv6Pattern {}

    /**
     * Addresses from anywhere in a range.
     *
     * @param count how many draws, 1 to {@link #COUNT_MAX}; two may hit the same address
     */
    record Random(int count) implements Ipv6Pattern {}

    /**
     * Port numbers as identifiers: {@code ::80}, as it is written, and {@code ::50}, which is 80.
     */
    record ServicePorts(PortRanges ports) implements Ipv6Pattern {}

    /**
     * IPv4 addresses as identifiers: {@code ::192.0.2.7}, and {@code ::192:0:2:7}.
     *
     * @param addresses at most {@link #COUNT_MAX}
     */
    record EmbeddedIpv4(AddressRanges addresses) implements Ipv6Pattern {}
}
