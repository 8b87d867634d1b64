// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * {@code struct __sk_buff} of {@code linux/bpf.h}: what a program of type SCHED_CLS is called with.
 */
public final class SkBuff {

    public static final long LEN_OFFSET = 0;
    public static final long VLAN_PRESENT_OFFSET = 20;
    public static final long DATA_OFFSET = 76;
    public static final long DATA_END_OFFSET = 80;

    private SkBuff() {}
}
