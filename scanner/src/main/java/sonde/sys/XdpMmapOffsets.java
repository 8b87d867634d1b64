// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct xdp_mmap_offsets} of {@code linux/if_xdp.h}: where in the memory of each ring its
 * words lie; four of {@link XdpRingOffset}.
 */
public final class XdpMmapOffsets {

    public static final long SIZEOF = 128;
    public static final long RX_OFFSET = 0;
    public static final long TX_OFFSET = 32;
    public static final long FR_OFFSET = 64;
    public static final long CR_OFFSET = 96;

    private XdpMmapOffsets() {}
}
