// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.memory.Responder;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * The far side of a link: hosts that answer SYN and ARP as real ones do, and, where told to, a
 * network that forges, cuts and repeats. By seed alone.
 */
final class Hosts implements Responder {

    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;
    private static final int TCP = IP + Ipv4.HEADER_LENGTH_BYTES;
    private static final int LENGTH_BYTES = TCP + Tcp.HEADER_LENGTH_BYTES;
    private static final long HOST_MACS = 0x0200_0000_0000L;

    private final Random random;
    private final boolean hostile;

    Hosts(long seed, boolean hostile) {
        random = new Random(seed);
        this.hostile = hostile;
    }

    /** What becomes of a probe: half of the hosts are silent, and so is every fifth port. */
    static boolean isOpen(int address, int port) {
        return (address & 1) == 0 && port % 5 == 1;
    }

    static boolean isClosed(int address, int port) {
        return (address & 1) == 0 && port % 5 > 1;
    }

    static long macOf(int address) {
        return HOST_MACS | (address & 0xFFFF_FFFFL);
    }

    @Override
    public void respond(MemorySegment memory, long offset, int lengthBytes, FrameTarget answers) {
        MemorySegment frame = memory.asSlice(offset, lengthBytes);
        if (Ethernet.type(frame, 0) == Ethernet.TYPE_ARP) {
            respondArp(frame, answers);
            return;
        }
        int address = Ipv4.destination(frame, IP);
        int port = Tcp.destinationPort(frame, TCP);
        int flags = 0;
        if (isOpen(address, port)) {
            flags = Tcp.SYN | Tcp.ACK;
        } else if (isClosed(address, port)) {
            flags = Tcp.RST | Tcp.ACK;
        }
        MemorySegment answer = answer(frame, flags == 0 ? Tcp.SYN | Tcp.ACK : flags);
        if (hostile) {
            harass(answer, answers);
        }
        if (flags != 0) {
            answers.put(answer, 0, LENGTH_BYTES);
            if (hostile && random.nextInt(4) == 0) {
                answers.put(answer, 0, LENGTH_BYTES);
            }
        }
    }

    private static void respondArp(MemorySegment frame, FrameTarget answers) {
        int asked = Arp.targetAddress(frame, IP);
        if ((asked & 1) == 0) {
            MemorySegment reply = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
            Arp.writeReply(
                    reply,
                    0,
                    macOf(asked),
                    asked,
                    Arp.senderMac(frame, IP),
                    Arp.senderAddress(frame, IP));
            answers.put(reply, 0, Arp.FRAME_LENGTH_BYTES);
        }
    }

    private static MemorySegment answer(MemorySegment probe, int flags) {
        MemorySegment frame = MemorySegment.ofArray(new byte[LENGTH_BYTES]);
        long prober = Ethernet.sourceMac(probe, 0);
        long host = Ethernet.destinationMac(probe, 0);
        Ethernet.write(frame, 0, prober, host, Ethernet.TYPE_IPV4);
        Ipv4.setHeaderLengthBytes(frame, IP, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTotalLengthBytes(frame, IP, LENGTH_BYTES - IP);
        Ipv4.setTtl(frame, IP, 57);
        Ipv4.setProtocol(frame, IP, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(frame, IP, Ipv4.destination(probe, IP));
        Ipv4.setDestination(frame, IP, Ipv4.source(probe, IP));
        Ipv4.fillChecksum(frame, IP);
        Tcp.setSourcePort(frame, TCP, Tcp.destinationPort(probe, TCP));
        Tcp.setDestinationPort(frame, TCP, Tcp.sourcePort(probe, TCP));
        Tcp.setAcknowledgment(frame, TCP, Tcp.sequence(probe, TCP) + 1);
        Tcp.setHeaderLengthBytes(frame, TCP, Tcp.HEADER_LENGTH_BYTES);
        Tcp.setFlags(frame, TCP, flags);
        Tcp.fillChecksum(
                frame,
                TCP,
                Ipv4.source(frame, IP),
                Ipv4.destination(frame, IP),
                Tcp.HEADER_LENGTH_BYTES);
        return frame;
    }

    /** Frames that must not count: with a wrong number, from another port, cut short. */
    private void harass(MemorySegment answer, FrameTarget answers) {
        MemorySegment forged = MemorySegment.ofArray(new byte[LENGTH_BYTES]);
        forged.copyFrom(answer);
        switch (random.nextInt(4)) {
            case 0 -> Tcp.setAcknowledgment(forged, TCP, random.nextInt());
            case 1 -> Tcp.setAcknowledgment(forged, TCP, Tcp.acknowledgment(answer, TCP) + 1);
            case 2 -> Tcp.setSourcePort(forged, TCP, Tcp.sourcePort(answer, TCP) + 7);
            default -> Ipv4.setSource(forged, IP, Ipv4.source(answer, IP) ^ 2);
        }
        answers.put(forged, 0, LENGTH_BYTES);
        answers.put(answer, 0, random.nextInt(LENGTH_BYTES));
    }
}
