// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/** What a machine counts. */
public enum TcpCount {
    /** Connections begun, by a SYN-ACK or by our SYN. */
    OPENED,
    /** Handshakes that had to wait for a place in the table. */
    WAITED,
    /** Handshakes for which not even the waiting queue had a place. */
    ABANDONED,
    /** Segments received for connections. */
    SEGMENTS_RECEIVED,
    /** Segments written to the ring. */
    SEGMENTS_SENT,
    /** Of these, segments with data, SYN or FIN that had been sent before. */
    RETRANSMITTED,
    /** Segments dropped because nothing of them lay in the window. */
    OUT_OF_WINDOW,
    /** Segments dropped because their acknowledgment number was none of ours. */
    ACK_INVALID,
    /** Segments dropped because they came too early and there was no place to note it. */
    OUT_OF_ORDER_DROPPED,
    /** Segments of which a part was dropped because the pool had no block for it. */
    NO_BUFFER,
    /** Acknowledgments not sent because a peer asked for too many of them (RFC 5961). */
    CHALLENGES_WITHHELD,
    /** Frames that had to wait because the ring was full. */
    RING_FULL
}
