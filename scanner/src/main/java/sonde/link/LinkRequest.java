// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;

import java.util.List;

/**
 * What a link is wanted for.
 *
 * @param interfaceName of an interface that is up
 * @param filter what the sources let through; of a link that takes answers off the wire, what they
 *     hear besides
 * @param rules which answers the host's stack must not see, if the link can keep them from it
 * @param queues how many sinks and sources are wanted; there may be fewer, since each source of an
 *     XDP link needs a queue of the interface, and each sink one (AF_XDP) or an area (live frames)
 * @param frameLengthMaxBytes the longest frame that a sink must hold, 1 to {@link
 *     Link#CONTROL_FRAME_MAX_BYTES}
 * @param hasOneLength whether all frames that are handed over together have one length; else they
 *     go by {@link FrameSink#send(int, int[])}, which live frames can't
 * @param hasMulticast whether the sources must hear what comes to any multicast address, such as
 *     neighbour solicitations for addresses that the host does not have
 */
public record LinkRequest(
        String interfaceName,
        ClassicProgram filter,
        List<SteeringRule> rules,
        QueueCounts queues,
        int frameLengthMaxBytes,
        boolean hasOneLength,
        boolean hasMulticast) {

    /** One cache line, into which a SYN fits. */
    private static final int STRIDE_BYTES_MIN = 64;

    public LinkRequest {
        rules = List.copyOf(rules);
        if (frameLengthMaxBytes < 1 || frameLengthMaxBytes > Link.CONTROL_FRAME_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "frames of "
                            + frameLengthMaxBytes
                            + " bytes, must be up to "
                            + Link.CONTROL_FRAME_MAX_BYTES);
        }
    }

    /** For one queue each way and frames of one length, up to 128 bytes, with no rules. */
    public static LinkRequest of(String interfaceName, ClassicProgram filter) {
        return new LinkRequest(
                interfaceName,
                filter,
                List.of(),
                QueueCounts.ONE,
                2 * STRIDE_BYTES_MIN,
                true,
                false);
    }

    /** The same with these rules. */
    public LinkRequest withRules(List<SteeringRule> others) {
        return new LinkRequest(
                interfaceName,
                filter,
                others,
                queues,
                frameLengthMaxBytes,
                hasOneLength,
                hasMulticast);
    }

    /** The same for so many queues. */
    public LinkRequest withQueues(QueueCounts others) {
        return new LinkRequest(
                interfaceName,
                filter,
                rules,
                others,
                frameLengthMaxBytes,
                hasOneLength,
                hasMulticast);
    }

    /** The same for frames of unequal length, up to that. */
    public LinkRequest withLengths(int lengthMaxBytes) {
        return new LinkRequest(
                interfaceName, filter, rules, queues, lengthMaxBytes, false, hasMulticast);
    }

    /** The same for sources that hear multicast. */
    public LinkRequest withMulticast() {
        return new LinkRequest(
                interfaceName, filter, rules, queues, frameLengthMaxBytes, hasOneLength, true);
    }

    /** The narrowest slots that hold a frame: a power of two. */
    public int strideBytes() {
        int stride = STRIDE_BYTES_MIN;
        while (stride < frameLengthMaxBytes) {
            stride *= 2;
        }
        return stride;
    }
}
