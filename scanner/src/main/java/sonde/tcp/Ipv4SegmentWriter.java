// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.Ethernet;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/**
 * Writes segments over IPv4, with an Ethernet header or none.
 *
 * <p>As ordinary stacks do, it sets don't-fragment; then any IP identification is right (RFC 6864
 * section 4.1), and it is drawn at random: a constant one, or one computed from the frame by a
 * public formula, is a fingerprint.
 */
public final class Ipv4SegmentWriter implements SegmentWriter {

    private final int ipOffsetBytes;
    private final long sourceMac;
    private final int ttl;

    /** State of Marsaglia's xorshift generator of 32 bits; never 0. */
    private int random;

    /** As the other; identifications begin somewhere. */
    public Ipv4SegmentWriter(int ipOffsetBytes, long sourceMac, int ttl) {
        this(ipOffsetBytes, sourceMac, ttl, (int) System.nanoTime());
    }

    /**
     * Makes a writer.
     *
     * @param ipOffsetBytes 14 for frames with an Ethernet header, 0 for bare packets
     * @param sourceMac our Ethernet address, in the low 48 bits
     * @param ttl time to live, 1 to 255
     * @param seed the beginning of the identifications
     */
    Ipv4SegmentWriter(int ipOffsetBytes, long sourceMac, int ttl, int seed) {
        if (ipOffsetBytes != 0 && ipOffsetBytes != Ethernet.HEADER_LENGTH_BYTES) {
            throw new IllegalArgumentException("IP offset " + ipOffsetBytes + " is not 0 or 14");
        }
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("time to live " + ttl + " is outside 1 to 255");
        }
        this.ipOffsetBytes = ipOffsetBytes;
        this.sourceMac = sourceMac;
        this.ttl = ttl;
        random = seed == 0 ? 1 : seed;
    }

    @Override
    public int payloadOffsetBytes() {
        return ipOffsetBytes + Ipv4.HEADER_LENGTH_BYTES + Tcp.HEADER_LENGTH_BYTES;
    }

    @Override
    public int write(MemorySegment memory, long offset, OutgoingSegment segment) {
        assert segment.mss == 0 || segment.payloadLengthBytes == 0;
        int optionBytes = segment.mss == 0 ? 0 : Tcp.MSS_OPTION_LENGTH_BYTES;
        int tcpBytes = Tcp.HEADER_LENGTH_BYTES + optionBytes + segment.payloadLengthBytes;
        int packetBytes = Ipv4.HEADER_LENGTH_BYTES + tcpBytes;
        if (ipOffsetBytes != 0) {
            Ethernet.write(memory, offset, segment.destinationMac, sourceMac, Ethernet.TYPE_IPV4);
        }
        int source = (int) segment.tuple.localLow;
        int destination = (int) segment.tuple.remoteLow;
        long ip = offset + ipOffsetBytes;
        writeIp(memory, ip, packetBytes, source, destination);
        writeTcp(memory, ip + Ipv4.HEADER_LENGTH_BYTES, optionBytes, segment);
        Tcp.fillChecksum(memory, ip + Ipv4.HEADER_LENGTH_BYTES, source, destination, tcpBytes);
        return ipOffsetBytes + packetBytes;
    }

    private void writeIp(
            MemorySegment memory, long ip, int packetBytes, int source, int destination) {
        Ipv4.setHeaderLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTrafficClass(memory, ip, 0);
        Ipv4.setTotalLengthBytes(memory, ip, packetBytes);
        Ipv4.setIdentification(memory, ip, nextIdentification());
        Ipv4.setFlagsAndFragmentOffset(memory, ip, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(memory, ip, ttl);
        Ipv4.setProtocol(memory, ip, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(memory, ip, source);
        Ipv4.setDestination(memory, ip, destination);
        Ipv4.fillChecksum(memory, ip);
    }

    private static void writeTcp(
            MemorySegment memory, long tcp, int optionBytes, OutgoingSegment segment) {
        Tcp.setSourcePort(memory, tcp, segment.tuple.localPort());
        Tcp.setDestinationPort(memory, tcp, segment.tuple.remotePort());
        Tcp.setSequence(memory, tcp, segment.sequence);
        Tcp.setAcknowledgment(memory, tcp, segment.acknowledgment);
        Tcp.setHeaderLengthBytes(memory, tcp, Tcp.HEADER_LENGTH_BYTES + optionBytes);
        Tcp.setFlags(memory, tcp, segment.flags);
        Tcp.setWindow(memory, tcp, segment.window);
        Tcp.setUrgentPointer(memory, tcp, 0);
        if (optionBytes != 0) {
            Tcp.writeMssOption(memory, tcp + Tcp.HEADER_LENGTH_BYTES, segment.mss);
        }
    }

    private int nextIdentification() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random >>> 16;
    }
}
