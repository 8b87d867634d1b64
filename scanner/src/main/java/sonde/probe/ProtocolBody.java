// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpFamily;
import sonde.wire.IpProtocol;
import sonde.wire.Tcp;
import sonde.wire.Udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What makes a host say whether it knows an IP protocol, whose number is the probe's port. The
 * protocols that nearly all hosts know get a request that they answer; all others get eight bytes,
 * the cookie and a hash: about a protocol it doesn't know a host sends an ICMP error, and that
 * quotes so much (RFC 1122 section 3.2.2.1).
 */
final class ProtocolBody implements PacketBody {

    /** A segment with ACK is reset whether the port is open or closed (RFC 9293 section 3.10.7). */
    private static final int TCP_PORT = 80;

    /** Where traceroute(8) begins: nearly always closed, so that an error comes back. */
    private static final int UDP_PORT = 33_434;

    /** HTTP's (IANA); open or closed, an INIT is answered. */
    private static final int SCTP_PORT = 80;

    private static final int PROTOCOL_MASK = 0xFF;
    private static final int PLAIN_LENGTH_BYTES = 8;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final IcmpBody echo;
    private final int echoProtocol;
    private final TcpBody tcp;
    private final SctpInitBody sctp = new SctpInitBody();

    ProtocolBody(IpFamily family) {
        boolean isIpv6 = family == IpFamily.IPV6;
        echo = IcmpBody.echo(isIpv6);
        echoProtocol = isIpv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
        tcp = new TcpBody(Tcp.ACK, TcpOptions.USUAL, 0);
    }

    @Override
    public int protocol(ProbeBatch batch, int i) {
        return batch.port[i] & PROTOCOL_MASK;
    }

    @Override
    public int lengthMaxBytes() {
        return sctp.lengthMaxBytes();
    }

    @Override
    public boolean hasOneLength() {
        return false;
    }

    @Override
    public int lengthBytes(ProbeBatch batch, int i) {
        int protocol = protocol(batch, i);
        if (protocol == echoProtocol) {
            return echo.lengthMaxBytes();
        }
        return switch (protocol) {
            case IpProtocol.TCP -> tcp.lengthMaxBytes();
            case IpProtocol.UDP -> Udp.HEADER_LENGTH_BYTES;
            case IpProtocol.SCTP -> sctp.lengthMaxBytes();
            default -> PLAIN_LENGTH_BYTES;
        };
    }

    @Override
    public void write(
            ProbeBatch batch, int i, MemorySegment memory, long base, long addressSum, int mark) {
        int protocol = protocol(batch, i);
        if (protocol == echoProtocol) {
            echo.write(batch, i, memory, base, addressSum, mark);
            return;
        }
        switch (protocol) {
            case IpProtocol.TCP -> tcp.write(batch, i, TCP_PORT, memory, base, addressSum, mark);
            case IpProtocol.UDP ->
                    UdpBody.writeHeader(
                            memory,
                            base,
                            batch.sourcePort[i],
                            UDP_PORT,
                            Udp.HEADER_LENGTH_BYTES,
                            addressSum);
            case IpProtocol.SCTP -> sctp.write(batch, i, SCTP_PORT, memory, base, mark);
            default -> {
                memory.set(U32, base, batch.cookie[i]);
                memory.set(U32, base + Integer.BYTES, Marks.more(mark));
            }
        }
    }
}
