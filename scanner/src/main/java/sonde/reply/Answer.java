// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.record.Status;

/** What one frame says of one target. Made once and filled again for each answer. */
public final class Answer {

    /** The target's address, IPv4 in host order. */
    public int address;

    /** The target's port, 0 to 65535. */
    public int port;

    /** What the answer says of the target. */
    public Status status = Status.CLOSED;

    /** The cookie by which it proved itself: the sequence number of our probe. */
    public int cookie;

    /** The flags of the answer's TCP header, RFC 9293 section 3.1. */
    public int tcpFlags;

    /** The time to live with which the answer arrived, 0 to 255. */
    public int ttl;
}
