// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.bpf.ClassicProgram;
import sonde.bpf.LiveArea;
import sonde.bpf.SteeringRule;

import java.util.List;

/**
 * What an {@link XdpLink} is wanted for.
 *
 * @param rules which frames are ours and taken off the wire, before the host sees them
 * @param hostFilter which of all other frames we hear as well, such as ARP replies
 * @param transmitAgentCount how many sinks are wanted; there may be fewer, since each needs a queue
 *     of the interface (AF_XDP) or an area (live frames)
 * @param receiveAgentCount how many sources are wanted; there may be fewer, since each needs a
 *     queue
 * @param frameLengthMax the longest frame to send, in bytes
 */
public record XdpRequest(
        List<SteeringRule> rules,
        ClassicProgram hostFilter,
        int transmitAgentCount,
        int receiveAgentCount,
        int frameLengthMax) {

    public XdpRequest {
        rules = List.copyOf(rules);
        if (transmitAgentCount < 1 || receiveAgentCount < 1) {
            throw new IllegalArgumentException(
                    transmitAgentCount
                            + " and "
                            + receiveAgentCount
                            + " agents, must be 1 or more");
        }
        if (frameLengthMax < 1 || frameLengthMax > LiveArea.STRIDE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "frames of "
                            + frameLengthMax
                            + " bytes, must be up to "
                            + LiveArea.STRIDE_BYTES_MAX);
        }
    }
}
