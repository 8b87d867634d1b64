// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct ifinfomsg} of {@code linux/rtnetlink.h}: an interface. */
public final class Ifinfomsg {

    public static final long SIZEOF = 16;
    public static final long IFI_FAMILY_OFFSET = 0;
    public static final long IFI_TYPE_OFFSET = 2;
    public static final long IFI_INDEX_OFFSET = 4;
    public static final long IFI_FLAGS_OFFSET = 8;
    public static final long IFI_CHANGE_OFFSET = 12;

    private Ifinfomsg() {}
}
