// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import org.jspecify.annotations.Nullable;

import sonde.record.Recognition;
import sonde.record.Service;

/**
 * A conversation on one connection, as its protocol sees it for the length of one call. What must
 * outlast the call stands in step, memo and attachment.
 */
public interface Talk {

    /** The server's port, 0 to 65535. */
    int port();

    /** The server's address as text. */
    String addressText();

    /** The name by which the target was given, or null if it was given by address. */
    @Nullable String hostName();

    /** What the user wants said. */
    BannerOptions options();

    /**
     * What the server has sent and nobody consumed, from index 0 to {@link #inputLength}; valid
     * until the call ends, not to be changed.
     */
    byte[] input();

    /** How many bytes of the input count, up to 65536. */
    int inputLength();

    /** Whether no more input will come: connection closed, timeout, or as much as is taken. */
    boolean isInputEnded();

    /** Drops the first bytes of the input. */
    void consume(int count);

    /** Where in the conversation this is, 0 at first; the protocol's own numbers up to 255. */
    int step();

    void setStep(int step);

    /** A word of the protocol's own, 0 at first. */
    long memo();

    void setMemo(long memo);

    /** An object of the protocol's own; for what no word can hold, as few conversations need. */
    @Nullable Object attachment();

    void attach(@Nullable Object attachment);

    /** Sends bytes to the server. */
    void say(byte[] bytes);

    /**
     * Reports a banner; a protocol may report several. Bytes are reported as received: escaping is
     * for the outputs. What exceeds {@link BannerOptions#bannerMaxBytes} is cut off.
     */
    void report(Service service, byte[] bytes, int offset, int length);

    /** Reports a banner of our own words. */
    void report(Service service, String text);

    /** Ends the conversation: nothing more is to be learned. */
    void finish();

    /**
     * Ends this connection and asks for another one to the same port, on which this protocol begins
     * at {@code step}, memo and attachment as they are. Counts against the handshakes a target may
     * cost; when those are used up, the conversation just ends.
     *
     * @return whether there will be another connection
     */
    boolean reconnect(int step);

    /**
     * Asks for {@link BannerProtocol#talk} to be called once after this time, though no input may
     * have come by then; replaces an earlier wish.
     *
     * @return whether it will be; false where there is no clock
     */
    default boolean wakeAfter(long nanos) {
        return false;
    }

    /** What is reported from here on was recognised in this way. */
    default void setRecognition(Recognition recognition) {}

    /**
     * Ends this connection: its answer points at another protocol, whose hello is tried next.
     *
     * @param protocolName as in {@link Protocols}
     */
    void suspect(String protocolName);

    /**
     * The server has agreed to speak TLS from here on (STARTTLS): the conversation goes on with TLS
     * on this connection. The input must be consumed. Whoever runs the conversation gives it to the
     * protocol {@code tls} at {@link sonde.banner.tls.Tls#START_TLS_STEP}, memo and attachment
     * empty, and calls that without input.
     */
    void startTls();
}
