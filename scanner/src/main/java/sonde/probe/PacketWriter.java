// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Checksum;
import sonde.wire.Ethernet;
import sonde.wire.IpFamily;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;

import java.lang.foreign.MemorySegment;

/**
 * Writes frames of any kind and family: Ethernet (if the link has it), IP, and a {@link
 * PacketBody}. A frame at a time: a copied template, of which the fields that differ are patched.
 *
 * <p>What the headers look like is reasoned in {@link TcpIpv4Writer}. IPv6's counterpart of the
 * identification is the flow label, hashed too: routers share out load by it, so it is to be
 * uniform and the same for the same flow (RFC 6437 section 3).
 */
final class PacketWriter implements FrameWriter {

    private final PacketBody body;
    private final int ipOffsetBytes;
    private final boolean isIpv6;
    private final int ipHeaderLengthBytes;
    private final int markKey;

    /** Link header and IP header, with variable fields zero. */
    private final MemorySegment template;

    /** The sum over the IPv4 header of the template. */
    private final long ipSum;

    PacketWriter(ProbeTemplate common, IpFamily family, PacketBody body, CookieKey key) {
        this.body = body;
        ipOffsetBytes = common.ipOffsetBytes();
        isIpv6 = family == IpFamily.IPV6;
        ipHeaderLengthBytes = isIpv6 ? Ipv6.HEADER_LENGTH_BYTES : Ipv4.HEADER_LENGTH_BYTES;
        markKey = Marks.key(key);
        template = MemorySegment.ofArray(new byte[ipOffsetBytes + ipHeaderLengthBytes]);
        common.writeLinkHeader(template, isIpv6 ? Ethernet.TYPE_IPV6 : Ethernet.TYPE_IPV4);
        if (isIpv6) {
            Ipv6.setHopLimit(template, ipOffsetBytes, common.ttl());
        } else {
            Ipv4.setHeaderLengthBytes(template, ipOffsetBytes, Ipv4.HEADER_LENGTH_BYTES);
            Ipv4.setFlagsAndFragmentOffset(template, ipOffsetBytes, Ipv4.DONT_FRAGMENT);
            Ipv4.setTtl(template, ipOffsetBytes, common.ttl());
        }
        ipSum = Checksum.sum(template, ipOffsetBytes, ipHeaderLengthBytes);
    }

    @Override
    public int frameLengthBytes() {
        return (int) template.byteSize() + body.lengthMaxBytes();
    }

    @Override
    public boolean hasOneLength() {
        return body.hasOneLength();
    }

    @Override
    public int frameLengthBytes(ProbeBatch batch, int i) {
        return (int) template.byteSize() + body.lengthBytes(batch, i);
    }

    @Override
    public void write(
            ProbeBatch batch,
            int from,
            int count,
            MemorySegment memory,
            long offset,
            int strideBytes) {
        assert strideBytes >= frameLengthBytes();
        assert batch.isIpv6 == isIpv6;
        long frame = offset;
        for (int i = from; i < from + count; i++) {
            MemorySegment.copy(template, 0, memory, frame, template.byteSize());
            int mark = Marks.mark(batch.cookie[i], markKey);
            long ip = frame + ipOffsetBytes;
            long addressSum =
                    isIpv6
                            ? patchIpv6(batch, i, memory, ip, mark)
                            : patchIpv4(batch, i, memory, ip, mark);
            body.write(batch, i, memory, ip + ipHeaderLengthBytes, addressSum, mark);
            frame += strideBytes;
        }
    }

    @Override
    public void setDestinationMac(MemorySegment memory, long frameOffset, long mac) {
        assert ipOffsetBytes != 0;
        Ethernet.setDestinationMac(memory, frameOffset, mac);
    }

    /** Returns the sum of both addresses. */
    private long patchIpv4(ProbeBatch batch, int i, MemorySegment memory, long ip, int mark) {
        int source = batch.sourceAddress[i];
        int destination = batch.address[i];
        int protocol = body.protocol(batch, i);
        int lengthBytes = Ipv4.HEADER_LENGTH_BYTES + body.lengthBytes(batch, i);
        int identification = Marks.identification(mark);
        Ipv4.setTotalLengthBytes(memory, ip, lengthBytes);
        Ipv4.setIdentification(memory, ip, identification);
        Ipv4.setProtocol(memory, ip, protocol);
        Ipv4.setSource(memory, ip, source);
        Ipv4.setDestination(memory, ip, destination);
        long addressSum = Checksum.sum32(source) + Checksum.sum32(destination);
        long sum = ipSum + lengthBytes + identification + protocol + addressSum;
        Ipv4.setChecksum(memory, ip, Checksum.finish(sum));
        return addressSum;
    }

    /** Returns the sum of both addresses. */
    private long patchIpv6(ProbeBatch batch, int i, MemorySegment memory, long ip, int mark) {
        long sourceHigh = batch.sourceHigh[i];
        long sourceLow = batch.sourceLow[i];
        long high = batch.addressHigh[i];
        long low = batch.addressLow[i];
        Ipv6.setVersionAndFlowLabel(memory, ip, Marks.flowLabel(mark));
        Ipv6.setPayloadLengthBytes(memory, ip, body.lengthBytes(batch, i));
        Ipv6.setNextHeader(memory, ip, body.protocol(batch, i));
        Ipv6.setSource(memory, ip, sourceHigh, sourceLow);
        Ipv6.setDestination(memory, ip, high, low);
        return Checksum.pseudoHeaderSum(sourceHigh, sourceLow, high, low, 0, 0);
    }
}
