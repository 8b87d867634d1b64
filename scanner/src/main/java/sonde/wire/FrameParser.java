// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * Checks a received frame once, so that everything behind can trust it.
 *
 * <p>After {@link FrameKind#TCP} the IP header, the TCP header with its options, and the payload
 * lie within the frame, and every accessor of {@link Ipv4} and {@link Tcp} may be used on them;
 * after {@link FrameKind#ARP} those of {@link Arp}. No input makes {@link #parse} throw or read a
 * byte outside the frame.
 *
 * <p>Checksums are not verified: what arrives over veth or loopback carries partial ones, because
 * the sending kernel leaves them to hardware that isn't there. The cookie is the check.
 */
public final class FrameParser {

    private FrameParser() {}

    /**
     * Reads one frame.
     *
     * @param offset where the frame begins in {@code memory}, in bytes
     * @param lengthBytes how many bytes were captured; they must lie in {@code memory}
     * @param ipOffsetBytes how many bytes of link header come first: 14 for Ethernet, 0 if the
     *     frame begins with the IP header
     * @param parsed is filled as far as the returned kind says
     */
    public static FrameKind parse(
            MemorySegment memory,
            long offset,
            int lengthBytes,
            int ipOffsetBytes,
            ParsedFrame parsed) {
        if (lengthBytes <= ipOffsetBytes) {
            return FrameKind.MALFORMED;
        }
        int networkLengthBytes = lengthBytes - ipOffsetBytes;
        long base = offset + ipOffsetBytes;
        if (ipOffsetBytes != 0) {
            int type = Ethernet.type(memory, offset);
            if (type != Ethernet.TYPE_IPV4) {
                return type == Ethernet.TYPE_ARP
                        ? parseArp(memory, base, networkLengthBytes, parsed)
                        : FrameKind.OTHER;
            }
        }
        return parseIpv4(memory, base, networkLengthBytes, ipOffsetBytes == 0, parsed);
    }

    private static FrameKind parseArp(
            MemorySegment memory, long base, int lengthBytes, ParsedFrame parsed) {
        if (lengthBytes < Arp.LENGTH_BYTES) {
            return FrameKind.MALFORMED;
        }
        if (!Arp.isIpv4OverEthernet(memory, base)) {
            return FrameKind.OTHER;
        }
        parsed.arpOffset = base;
        return FrameKind.ARP;
    }

    /** Without a link header only the version tells IPv4 from IPv6; with one, it must agree. */
    private static FrameKind parseIpv4(
            MemorySegment memory,
            long base,
            int lengthBytes,
            boolean isVersionOpen,
            ParsedFrame parsed) {
        int version = Ipv4.version(memory, base);
        if (version != Ipv4.VERSION) {
            return isVersionOpen && version == 6 ? FrameKind.OTHER : FrameKind.MALFORMED;
        }
        if (lengthBytes < Ipv4.HEADER_LENGTH_BYTES) {
            return FrameKind.MALFORMED;
        }
        int headerLengthBytes = Ipv4.headerLengthBytes(memory, base);
        int totalLengthBytes = Ipv4.totalLengthBytes(memory, base);
        if (headerLengthBytes < Ipv4.HEADER_LENGTH_BYTES
                || totalLengthBytes < headerLengthBytes
                || totalLengthBytes > lengthBytes) {
            return FrameKind.MALFORMED;
        }
        parsed.ipOffset = base;
        parsed.sourceAddress = Ipv4.source(memory, base);
        parsed.destinationAddress = Ipv4.destination(memory, base);
        parsed.isIpv6 = false;
        parsed.sourceHigh = 0;
        parsed.sourceLow = IpAddress.IPV4_MAPPED | (parsed.sourceAddress & 0xFFFF_FFFFL);
        parsed.destinationHigh = 0;
        parsed.destinationLow = IpAddress.IPV4_MAPPED | (parsed.destinationAddress & 0xFFFF_FFFFL);
        parsed.ttl = Ipv4.ttl(memory, base);
        int fragmentBits = Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_OFFSET_MASK;
        if ((Ipv4.flagsAndFragmentOffset(memory, base) & fragmentBits) != 0) {
            return FrameKind.FRAGMENT;
        }
        if (Ipv4.protocol(memory, base) != Ipv4.PROTOCOL_TCP) {
            return FrameKind.OTHER;
        }
        return parseTcp(
                memory, base + headerLengthBytes, totalLengthBytes - headerLengthBytes, parsed);
    }

    private static FrameKind parseTcp(
            MemorySegment memory, long base, int lengthBytes, ParsedFrame parsed) {
        if (lengthBytes < Tcp.HEADER_LENGTH_BYTES) {
            return FrameKind.MALFORMED;
        }
        int headerLengthBytes = Tcp.headerLengthBytes(memory, base);
        if (headerLengthBytes < Tcp.HEADER_LENGTH_BYTES || headerLengthBytes > lengthBytes) {
            return FrameKind.MALFORMED;
        }
        parsed.tcpOffset = base;
        parsed.sourcePort = Tcp.sourcePort(memory, base);
        parsed.destinationPort = Tcp.destinationPort(memory, base);
        parsed.sequence = Tcp.sequence(memory, base);
        parsed.acknowledgment = Tcp.acknowledgment(memory, base);
        parsed.tcpFlags = Tcp.flags(memory, base);
        parsed.window = Tcp.window(memory, base);
        parsed.payloadOffset = base + headerLengthBytes;
        parsed.payloadLengthBytes = lengthBytes - headerLengthBytes;
        return FrameKind.TCP;
    }
}
