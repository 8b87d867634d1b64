// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct tpacket3_hdr} of {@code linux/if_packet.h}: what precedes a frame in a TPACKET_V3
 * block.
 */
public final class Tpacket3Hdr {

    public static final long SIZEOF = 48;
    public static final long TP_NEXT_OFFSET_OFFSET = 0;
    public static final long TP_SEC_OFFSET = 4;
    public static final long TP_NSEC_OFFSET = 8;
    public static final long TP_SNAPLEN_OFFSET = 12;
    public static final long TP_LEN_OFFSET = 16;
    public static final long TP_STATUS_OFFSET = 20;
    public static final long TP_MAC_OFFSET = 24;
    public static final long TP_NET_OFFSET = 26;

    private Tpacket3Hdr() {}
}
