// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Checksum;
import sonde.wire.IpProtocol;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/** A TCP segment without payload; what it looks like is reasoned in {@link TcpIpv4Writer}. */
final class TcpBody implements PacketBody {

    /** What Ethernet's 1500 bytes leave after headers of 20 and 20 bytes. */
    static final int MSS_IPV4 = 1460;

    /** What Ethernet's 1500 bytes leave after headers of 40 and 20 bytes. */
    static final int MSS_IPV6 = 1440;

    private final int flags;
    private final MemorySegment template;
    private final int lengthBytes;
    private final long templateSum;

    /**
     * @param flags of all segments; with {@link Tcp#SYN} they have the options
     * @param usualMss the family's maximum segment size in bytes, if the options don't say another
     */
    TcpBody(int flags, TcpOptions options, int usualMss) {
        this.flags = flags;
        boolean hasOptions = (flags & Tcp.SYN) != 0;
        lengthBytes = Tcp.HEADER_LENGTH_BYTES + (hasOptions ? options.lengthBytes() : 0);
        template = MemorySegment.ofArray(new byte[lengthBytes]);
        Tcp.setHeaderLengthBytes(template, 0, lengthBytes);
        Tcp.setFlags(template, 0, flags);
        if (hasOptions) {
            options.write(template, Tcp.HEADER_LENGTH_BYTES, usualMss);
        }
        templateSum = Checksum.sum(template, 0, lengthBytes) + IpProtocol.TCP + lengthBytes;
    }

    @Override
    public int protocol(ProbeBatch batch, int i) {
        return IpProtocol.TCP;
    }

    @Override
    public int lengthMaxBytes() {
        return lengthBytes;
    }

    @Override
    public void write(
            ProbeBatch batch, int i, MemorySegment memory, long base, long addressSum, int mark) {
        write(batch, i, batch.port[i], memory, base, addressSum, mark);
    }

    /** The same, to a given port. */
    void write(
            ProbeBatch batch,
            int i,
            int port,
            MemorySegment memory,
            long base,
            long addressSum,
            int mark) {
        MemorySegment.copy(template, 0, memory, base, lengthBytes);
        int cookie = batch.cookie[i];
        int acknowledgment = (flags & Tcp.ACK) != 0 ? cookie : 0;
        int window = Marks.window(mark);
        Tcp.setSourcePort(memory, base, batch.sourcePort[i]);
        Tcp.setDestinationPort(memory, base, port);
        Tcp.setSequence(memory, base, cookie);
        Tcp.setAcknowledgment(memory, base, acknowledgment);
        Tcp.setWindow(memory, base, window);
        long numbers = Checksum.sum32(cookie) + Checksum.sum32(acknowledgment);
        long sum = templateSum + addressSum + batch.sourcePort[i] + port + numbers + window;
        Tcp.setChecksum(memory, base, Checksum.finish(sum));
    }
}
