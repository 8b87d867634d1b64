// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct xdp_md} of {@code linux/bpf.h}: what a program of type XDP is called with. */
public final class XdpMd {

    public static final long SIZEOF = 24;
    public static final long DATA_OFFSET = 0;
    public static final long DATA_END_OFFSET = 4;
    public static final long DATA_META_OFFSET = 8;
    public static final long INGRESS_IFINDEX_OFFSET = 12;
    public static final long RX_QUEUE_INDEX_OFFSET = 16;
    public static final long EGRESS_IFINDEX_OFFSET = 20;

    private XdpMd() {}

    /**
     * The context of a run: the frame, behind so many bytes of metadata.
     *
     * @param ingressIndex the interface the frame is to come from; 0 for the loopback interface
     * @param metadataBytes a multiple of 4, at most 32
     * @param frameLengthBytes of the frame alone
     */
    public static void set(
            MemorySegment memory,
            long base,
            int ingressIndex,
            int metadataBytes,
            int frameLengthBytes) {
        memory.asSlice(base, SIZEOF).fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT, base + DATA_OFFSET, metadataBytes);
        memory.set(ValueLayout.JAVA_INT, base + DATA_END_OFFSET, metadataBytes + frameLengthBytes);
        memory.set(ValueLayout.JAVA_INT, base + INGRESS_IFINDEX_OFFSET, ingressIndex);
    }
}
