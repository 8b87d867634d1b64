// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * {@code struct xdp_ring} of {@code net/xdp/xsk_queue.h}: the words that user and kernel share, 32
 * bits each, at the offsets that {@link XdpRingOffset} gives. The kernel's own order of access is
 * written at the head of that file.
 */
public final class XdpRing {

    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

    private XdpRing() {}

    /** Reads how far the ring has been filled. Acquire: the entries before it can be read. */
    public static int producerAcquire(MemorySegment memory, long producerOffset) {
        return (int) WORD.getAcquire(memory, producerOffset);
    }

    /** Says how far the ring has been filled. Release: the entries before it are written. */
    public static void publishProducerRelease(
            MemorySegment memory, long producerOffset, int producer) {
        WORD.setRelease(memory, producerOffset, producer);
    }

    /** Reads how far the ring has been emptied. Acquire: the entries before it can be reused. */
    public static int consumerAcquire(MemorySegment memory, long consumerOffset) {
        return (int) WORD.getAcquire(memory, consumerOffset);
    }

    /** Says how far the ring has been emptied. Release: the entries before it have been read. */
    public static void publishConsumerRelease(
            MemorySegment memory, long consumerOffset, int consumer) {
        WORD.setRelease(memory, consumerOffset, consumer);
    }

    /**
     * Reads the ring's flags, after everything published so far is visible: a kernel that falls
     * asleep without having seen it has set its flag before.
     */
    public static int flagsAfterFullFence(MemorySegment memory, long flagsOffset) {
        VarHandle.fullFence();
        return (int) WORD.getOpaque(memory, flagsOffset);
    }
}
