// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct nlmsgerr} of {@code linux/netlink.h}: the body of an acknowledgment: 0 or {@code
 * -errno}, then the header it answers.
 */
public final class Nlmsgerr {

    public static final long SIZEOF = 20;
    public static final long ERROR_OFFSET = 0;
    public static final long MSG_OFFSET = 4;

    private Nlmsgerr() {}
}
