// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct ndmsg} of {@code linux/neighbour.h}: a neighbour. */
public final class Ndmsg {

    public static final long SIZEOF = 12;
    public static final long NDM_FAMILY_OFFSET = 0;
    public static final long NDM_IFINDEX_OFFSET = 4;
    public static final long NDM_STATE_OFFSET = 8;
    public static final long NDM_FLAGS_OFFSET = 10;
    public static final long NDM_TYPE_OFFSET = 11;

    private Ndmsg() {}
}
