// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/**
 * Addresses that no host on the public internet can have: the blocks that IANA's IPv4
 * Special-Purpose Address Registry (RFC 6890, RFC 8190) calls not globally reachable, and
 * multicast.
 */
public final class ReservedRanges {

    private static final AddressRanges ALL =
            AddressRanges.builder()
                    .add(0x0000_0000, 0x00FF_FFFF) // 0.0.0.0/8 "this network", RFC 791 section 3.2
                    .add(0x0A00_0000, 0x0AFF_FFFF) // 10.0.0.0/8 private use, RFC 1918
                    .add(0x6440_0000, 0x647F_FFFF) // 100.64.0.0/10 shared address space, RFC 6598
                    .add(0x7F00_0000, 0x7FFF_FFFF) // 127.0.0.0/8 loopback, RFC 1122 section 3.2.1.3
                    .add(0xA9FE_0000, 0xA9FE_FFFF) // 169.254.0.0/16 link local, RFC 3927
                    .add(0xAC10_0000, 0xAC1F_FFFF) // 172.16.0.0/12 private use, RFC 1918
                    // 192.0.0.0/24 IETF protocol assignments, RFC 6890 section 2.1, but for two
                    // anycast addresses: 192.0.0.9, RFC 7723, and 192.0.0.10, RFC 8155
                    .add(0xC000_0000, 0xC000_0008)
                    .add(0xC000_000B, 0xC000_00FF)
                    .add(0xC000_0200, 0xC000_02FF) // 192.0.2.0/24 documentation, RFC 5737
                    .add(0xC058_6302, 0xC058_6302) // 192.88.99.2 6a44 relay anycast, RFC 6751
                    .add(0xC0A8_0000, 0xC0A8_FFFF) // 192.168.0.0/16 private use, RFC 1918
                    .add(0xC612_0000, 0xC613_FFFF) // 198.18.0.0/15 benchmarking, RFC 2544
                    .add(0xC633_6400, 0xC633_64FF) // 198.51.100.0/24 documentation, RFC 5737
                    .add(0xCB00_7100, 0xCB00_71FF) // 203.0.113.0/24 documentation, RFC 5737
                    .add(0xE000_0000, 0xEFFF_FFFF) // 224.0.0.0/4 multicast, RFC 5771
                    // 240.0.0.0/4 reserved, RFC 1112 section 4, up to and including
                    // 255.255.255.255, limited broadcast, RFC 919 section 7
                    .add(0xF000_0000, 0xFFFF_FFFF)
                    .build();

    private ReservedRanges() {}

    /** All of them. */
    public static AddressRanges all() {
        return ALL;
    }
}
