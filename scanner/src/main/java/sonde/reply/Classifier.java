// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.Cookies;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.record.Protocol;
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

    /**
     * From this many on, computing {@link AnswerBatch#CAPACITY} cookies in vectors costs less than
     * computing one after the other (1.4 to 2 µs for all, 15 to 20 ns for one).
     */
    private static final int TOGETHER_MIN = 96;

    private final Cookies cookies;
    private final SourcePorts sourcePorts;
    private final SourceAddresses sourceAddresses;

    /**
     * For the probes of one scan.
     *
     * @param sourcePorts the ports they come from
     * @param sourceAddresses the addresses they come from
     */
    public Classifier(Cookies cookies, SourcePorts sourcePorts, SourceAddresses sourceAddresses) {
        this.cookies = cookies;
        this.sourcePorts = sourcePorts;
        this.sourceAddresses = sourceAddresses;
    }

    /**
     * Looks at one segment; the scalar twin of {@link #collect} and {@link #prove}.
     *
     * @param frame parsed as {@link sonde.wire.FrameKind#TCP}
     * @param answer is filled if the segment is an answer, else left as it is
     */
    public AnswerKind classify(ParsedFrame frame, Answer answer) {
        if (!mayBeOurs(frame)) {
            return AnswerKind.FOREIGN;
        }
        int cookie =
                cookies.cookie(
                        frame.sourceAddress,
                        frame.sourcePort,
                        frame.destinationAddress,
                        frame.destinationPort);
        if (!isProven(cookie, frame.acknowledgment, frame.tcpFlags)) {
            return AnswerKind.FOREIGN;
        }
        answer.begin(frame.sourceHigh, frame.sourceLow, Protocol.TCP, frame.sourcePort, frame.ttl);
        answer.status = statusOf(frame.tcpFlags);
        answer.cookie = cookie;
        answer.tcpFlags = frame.tcpFlags;
        return answer.status == Status.CLOSED ? AnswerKind.CLOSED : AnswerKind.OPEN;
    }

    /**
     * Takes one segment into the batch, if all but its cookie says that it is an answer.
     *
     * @param frame parsed as {@link sonde.wire.FrameKind#TCP}
     * @param batch has room
     * @return whether it was taken
     */
    public boolean collect(ParsedFrame frame, long epochNanos, AnswerBatch batch) {
        if (!mayBeOurs(frame)) {
            return false;
        }
        int i = batch.count++;
        batch.address[i] = frame.sourceAddress;
        batch.port[i] = frame.sourcePort;
        batch.ourAddress[i] = frame.destinationAddress;
        batch.ourPort[i] = frame.destinationPort;
        batch.acknowledgment[i] = frame.acknowledgment;
        batch.tcpFlags[i] = frame.tcpFlags;
        batch.ttl[i] = frame.ttl;
        batch.epochNanos[i] = epochNanos;
        return true;
    }

    /** Leaves those in the batch whose cookie fits, in their order. */
    public void prove(AnswerBatch batch) {
        if (batch.count >= TOGETHER_MIN) {
            cookies.fill(batch.address, batch.port, batch.ourPort, batch.ourAddress, batch.cookie);
        } else {
            for (int i = 0; i < batch.count; i++) {
                batch.cookie[i] =
                        cookies.cookie(
                                batch.address[i],
                                batch.port[i],
                                batch.ourAddress[i],
                                batch.ourPort[i]);
            }
        }
        int kept = 0;
        for (int i = 0; i < batch.count; i++) {
            if (isProven(batch.cookie[i], batch.acknowledgment[i], batch.tcpFlags[i])) {
                if (kept < i) {
                    batch.move(i, kept);
                }
                kept++;
            }
        }
        batch.count = kept;
    }

    /** What an answer with these flags says of its target. */
    public static Status statusOf(int tcpFlags) {
        return (tcpFlags & Tcp.RST) != 0 ? Status.CLOSED : Status.OPEN;
    }

    private boolean mayBeOurs(ParsedFrame frame) {
        return sourceAddresses.contains(frame.destinationAddress)
                && sourcePorts.contains(frame.destinationPort)
                && ((frame.tcpFlags & Tcp.RST) != 0
                        || (frame.tcpFlags & (Tcp.SYN | Tcp.ACK)) == (Tcp.SYN | Tcp.ACK));
    }

    private static boolean isProven(int cookie, int acknowledgment, int tcpFlags) {
        int acknowledged = acknowledgment - cookie;
        return acknowledged == 1 || (acknowledged == 0 && (tcpFlags & Tcp.RST) != 0);
    }
}
