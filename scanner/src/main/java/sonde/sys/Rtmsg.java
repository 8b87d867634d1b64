// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct rtmsg} of {@code linux/rtnetlink.h}: a route. */
public final class Rtmsg {

    public static final long SIZEOF = 12;
    public static final long RTM_FAMILY_OFFSET = 0;
    public static final long RTM_DST_LEN_OFFSET = 1;
    public static final long RTM_SRC_LEN_OFFSET = 2;
    public static final long RTM_TOS_OFFSET = 3;
    public static final long RTM_TABLE_OFFSET = 4;
    public static final long RTM_PROTOCOL_OFFSET = 5;
    public static final long RTM_SCOPE_OFFSET = 6;
    public static final long RTM_TYPE_OFFSET = 7;
    public static final long RTM_FLAGS_OFFSET = 8;

    private Rtmsg() {}
}
