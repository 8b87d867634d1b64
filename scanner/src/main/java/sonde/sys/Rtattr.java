// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct rtattr} of {@code linux/rtnetlink.h}: what an attribute begins with; attributes are
 * padded to 4 bytes.
 */
public final class Rtattr {

    public static final long SIZEOF = 4;
    public static final long RTA_LEN_OFFSET = 0;
    public static final long RTA_TYPE_OFFSET = 2;

    private Rtattr() {}
}
