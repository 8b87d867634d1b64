// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct ifaddrmsg} of {@code linux/if_addr.h}: an address of an interface. */
public final class Ifaddrmsg {

    public static final long SIZEOF = 8;
    public static final long IFA_FAMILY_OFFSET = 0;
    public static final long IFA_PREFIXLEN_OFFSET = 1;
    public static final long IFA_FLAGS_OFFSET = 2;
    public static final long IFA_SCOPE_OFFSET = 3;
    public static final long IFA_INDEX_OFFSET = 4;

    private Ifaddrmsg() {}
}
