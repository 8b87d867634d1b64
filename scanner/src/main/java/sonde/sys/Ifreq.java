// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct ifreq} of {@code linux/if.h}: an interface by name, and one fact about it. */
public final class Ifreq {

    public static final long SIZEOF = 40;
    public static final long IFR_NAME_OFFSET = 0;
    public static final long IFR_IFINDEX_OFFSET = 16;
    public static final long IFR_FLAGS_OFFSET = 16;
    public static final long IFR_HWADDR_OFFSET = 16;
    public static final long IFR_DATA_OFFSET = 16;

    private Ifreq() {}
}
