// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/** A segment to be written by a {@link SegmentWriter}. Filled again for each segment. */
public final class OutgoingSegment {

    /** From whom to whom; the peer is the remote one. */
    final FourTuple tuple = new FourTuple();

    /** The next hop's Ethernet address; unused where frames have no Ethernet header. */
    long destinationMac;

    int sequence;

    /** 0 if {@link #flags} lack ACK. */
    int acknowledgment;

    /** Of {@link sonde.wire.Tcp}. */
    int flags;

    /** 0 to 65535. */
    int window;

    /** The value of the only option, maximum segment size, or 0 for none. */
    int mss;

    /** 0 to the peer's maximum segment size. */
    int payloadLengthBytes;
}
