// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code struct ethtool_channels} of {@code linux/ethtool.h}: how many queues an interface has, as
 * {@link Socket#SIOCETHTOOL} tells.
 */
public final class EthtoolChannels {

    public static final long SIZEOF = 36;
    public static final long CMD_OFFSET = 0;
    public static final long RX_COUNT_OFFSET = 20;
    public static final long TX_COUNT_OFFSET = 24;
    public static final long COMBINED_COUNT_OFFSET = 32;

    /** The request that fills it. */
    public static final int ETHTOOL_GCHANNELS = 0x3c;

    private EthtoolChannels() {}

    /** Makes it a question. */
    public static void setQuestion(MemorySegment memory, long base) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + CMD_OFFSET, ETHTOOL_GCHANNELS);
    }
}
