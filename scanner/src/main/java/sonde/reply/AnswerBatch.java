// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.ProbeBatch;

/**
 * Answers of one batch of frames as arrays, one element an answer: {@link Classifier#collect} puts
 * in what may be one, {@link Classifier#prove} leaves what is. Made once and filled again.
 */
public final class AnswerBatch {

    /** How many answers a batch holds: as many as cookies are computed at once. */
    public static final int CAPACITY = ProbeBatch.CAPACITY;

    /** The target's address, IPv4 in host order. */
    public final int[] address = new int[CAPACITY];

    /** The target's port, 0 to 65535. */
    public final int[] port = new int[CAPACITY];

    /** The address of ours that was answered to, IPv4 in host order. */
    public final int[] ourAddress = new int[CAPACITY];

    /** The port of ours that was answered to, 0 to 65535. */
    public final int[] ourPort = new int[CAPACITY];

    /** What the answer acknowledges: the next sequence number expected of us. */
    public final int[] acknowledgment = new int[CAPACITY];

    /** The flags of the answer's TCP header, RFC 9293 section 3.1. */
    public final int[] tcpFlags = new int[CAPACITY];

    /** The time to live with which the answer arrived, 0 to 255. */
    public final int[] ttl = new int[CAPACITY];

    /** When the answer arrived, in nanoseconds since 1970-01-01 UTC. */
    public final long[] epochNanos = new long[CAPACITY];

    /** Where in its batch of frames the answer came. */
    public final int[] frame = new int[CAPACITY];

    /** The cookie by which the answer proved itself: the sequence number of our probe. */
    public final int[] cookie = new int[CAPACITY];

    /** How many elements are in use. */
    public int count;

    /** Moves an answer to another place. */
    void move(int from, int to) {
        address[to] = address[from];
        port[to] = port[from];
        ourAddress[to] = ourAddress[from];
        ourPort[to] = ourPort[from];
        acknowledgment[to] = acknowledgment[from];
        tcpFlags[to] = tcpFlags[from];
        ttl[to] = ttl[from];
        epochNanos[to] = epochNanos[from];
        frame[to] = frame[from];
        cookie[to] = cookie[from];
    }
}
