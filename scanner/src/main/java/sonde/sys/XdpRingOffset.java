// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct xdp_ring_offset} of {@code linux/if_xdp.h}: where in the memory of a ring its words
 * lie, each offset 64 bits wide.
 */
public final class XdpRingOffset {

    public static final long SIZEOF = 32;
    public static final long PRODUCER_OFFSET = 0;
    public static final long CONSUMER_OFFSET = 8;
    public static final long DESC_OFFSET = 16;
    public static final long FLAGS_OFFSET = 24;

    private XdpRingOffset() {}
}
