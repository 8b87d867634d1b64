// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code struct sock_filter} of {@code linux/filter.h}: one instruction of classic BPF. */
public final class SockFilter {

    public static final long SIZEOF = 8;
    public static final long CODE_OFFSET = 0;
    public static final long JT_OFFSET = 2;
    public static final long JF_OFFSET = 3;
    public static final long K_OFFSET = 4;

    private SockFilter() {}
}
