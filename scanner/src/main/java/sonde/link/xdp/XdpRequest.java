// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.bpf.ClassicProgram;
import sonde.bpf.LiveArea;
import sonde.bpf.SteeringRule;
import sonde.link.QueueCounts;

import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * What an {@link XdpLink} is wanted for.
 *
 * @param rules which frames are ours and taken off the wire, before the host sees them
 * @param hostFilter which of all other frames we hear as well, such as ARP replies
 * @param queues how many sinks and sources are wanted; there may be fewer, since each source needs
 *     a queue of the interface, and each sink one (AF_XDP) or an area (live frames)
 * @param frameLengthMax the longest frame to send, in bytes
 * @param features asks what the driver of an interface, given by its number, can do at the moment:
 *     {@code NETDEV_XDP_ACT_…} bits, or a negative number when the kernel doesn't say
 */
public record XdpRequest(
        List<SteeringRule> rules,
        ClassicProgram hostFilter,
        QueueCounts queues,
        int frameLengthMax,
        IntToLongFunction features) {

    public XdpRequest {
        rules = List.copyOf(rules);
        if (frameLengthMax < 1 || frameLengthMax > LiveArea.STRIDE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "frames of "
                            + frameLengthMax
                            + " bytes, must be up to "
                            + LiveArea.STRIDE_BYTES_MAX);
        }
    }
}
