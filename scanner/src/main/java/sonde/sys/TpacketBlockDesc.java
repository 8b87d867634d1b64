// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * {@code struct tpacket_block_desc} of {@code linux/if_packet.h}: what a TPACKET_V3 block begins
 * with.
 */
public final class TpacketBlockDesc {

    public static final long SIZEOF = 48;
    public static final long BLOCK_STATUS_OFFSET = 8;
    public static final long NUM_PKTS_OFFSET = 12;
    public static final long OFFSET_TO_FIRST_PKT_OFFSET = 16;
    public static final long BLK_LEN_OFFSET = 20;

    private TpacketBlockDesc() {}

    /** Bits of {@code block_status}: whose the block is. */
    public static final int TP_STATUS_KERNEL = 0;

    public static final int TP_STATUS_USER = 1;

    private static final VarHandle STATUS = ValueLayout.JAVA_INT.varHandle();

    /**
     * Reads whose the block is. Acquire: when it is ours, so is everything the kernel wrote in it.
     */
    public static int statusAcquire(MemorySegment memory, long base) {
        return (int) STATUS.getAcquire(memory, base + BLOCK_STATUS_OFFSET);
    }

    /** Gives the block to the kernel. Release: every read of it has been done. */
    public static void publishKernelRelease(MemorySegment memory, long base) {
        STATUS.setRelease(memory, base + BLOCK_STATUS_OFFSET, TP_STATUS_KERNEL);
    }
}
