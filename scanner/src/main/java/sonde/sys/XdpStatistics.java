// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct xdp_statistics} of {@code linux/if_xdp.h}: what an AF_XDP socket dropped or refused
 * since it was opened, counters of 64 bits.
 */
public final class XdpStatistics {

    public static final long SIZEOF = 48;
    public static final long RX_DROPPED_OFFSET = 0;
    public static final long RX_INVALID_DESCS_OFFSET = 8;
    public static final long TX_INVALID_DESCS_OFFSET = 16;
    public static final long RX_RING_FULL_OFFSET = 24;
    public static final long RX_FILL_RING_EMPTY_DESCS_OFFSET = 32;
    public static final long TX_RING_EMPTY_DESCS_OFFSET = 40;

    private XdpStatistics() {}
}
