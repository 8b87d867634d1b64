// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct nfgenmsg} of {@code linux/netfilter/nfnetlink.h}: what stands behind the netlink
 * header of every message of netfilter's. {@code res_id} is in network order.
 */
public final class Nfgenmsg {

    public static final long SIZEOF = 4;
    public static final long NFGEN_FAMILY_OFFSET = 0;
    public static final long VERSION_OFFSET = 1;
    public static final long RES_ID_OFFSET = 2;

    private Nfgenmsg() {}
}
