// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.Cookies;
import sonde.probe.SourcePorts;
import sonde.record.Status;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

/**
 * Tells answers to our probes from all else. Used by one receive agent.
 *
 * <p>The probe was a SYN whose sequence number is the cookie, without payload. RFC 9293 knows these
 * answers:
 *
 * <ul>
 *   <li>a listening port sends SYN-ACK with {@code ack = cookie + 1}, as the SYN counts as one byte
 *       (section 3.10.7.2): open;
 *   <li>any other sends RST-ACK with {@code seq = 0} and {@code ack = cookie + segment length}
 *       (section 3.5.2, group 1), which is {@code cookie + 1}: closed. Some stacks and middleboxes
 *       don't count the SYN and send {@code ack = cookie}; zmap takes both since 3.0, and so do we.
 * </ul>
 *
 * <p>The RFC has a third form, RST without ACK and {@code seq} copied from our acknowledgment
 * number, but only in answer to a segment that had the ACK flag, which a probe never has; it proves
 * nothing (everybody can guess {@code seq = 0}) and is foreign. But an RST whose acknowledgment
 * number is right is taken whether or not its ACK flag is set: the number is the proof, not the
 * flag.
 *
 * <p>A SYN-ACK may carry further flags (ECE of RFC 3168, or others of sloppy stacks), but with RST
 * it is a reset. A SYN without ACK (simultaneous open), a lone ACK (the challenge of RFC 5961) and
 * segments of later life are foreign.
 */
public final class Classifier {

    private final Cookies cookies;
    private final SourcePorts sourcePorts;
    private final int sourceAddress;

    /**
     * For the probes of one source address.
     *
     * @param sourceAddress the probes' IPv4 source address, in host order
     */
    public Classifier(Cookies cookies, SourcePorts sourcePorts, int sourceAddress) {
        this.cookies = cookies;
        this.sourcePorts = sourcePorts;
        this.sourceAddress = sourceAddress;
    }

    /**
     * Looks at one segment.
     *
     * @param frame parsed as {@link sonde.wire.FrameKind#TCP}
     * @param answer is filled if the segment is an answer, else left as it is
     */
    public AnswerKind classify(ParsedFrame frame, Answer answer) {
        if (frame.destinationAddress != sourceAddress
                || !sourcePorts.contains(frame.destinationPort)) {
            return AnswerKind.FOREIGN;
        }
        int flags = frame.tcpFlags;
        boolean isReset = (flags & Tcp.RST) != 0;
        if (!isReset && (flags & (Tcp.SYN | Tcp.ACK)) != (Tcp.SYN | Tcp.ACK)) {
            return AnswerKind.FOREIGN;
        }
        int cookie =
                cookies.cookie(
                        frame.sourceAddress,
                        frame.sourcePort,
                        sourceAddress,
                        frame.destinationPort);
        int acknowledged = frame.acknowledgment - cookie;
        if (acknowledged != 1 && !(isReset && acknowledged == 0)) {
            return AnswerKind.FOREIGN;
        }
        answer.address = frame.sourceAddress;
        answer.port = frame.sourcePort;
        answer.status = isReset ? Status.CLOSED : Status.OPEN;
        answer.cookie = cookie;
        answer.tcpFlags = flags;
        answer.ttl = frame.ttl;
        return isReset ? AnswerKind.CLOSED : AnswerKind.OPEN;
    }
}
