// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** Constants of AF_XDP sockets: {@code linux/if_xdp.h}. */
public final class Xdp {

    /** Level of the options, {@code linux/socket.h}. */
    public static final int SOL_XDP = 283;

    /** Options of level {@link #SOL_XDP}. */
    public static final int XDP_MMAP_OFFSETS = 1;

    public static final int XDP_RX_RING = 2;
    public static final int XDP_TX_RING = 3;
    public static final int XDP_UMEM_REG = 4;
    public static final int XDP_UMEM_FILL_RING = 5;
    public static final int XDP_UMEM_COMPLETION_RING = 6;
    public static final int XDP_STATISTICS = 7;
    public static final int XDP_OPTIONS = 8;

    /** Since Linux 6.18. */
    public static final int XDP_MAX_TX_SKB_BUDGET = 9;

    /** Flags of {@link SockaddrXdp}. */
    public static final int XDP_SHARED_UMEM = 1;

    public static final int XDP_COPY = 1 << 1;
    public static final int XDP_ZEROCOPY = 1 << 2;
    public static final int XDP_USE_NEED_WAKEUP = 1 << 3;

    /** Flag of a ring. */
    public static final int XDP_RING_NEED_WAKEUP = 1;

    /** Offsets of {@link Mman#mmap} that choose a ring, in bytes. */
    public static final long XDP_PGOFF_RX_RING = 0;

    public static final long XDP_PGOFF_TX_RING = 0x80000000L;
    public static final long XDP_UMEM_PGOFF_FILL_RING = 0x100000000L;
    public static final long XDP_UMEM_PGOFF_COMPLETION_RING = 0x180000000L;

    private Xdp() {}
}
