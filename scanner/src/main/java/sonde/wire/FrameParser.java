// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * Checks a received frame once, so that everything behind can trust it.
 *
 * <p>After a {@link FrameKind} the headers that it names, with their options and extension headers,
 * and the payload lie within the frame, and every accessor of {@link Ipv4} or {@link Ipv6} and of
 * {@link Tcp}, {@link Udp} or {@link Icmp} (but for the times of a timestamp) may be used on them;
 * of {@link Sctp} those up to the chunk's length; after {@link FrameKind#ARP} those of {@link Arp}.
 * No input makes {@link #parse} throw or read a byte outside the frame.
 *
 * <p>Checksums are not verified: what arrives over veth or loopback carries partial ones, because
 * the sending kernel leaves them to hardware that isn't there. The cookie is the check.
 */
public final class FrameParser {

    /** A customer's tag behind a provider's; what has more is no frame for us. */
    private static final int VLAN_TAGS_MAX = 2;

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
        if (ipOffsetBytes == 0) {
            return Ipv4.version(memory, base) == Ipv6.VERSION
                    ? parseIpv6(memory, base, networkLengthBytes, parsed)
                    : parseIpv4(memory, base, networkLengthBytes, parsed);
        }
        int type = Ethernet.type(memory, offset);
        return type == Ethernet.TYPE_IPV4
                ? parseIpv4(memory, base, networkLengthBytes, parsed)
                : parseOther(memory, base, networkLengthBytes, type, parsed);
    }

    /** All but plain IPv4 behind an Ethernet header. */
    private static FrameKind parseOther(
            MemorySegment memory, long base, int lengthBytes, int firstType, ParsedFrame parsed) {
        int type = firstType;
        int tags = 0;
        while (Vlan.isTag(type) && tags < VLAN_TAGS_MAX) {
            if (lengthBytes - tags * Vlan.LENGTH_BYTES <= Vlan.LENGTH_BYTES) {
                return FrameKind.MALFORMED;
            }
            type = Vlan.type(memory, base + (long) tags * Vlan.LENGTH_BYTES);
            tags++;
        }
        int tagsLengthBytes = tags * Vlan.LENGTH_BYTES;
        long network = base + tagsLengthBytes;
        int networkLengthBytes = lengthBytes - tagsLengthBytes;
        return switch (type) {
            case Ethernet.TYPE_IPV4 -> parseIpv4(memory, network, networkLengthBytes, parsed);
            case Ethernet.TYPE_IPV6 -> parseIpv6(memory, network, networkLengthBytes, parsed);
            case Ethernet.TYPE_ARP -> parseArp(memory, network, networkLengthBytes, parsed);
            default -> FrameKind.OTHER;
        };
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

    private static FrameKind parseIpv4(
            MemorySegment memory, long base, int lengthBytes, ParsedFrame parsed) {
        if (lengthBytes < Ipv4.HEADER_LENGTH_BYTES || Ipv4.version(memory, base) != Ipv4.VERSION) {
            return FrameKind.MALFORMED;
        }
        int headerLengthBytes = Ipv4.headerLengthBytes(memory, base);
        int totalLengthBytes = Ipv4.totalLengthBytes(memory, base);
        if (headerLengthBytes < Ipv4.HEADER_LENGTH_BYTES
                || totalLengthBytes < headerLengthBytes
                || totalLengthBytes > lengthBytes) {
            return FrameKind.MALFORMED;
        }
        int source = Ipv4.source(memory, base);
        int destination = Ipv4.destination(memory, base);
        parsed.ipOffset = base;
        parsed.isIpv6 = false;
        parsed.sourceAddress = source;
        parsed.destinationAddress = destination;
        parsed.sourceHigh = 0;
        parsed.sourceLow = IpAddress.ipv4Low(source);
        parsed.destinationHigh = 0;
        parsed.destinationLow = IpAddress.ipv4Low(destination);
        parsed.ttl = Ipv4.ttl(memory, base);
        int fragmentBits = Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_OFFSET_MASK;
        if ((Ipv4.flagsAndFragmentOffset(memory, base) & fragmentBits) != 0) {
            return FrameKind.FRAGMENT;
        }
        int protocol = Ipv4.protocol(memory, base);
        long transport = base + headerLengthBytes;
        int transportLengthBytes = totalLengthBytes - headerLengthBytes;
        parsed.protocol = protocol;
        parsed.transportOffset = transport;
        parsed.transportLengthBytes = transportLengthBytes;
        if (protocol == IpProtocol.TCP) {
            return parseTcp(memory, transport, transportLengthBytes, parsed);
        }
        return protocol == IpProtocol.ICMP
                ? icmp(FrameKind.ICMP, transportLengthBytes)
                : parseTransport(memory, transport, transportLengthBytes, protocol, parsed);
    }

    private static FrameKind parseIpv6(
            MemorySegment memory, long base, int lengthBytes, ParsedFrame parsed) {
        if (lengthBytes < Ipv6.HEADER_LENGTH_BYTES || Ipv6.version(memory, base) != Ipv6.VERSION) {
            return FrameKind.MALFORMED;
        }
        int payloadLengthBytes = Ipv6.payloadLengthBytes(memory, base);
        if (payloadLengthBytes > lengthBytes - Ipv6.HEADER_LENGTH_BYTES) {
            return FrameKind.MALFORMED;
        }
        parsed.ipOffset = base;
        parsed.isIpv6 = true;
        parsed.sourceHigh = Ipv6.sourceHigh(memory, base);
        parsed.sourceLow = Ipv6.sourceLow(memory, base);
        parsed.destinationHigh = Ipv6.destinationHigh(memory, base);
        parsed.destinationLow = Ipv6.destinationLow(memory, base);
        parsed.ttl = Ipv6.hopLimit(memory, base);
        if (IpAddress.isIpv4(parsed.sourceHigh, parsed.sourceLow)
                || IpAddress.isIpv4(parsed.destinationHigh, parsed.destinationLow)) {
            return FrameKind.OTHER; // Nobody may pass for an IPv4 host this way.
        }
        long extensions = base + Ipv6.HEADER_LENGTH_BYTES;
        int nextHeader = Ipv6.nextHeader(memory, base);
        long passed = ExtensionHeaders.pass(memory, extensions, payloadLengthBytes, nextHeader);
        if (passed < 0) {
            return passed == ExtensionHeaders.FRAGMENT ? FrameKind.FRAGMENT : FrameKind.MALFORMED;
        }
        int protocol = ExtensionHeaders.protocol(passed);
        int extensionsLengthBytes = ExtensionHeaders.lengthBytes(passed);
        long transport = extensions + extensionsLengthBytes;
        int transportLengthBytes = payloadLengthBytes - extensionsLengthBytes;
        parsed.protocol = protocol;
        parsed.transportOffset = transport;
        parsed.transportLengthBytes = transportLengthBytes;
        return protocol == IpProtocol.ICMPV6
                ? icmp(FrameKind.ICMPV6, transportLengthBytes)
                : parseTransport(memory, transport, transportLengthBytes, protocol, parsed);
    }

    private static FrameKind icmp(FrameKind kind, int lengthBytes) {
        return lengthBytes < Icmp.HEADER_LENGTH_BYTES ? FrameKind.MALFORMED : kind;
    }

    private static FrameKind parseTransport(
            MemorySegment memory, long base, int lengthBytes, int protocol, ParsedFrame parsed) {
        return switch (protocol) {
            case IpProtocol.TCP -> parseTcp(memory, base, lengthBytes, parsed);
            case IpProtocol.UDP -> parseUdp(memory, base, lengthBytes, parsed);
            case IpProtocol.SCTP -> parseSctp(memory, base, lengthBytes, parsed);
            default -> FrameKind.IP;
        };
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

    /** What stands behind a datagram that is shorter than its packet is left out (RFC 768). */
    private static FrameKind parseUdp(
            MemorySegment memory, long base, int lengthBytes, ParsedFrame parsed) {
        if (lengthBytes < Udp.HEADER_LENGTH_BYTES) {
            return FrameKind.MALFORMED;
        }
        int datagramLengthBytes = Udp.lengthBytes(memory, base);
        if (datagramLengthBytes < Udp.HEADER_LENGTH_BYTES || datagramLengthBytes > lengthBytes) {
            return FrameKind.MALFORMED;
        }
        parsed.sourcePort = Udp.sourcePort(memory, base);
        parsed.destinationPort = Udp.destinationPort(memory, base);
        parsed.payloadOffset = base + Udp.HEADER_LENGTH_BYTES;
        parsed.payloadLengthBytes = datagramLengthBytes - Udp.HEADER_LENGTH_BYTES;
        return FrameKind.UDP;
    }

    private static FrameKind parseSctp(
            MemorySegment memory, long base, int lengthBytes, ParsedFrame parsed) {
        if (lengthBytes < Sctp.HEADER_LENGTH_BYTES + Sctp.CHUNK_HEADER_LENGTH_BYTES) {
            return FrameKind.MALFORMED;
        }
        parsed.sourcePort = Sctp.sourcePort(memory, base);
        parsed.destinationPort = Sctp.destinationPort(memory, base);
        return FrameKind.SCTP;
    }
}
