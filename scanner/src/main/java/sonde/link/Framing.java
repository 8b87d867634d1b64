// SPDX-License-Identifier: Apache-2.0
package sonde.link;

/** How the frames of a link begin. */
public enum Framing {
    /** A 14-byte Ethernet header. */
    ETHERNET(14, 1),
    /** The IP header: loopback and tunnels. */
    IP(0, 101);

    private final int headerLengthBytes;
    private final int pcapLinkType;

    Framing(int headerLengthBytes, int pcapLinkType) {
        this.headerLengthBytes = headerLengthBytes;
        this.pcapLinkType = pcapLinkType;
    }

    /** Bytes before the IP header. */
    public int headerLengthBytes() {
        return headerLengthBytes;
    }

    /** The LINKTYPE_ value of pcap files that hold such frames (tcpdump.org/linktypes.html). */
    public int pcapLinkType() {
        return pcapLinkType;
    }
}
