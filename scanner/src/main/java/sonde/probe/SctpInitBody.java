// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.IpProtocol;
import sonde.wire.Sctp;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * An SCTP packet with an INIT of no parameters (RFC 9260 section 3.3.2). Its initiate tag is the
 * cookie, which an INIT ACK or an ABORT in answer repeats as its verification tag; that can't be 0,
 * so 1 stands for 0.
 */
final class SctpInitBody implements PacketBody {

    /** What Linux advertises: half of net.core.rmem_default, 212992 bytes. */
    private static final int RECEIVER_WINDOW_BYTES = 106_496;

    /** Linux's SCTP_DEFAULT_OUTSTREAMS (include/net/sctp/constants.h). */
    private static final int OUTBOUND_STREAMS = 10;

    /** Linux's SCTP_DEFAULT_INSTREAMS is SCTP_MAX_STREAM (include/net/sctp/constants.h). */
    private static final int INBOUND_STREAMS = 65_535;

    private static final int LENGTH_BYTES = Sctp.HEADER_LENGTH_BYTES + Sctp.INIT_LENGTH_BYTES;

    private final byte[] bytes = new byte[LENGTH_BYTES];
    private final MemorySegment packet = MemorySegment.ofArray(bytes);
    private final CRC32C crc = new CRC32C();

    /** The initiate tag that carries a cookie. */
    static int initiateTag(int cookie) {
        return cookie == 0 ? 1 : cookie;
    }

    @Override
    public int protocol(ProbeBatch batch, int i) {
        return IpProtocol.SCTP;
    }

    @Override
    public int lengthMaxBytes() {
        return LENGTH_BYTES;
    }

    @Override
    public void write(
            ProbeBatch batch, int i, MemorySegment memory, long base, long addressSum, int mark) {
        write(batch, i, batch.port[i], memory, base, mark);
    }

    /** The same, to a given port. */
    void write(ProbeBatch batch, int i, int port, MemorySegment memory, long base, int mark) {
        Sctp.setSourcePort(packet, 0, batch.sourcePort[i]);
        Sctp.setDestinationPort(packet, 0, port);
        Sctp.writeInit(
                packet,
                0,
                initiateTag(batch.cookie[i]),
                RECEIVER_WINDOW_BYTES,
                OUTBOUND_STREAMS,
                INBOUND_STREAMS,
                Marks.more(mark));
        crc.reset();
        crc.update(bytes, 0, LENGTH_BYTES);
        Sctp.setChecksum(packet, 0, (int) crc.getValue());
        MemorySegment.copy(packet, 0, memory, base, LENGTH_BYTES);
    }
}
