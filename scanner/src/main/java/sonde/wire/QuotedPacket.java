// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * The packet that an ICMP or ICMPv6 error is about, as far as the error quotes it: mostly one of
 * our probes. Made once and filled again for each error.
 *
 * <p>RFC 792 has errors quote the IP header and 8 bytes more, RFC 1812 section 4.3.2.3 and RFC 4443
 * as much as fits. Quotes need not be what was sent: routers change TTL and checksum, and some
 * stacks write the lengths in their own way. So lengths of the quoted headers are believed only
 * where they take away.
 */
public final class QuotedPacket {

    /** Behind how many bytes of transport header ports are there. */
    private static final int PORTS_LENGTH_BYTES = 4;

    /** Of how many bytes of transport header every quote consists at least (RFC 792). */
    private static final int TRANSPORT_LENGTH_MIN = 8;

    /** Where RFC 4884 has the quote's length, in bytes from the beginning of the message. */
    private static final int LENGTH_OFFSET = 5;

    private static final int LENGTH_OFFSET_ICMPV6 = 4;

    /** The units of this length in bytes (RFC 4884 sections 4.1 to 4.5). */
    private static final int LENGTH_UNIT_BYTES = 4;

    private static final int LENGTH_UNIT_BYTES_ICMPV6 = 8;

    /** The shortest quote whose length is told: shorter ones are padded (RFC 4884 section 4). */
    private static final int TOLD_LENGTH_MIN_BYTES = 128;

    /** How far an SCTP packet must go to hold its INIT's initiate tag, in bytes. */
    private static final int INITIATE_TAG_END_BYTES = 20;

    /** Whether the quoted header is IPv6's. */
    public boolean isIpv6;

    /** IPv4: the quoted source, mostly we, in host order; 0 for IPv6. */
    public int sourceAddress;

    /** IPv4: the quoted destination, mostly a target, in host order; 0 for IPv6. */
    public int destinationAddress;

    /** The quoted source as {@link IpAddress} has it, IPv4 mapped. */
    public long sourceHigh;

    public long sourceLow;

    /** The quoted destination as {@link IpAddress} has it, IPv4 mapped. */
    public long destinationHigh;

    public long destinationLow;

    /** IPv4: the identification, 0 to 65535. IPv6: the flow label, 0 to 0xFFFFF. */
    public int identification;

    /** IANA's number of what the quoted packet carries. */
    public int protocol;

    /** Where that begins, in bytes. */
    public long transportOffset;

    /** How much of it is quoted, in bytes; 0 is possible. */
    public int transportLengthBytes;

    /** TCP, UDP, SCTP with {@link #hasPorts}: the quoted source port, 0 to 65535; else 0. */
    public int sourcePort;

    /** TCP, UDP, SCTP with {@link #hasPorts}: the quoted destination port; else 0. */
    public int destinationPort;

    /**
     * With {@link #hasNumbers}, TCP: the sequence number; SCTP: the verification tag; ICMP and
     * ICMPv6: identifier and sequence number, as one number; else 0.
     */
    public int number;

    /** SCTP with {@link #hasInitiateTag}: the initiate tag; else 0. */
    public int initiateTag;

    /** Whether ports were quoted. */
    public boolean hasPorts;

    /** Whether {@link #number} was quoted. */
    public boolean hasNumbers;

    /** Whether an INIT was quoted as far as its initiate tag. */
    public boolean hasInitiateTag;

    /**
     * Reads the quote in an error.
     *
     * @param frame what {@link FrameParser} made of the frame in {@code memory}: {@link
     *     FrameKind#ICMP} or {@link FrameKind#ICMPV6}
     * @return whether it is an error that quotes a whole IP header of its own family and no
     *     fragment; if not, the fields hold junk
     */
    public boolean parse(MemorySegment memory, ParsedFrame frame) {
        long message = frame.transportOffset;
        int type = Icmp.type(memory, message);
        if (frame.isIpv6 ? !Icmpv6.isError(type) : !Icmp.isError(type)) {
            return false;
        }
        long quote = message + Icmp.HEADER_LENGTH_BYTES;
        int lengthBytes = frame.transportLengthBytes - Icmp.HEADER_LENGTH_BYTES;
        int toldBytes = toldLengthBytes(memory, message, type, frame.isIpv6);
        if (toldBytes >= TOLD_LENGTH_MIN_BYTES) {
            lengthBytes = Math.min(lengthBytes, toldBytes);
        }
        boolean isWhole =
                frame.isIpv6
                        ? parseIpv6(memory, quote, lengthBytes)
                        : parseIpv4(memory, quote, lengthBytes);
        if (isWhole) {
            parseTransport(memory);
        }
        return isWhole;
    }

    /** What RFC 4884 has the error say of its quote's length; 0 if nothing. */
    private static int toldLengthBytes(
            MemorySegment memory, long message, int type, boolean isIpv6) {
        if (!isIpv6) {
            return Bytes.get8(memory, message + LENGTH_OFFSET) * LENGTH_UNIT_BYTES;
        }
        return type == Icmpv6.DESTINATION_UNREACHABLE || type == Icmpv6.TIME_EXCEEDED
                ? Bytes.get8(memory, message + LENGTH_OFFSET_ICMPV6) * LENGTH_UNIT_BYTES_ICMPV6
                : 0;
    }

    private boolean parseIpv4(MemorySegment memory, long base, int lengthBytes) {
        if (lengthBytes < Ipv4.HEADER_LENGTH_BYTES || Ipv4.version(memory, base) != Ipv4.VERSION) {
            return false;
        }
        int headerLengthBytes = Ipv4.headerLengthBytes(memory, base);
        int offsetUnits = Ipv4.flagsAndFragmentOffset(memory, base) & Ipv4.FRAGMENT_OFFSET_MASK;
        if (headerLengthBytes < Ipv4.HEADER_LENGTH_BYTES
                || headerLengthBytes > lengthBytes
                || offsetUnits != 0) {
            return false;
        }
        isIpv6 = false;
        sourceAddress = Ipv4.source(memory, base);
        destinationAddress = Ipv4.destination(memory, base);
        sourceHigh = 0;
        sourceLow = IpAddress.ipv4Low(sourceAddress);
        destinationHigh = 0;
        destinationLow = IpAddress.ipv4Low(destinationAddress);
        identification = Ipv4.identification(memory, base);
        protocol = Ipv4.protocol(memory, base);
        transportOffset = base + headerLengthBytes;
        transportLengthBytes =
                available(
                        lengthBytes - headerLengthBytes,
                        Ipv4.totalLengthBytes(memory, base) - headerLengthBytes);
        return true;
    }

    private boolean parseIpv6(MemorySegment memory, long base, int lengthBytes) {
        if (lengthBytes < Ipv6.HEADER_LENGTH_BYTES || Ipv6.version(memory, base) != Ipv6.VERSION) {
            return false;
        }
        int quotedBytes =
                available(
                        lengthBytes - Ipv6.HEADER_LENGTH_BYTES,
                        Ipv6.payloadLengthBytes(memory, base));
        long extensions = base + Ipv6.HEADER_LENGTH_BYTES;
        long passed =
                ExtensionHeaders.pass(
                        memory, extensions, quotedBytes, Ipv6.nextHeader(memory, base));
        if (passed < 0) {
            return false;
        }
        isIpv6 = true;
        sourceAddress = 0;
        destinationAddress = 0;
        sourceHigh = Ipv6.sourceHigh(memory, base);
        sourceLow = Ipv6.sourceLow(memory, base);
        destinationHigh = Ipv6.destinationHigh(memory, base);
        destinationLow = Ipv6.destinationLow(memory, base);
        if (IpAddress.isIpv4(sourceHigh, sourceLow)
                || IpAddress.isIpv4(destinationHigh, destinationLow)) {
            return false;
        }
        identification = Ipv6.flowLabel(memory, base);
        protocol = ExtensionHeaders.protocol(passed);
        transportOffset = extensions + ExtensionHeaders.lengthBytes(passed);
        transportLengthBytes = quotedBytes - ExtensionHeaders.lengthBytes(passed);
        return true;
    }

    /** What is quoted, without padding; a header that says less than it can is not believed. */
    private static int available(int quotedBytes, int saidBytes) {
        return saidBytes < TRANSPORT_LENGTH_MIN ? quotedBytes : Math.min(quotedBytes, saidBytes);
    }

    private void parseTransport(MemorySegment memory) {
        boolean isPorted =
                protocol == IpProtocol.TCP
                        || protocol == IpProtocol.UDP
                        || protocol == IpProtocol.SCTP;
        hasPorts = isPorted && transportLengthBytes >= PORTS_LENGTH_BYTES;
        sourcePort = hasPorts ? Udp.sourcePort(memory, transportOffset) : 0;
        destinationPort = hasPorts ? Udp.destinationPort(memory, transportOffset) : 0;
        boolean isNumbered =
                protocol == IpProtocol.TCP
                        || protocol == IpProtocol.SCTP
                        || protocol == (isIpv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
        hasNumbers = isNumbered && transportLengthBytes >= TRANSPORT_LENGTH_MIN;
        // All three protocols have theirs in the second four bytes.
        number = hasNumbers ? Tcp.sequence(memory, transportOffset) : 0;
        hasInitiateTag =
                protocol == IpProtocol.SCTP
                        && transportLengthBytes >= INITIATE_TAG_END_BYTES
                        && Sctp.chunkType(memory, transportOffset) == Sctp.INIT;
        initiateTag = hasInitiateTag ? Sctp.initiateTag(memory, transportOffset) : 0;
    }
}
