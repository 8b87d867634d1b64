// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.Checksum;
import sonde.wire.Ipv4;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The IPv6 header in front of a TCP segment of ours (RFC 8200 section 3). */
final class Ipv6Header {

    static final int LENGTH_BYTES = 40;

    /** ETH_P_IPV6 of linux/if_ether.h. */
    static final int ETHERNET_TYPE = 0x86DD;

    private static final int VERSION = 6 << 28;
    private static final int FLOW_LABEL_MASK = 0xF_FFFF;

    private static final int LENGTH_OFFSET = 4;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Ipv6Header() {}

    /**
     * Writes the header, its traffic class 0.
     *
     * @param flowLabel the low 20 bits count
     * @param tcpBytes the length of the segment, its header included
     * @param hopLimit 1 to 255
     */
    static void write(
            MemorySegment memory,
            long ip,
            int flowLabel,
            int tcpBytes,
            int hopLimit,
            FourTuple tuple) {
        memory.set(U32, ip, VERSION | (flowLabel & FLOW_LABEL_MASK));
        memory.set(U32, ip + LENGTH_OFFSET, tcpBytes << 16 | Ipv4.PROTOCOL_TCP << 8 | hopLimit);
        memory.set(U64, ip + SOURCE_OFFSET, tuple.localHigh);
        memory.set(U64, ip + SOURCE_OFFSET + Long.BYTES, tuple.localLow);
        memory.set(U64, ip + DESTINATION_OFFSET, tuple.remoteHigh);
        memory.set(U64, ip + DESTINATION_OFFSET + Long.BYTES, tuple.remoteLow);
    }

    /** The unfolded sum of the pseudo header of RFC 8200 section 8.1. */
    static long pseudoHeaderSum(FourTuple tuple, int tcpBytes) {
        return sum64(tuple.localHigh)
                + sum64(tuple.localLow)
                + sum64(tuple.remoteHigh)
                + sum64(tuple.remoteLow)
                + Checksum.sum32(tcpBytes)
                + Ipv4.PROTOCOL_TCP;
    }

    private static long sum64(long field) {
        return Checksum.sum32((int) (field >>> 32)) + Checksum.sum32((int) field);
    }
}
