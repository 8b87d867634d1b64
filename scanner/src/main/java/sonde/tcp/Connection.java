// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

/**
 * One connection as its {@link Application} sees it, for the length of one call. Ports are in host
 * order.
 */
public interface Connection {

    /** How many words of the application's own a connection carries. */
    int WORD_COUNT = 4;

    /** The first half of the peer's address, as {@link IpAddress} has it. */
    long remoteHigh();

    /** The second half of the peer's address. */
    long remoteLow();

    /** The peer's address. Allocates. */
    default IpAddress remoteAddress() {
        return new IpAddress(remoteHigh(), remoteLow());
    }

    /** The peer's port, 0 to 65535. */
    int remotePort();

    /** The first half of our address, as {@link IpAddress} has it. */
    long localHigh();

    /** The second half of our address. */
    long localLow();

    /** Our port, 0 to 65535. */
    int localPort();

    /** The time to live with which the peer's SYN-ACK arrived, 0 to 255. */
    int ttl();

    /** The window that the peer's SYN-ACK offered, 0 to 65535, unscaled. */
    int synAckWindow();

    /**
     * What has been received in order and not been consumed, from index 0 to {@link #inputLength};
     * valid until the call ends, not to be changed.
     */
    byte[] input();

    /** How many bytes of {@link #input} are valid, 0 to {@link TcpConfig#inputMaxBytes}. */
    int inputLength();

    /**
     * Whether no more input will come: the peer has sent FIN or RST, or {@link
     * TcpConfig#inputMaxBytes} are reached and the application has consumed nothing of them.
     */
    boolean isInputEnded();

    /** Drops the first bytes of the input. */
    void consume(int count);

    /**
     * Queues bytes for sending; they are copied.
     *
     * @return false if there is no room for all of them, and then none is queued
     */
    boolean send(byte[] bytes, int offset, int count);

    /** How many bytes are queued or sent that the peer has not acknowledged. */
    int unacknowledgedBytes();

    /** Calls {@link Application#onTimer} once after this time; replaces an earlier setting. */
    void setTimer(long nanos);

    /** Takes back what {@link #setTimer} set. */
    void clearTimer();

    /** Ends our side by FIN behind what is queued; the peer's FIN is waited for, shortly. */
    void close();

    /** Ends the connection by RST, or silently if the machine doesn't reset. */
    void abort();

    /**
     * In {@link Application#onClose} only: keeps the place in the table, words and attachment, and
     * opens a connection to the same peer from another port of ours.
     *
     * @param localPort another than the present one, 0 to 65535
     * @param sequence the initial sequence number of our side
     */
    void reconnect(int localPort, int sequence);

    /** As {@link #reconnect(int, int)}, and to another port of the same peer. */
    void reconnect(int remotePort, int localPort, int sequence);

    /**
     * A word of the application's own; all are 0 when a connection opens.
     *
     * @param index 0 to {@link #WORD_COUNT} - 1
     */
    long word(int index);

    void setWord(int index, long value);

    /** An object of the application's own, for those few connections that need more than words. */
    @Nullable Object attachment();

    void attach(@Nullable Object attachment);
}
