// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct xdp_options} of {@code linux/if_xdp.h}: what a bound AF_XDP socket came to. */
public final class XdpOptions {

    public static final long SIZEOF = 4;
    public static final long FLAGS_OFFSET = 0;

    /** Bit of the flags, {@code linux/if_xdp.h}. */
    public static final int XDP_OPTIONS_ZEROCOPY = 1;

    private XdpOptions() {}
}
