// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.Checksum;
import sonde.wire.Ethernet;
import sonde.wire.IpProtocol;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/**
 * Writes segments over the IP version that their addresses are of, with an Ethernet header or none.
 *
 * <p>As ordinary stacks do, it sets IPv4's don't-fragment; then any IP identification is right (RFC
 * 6864 section 4.1), and it is drawn at random: a constant one, or one computed from the frame by a
 * public formula, is a fingerprint.
 */
public final class IpSegmentWriter implements SegmentWriter {

    private final int ipOffsetBytes;
    private final long sourceMac;
    private final int ttl;
    private final FlowLabels flowLabels;

    /** State of Marsaglia's xorshift generator of 32 bits; never 0. */
    private int random;

    /** As the other; identifications begin somewhere. */
    public IpSegmentWriter(int ipOffsetBytes, long sourceMac, int ttl, FlowLabels flowLabels) {
        this(ipOffsetBytes, sourceMac, ttl, flowLabels, (int) System.nanoTime());
    }

    /**
     * Makes a writer.
     *
     * @param ipOffsetBytes 14 for frames with an Ethernet header, 0 for bare packets
     * @param sourceMac our Ethernet address, in the low 48 bits
     * @param ttl time to live, or IPv6's hop limit, 1 to 255
     * @param flowLabels those of the probes
     * @param seed the beginning of the identifications
     */
    IpSegmentWriter(int ipOffsetBytes, long sourceMac, int ttl, FlowLabels flowLabels, int seed) {
        if (ipOffsetBytes != 0 && ipOffsetBytes != Ethernet.HEADER_LENGTH_BYTES) {
            throw new IllegalArgumentException("IP offset " + ipOffsetBytes + " is not 0 or 14");
        }
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("time to live " + ttl + " is outside 1 to 255");
        }
        this.ipOffsetBytes = ipOffsetBytes;
        this.sourceMac = sourceMac;
        this.ttl = ttl;
        this.flowLabels = flowLabels;
        random = seed == 0 ? 1 : seed;
    }

    private static int ipHeaderBytes(boolean isIpv6) {
        return isIpv6 ? Ipv6.HEADER_LENGTH_BYTES : Ipv4.HEADER_LENGTH_BYTES;
    }

    @Override
    public int payloadOffsetBytes(boolean isIpv6) {
        return ipOffsetBytes + ipHeaderBytes(isIpv6) + Tcp.HEADER_LENGTH_BYTES;
    }

    @Override
    public int write(MemorySegment memory, long offset, OutgoingSegment segment) {
        assert segment.mss == 0 || segment.payloadLengthBytes == 0;
        boolean isIpv6 = segment.tuple.isIpv6();
        int optionBytes = segment.mss == 0 ? 0 : Tcp.MSS_OPTION_LENGTH_BYTES;
        int tcpBytes = Tcp.HEADER_LENGTH_BYTES + optionBytes + segment.payloadLengthBytes;
        if (ipOffsetBytes != 0) {
            int type = isIpv6 ? Ethernet.TYPE_IPV6 : Ethernet.TYPE_IPV4;
            Ethernet.write(memory, offset, segment.destinationMac, sourceMac, type);
        }
        long ip = offset + ipOffsetBytes;
        long tcp = ip + ipHeaderBytes(isIpv6);
        writeTcp(memory, tcp, optionBytes, segment);
        if (isIpv6) {
            writeIpv6(memory, ip, tcpBytes, segment.tuple);
        } else {
            writeIpv4(memory, ip, tcpBytes, segment.tuple);
        }
        return (int) (tcp - offset) + tcpBytes;
    }

    private void writeIpv4(MemorySegment memory, long ip, int tcpBytes, FourTuple tuple) {
        int source = (int) tuple.localLow;
        int destination = (int) tuple.remoteLow;
        Ipv4.setHeaderLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTrafficClass(memory, ip, 0);
        Ipv4.setTotalLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES + tcpBytes);
        Ipv4.setIdentification(memory, ip, nextIdentification());
        Ipv4.setFlagsAndFragmentOffset(memory, ip, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(memory, ip, ttl);
        Ipv4.setProtocol(memory, ip, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(memory, ip, source);
        Ipv4.setDestination(memory, ip, destination);
        Ipv4.fillChecksum(memory, ip);
        Tcp.fillChecksum(memory, ip + Ipv4.HEADER_LENGTH_BYTES, source, destination, tcpBytes);
    }

    private void writeIpv6(MemorySegment memory, long ip, int tcpBytes, FourTuple tuple) {
        int flowLabel =
                flowLabels.flowLabel(
                        tuple.remoteHigh,
                        tuple.remoteLow,
                        tuple.remotePort(),
                        tuple.localHigh,
                        tuple.localLow,
                        tuple.localPort());
        Ipv6.setVersionAndFlowLabel(memory, ip, flowLabel & Ipv6.FLOW_LABEL_MASK);
        Ipv6.setPayloadLengthBytes(memory, ip, tcpBytes);
        Ipv6.setNextHeader(memory, ip, IpProtocol.TCP);
        Ipv6.setHopLimit(memory, ip, ttl);
        Ipv6.setSource(memory, ip, tuple.localHigh, tuple.localLow);
        Ipv6.setDestination(memory, ip, tuple.remoteHigh, tuple.remoteLow);
        long tcp = ip + Ipv6.HEADER_LENGTH_BYTES;
        Tcp.setChecksum(memory, tcp, 0);
        long sum =
                Checksum.pseudoHeaderSum(
                                tuple.localHigh,
                                tuple.localLow,
                                tuple.remoteHigh,
                                tuple.remoteLow,
                                IpProtocol.TCP,
                                tcpBytes)
                        + Checksum.sum(memory, tcp, tcpBytes);
        Tcp.setChecksum(memory, tcp, Checksum.finish(sum));
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
