// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.IpProtocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * An ICMP or ICMPv6 request. The cookie is its identifier and sequence number, which replies
 * repeat; they repeat an echo's data too, eight hashed bytes.
 */
final class IcmpBody implements PacketBody {

    /** As much as fits into Ethernet's smallest frame, and more than none: some filters want it. */
    private static final int ECHO_DATA_BYTES = 8;

    private static final int ECHO_LENGTH_BYTES = Icmp.HEADER_LENGTH_BYTES + ECHO_DATA_BYTES;

    /** A day in milliseconds: the bound of a timestamp (RFC 792, page 16). */
    private static final int DAY_MILLIS = 86_400_000;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int protocol;
    private final int type;
    private final int lengthBytes;

    private IcmpBody(int protocol, int type, int lengthBytes) {
        this.protocol = protocol;
        this.type = type;
        this.lengthBytes = lengthBytes;
    }

    static IcmpBody echo(boolean isIpv6) {
        return isIpv6
                ? new IcmpBody(IpProtocol.ICMPV6, Icmpv6.ECHO_REQUEST, ECHO_LENGTH_BYTES)
                : new IcmpBody(IpProtocol.ICMP, Icmp.ECHO_REQUEST, ECHO_LENGTH_BYTES);
    }

    /** A timestamp request; its originate time is hashed, so that a repetition is the same. */
    static IcmpBody timestamp() {
        return new IcmpBody(IpProtocol.ICMP, Icmp.TIMESTAMP_REQUEST, Icmp.TIMESTAMP_LENGTH_BYTES);
    }

    @Override
    public int protocol(ProbeBatch batch, int i) {
        return protocol;
    }

    @Override
    public int lengthMaxBytes() {
        return lengthBytes;
    }

    @Override
    public void write(
            ProbeBatch batch, int i, MemorySegment memory, long base, long addressSum, int mark) {
        int cookie = batch.cookie[i];
        Icmp.setType(memory, base, type);
        Icmp.setCode(memory, base, 0);
        Icmp.setIdentifier(memory, base, cookie >>> 16);
        Icmp.setSequence(memory, base, cookie & 0xFFFF);
        int hash = Marks.more(mark);
        if (type == Icmp.TIMESTAMP_REQUEST) {
            Icmp.setOriginate(memory, base, Integer.remainderUnsigned(hash, DAY_MILLIS));
            Icmp.setReceive(memory, base, 0);
            Icmp.setTransmit(memory, base, 0);
        } else {
            memory.set(U32, base + Icmp.HEADER_LENGTH_BYTES, hash);
            memory.set(U32, base + Icmp.HEADER_LENGTH_BYTES + Integer.BYTES, Marks.more(hash));
        }
        boolean isIpv6 = protocol == IpProtocol.ICMPV6;
        long pseudoHeaderSum = isIpv6 ? addressSum + IpProtocol.ICMPV6 + lengthBytes : 0;
        Icmp.fillChecksum(memory, base, pseudoHeaderSum, lengthBytes);
    }
}
