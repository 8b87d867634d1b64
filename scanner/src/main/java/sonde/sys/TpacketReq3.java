// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct tpacket_req3} of {@code linux/if_packet.h}: the shape of a TPACKET_V3 ring. */
public final class TpacketReq3 {

    public static final long SIZEOF = 28;
    public static final long TP_BLOCK_SIZE_OFFSET = 0;
    public static final long TP_BLOCK_NR_OFFSET = 4;
    public static final long TP_FRAME_SIZE_OFFSET = 8;
    public static final long TP_FRAME_NR_OFFSET = 12;
    public static final long TP_RETIRE_BLK_TOV_OFFSET = 16;
    public static final long TP_SIZEOF_PRIV_OFFSET = 20;
    public static final long TP_FEATURE_REQ_WORD_OFFSET = 24;

    private TpacketReq3() {}

    /**
     * A ring of blocks, each handed over when full or {@code retireMillis} after its first frame.
     */
    public static void set(
            MemorySegment memory,
            long base,
            int blockBytes,
            int blockCount,
            int frameBytes,
            int retireMillis) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + TP_BLOCK_SIZE_OFFSET, blockBytes);
        memory.set(ValueLayout.JAVA_INT, base + TP_BLOCK_NR_OFFSET, blockCount);
        memory.set(ValueLayout.JAVA_INT, base + TP_FRAME_SIZE_OFFSET, frameBytes);
        memory.set(
                ValueLayout.JAVA_INT,
                base + TP_FRAME_NR_OFFSET,
                blockBytes / frameBytes * blockCount);
        memory.set(ValueLayout.JAVA_INT, base + TP_RETIRE_BLK_TOV_OFFSET, retireMillis);
    }
}
