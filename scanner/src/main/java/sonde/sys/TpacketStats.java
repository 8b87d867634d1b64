// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct tpacket_stats_v3} of {@code linux/if_packet.h}: what a ring took and dropped since
 * it was last asked.
 */
public final class TpacketStats {

    public static final long SIZEOF = 12;
    public static final long TP_PACKETS_OFFSET = 0;
    public static final long TP_DROPS_OFFSET = 4;
    public static final long TP_FREEZE_Q_CNT_OFFSET = 8;

    private TpacketStats() {}
}
