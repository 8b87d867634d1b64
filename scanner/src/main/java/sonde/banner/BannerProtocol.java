// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/**
 * One protocol that Sonde can speak. Instances are without state and serve all conversations; they
 * stand in {@link Protocols}.
 */
public interface BannerProtocol {

    /** Its name in lower case, such as {@code ssh}; unique, and constant between releases. */
    String name();

    /** The TCP ports on which it is usual: there its hello is tried first. */
    int[] usualPorts();

    /**
     * Whether a server that has sent these first bytes, unasked or in answer to any hello, speaks
     * this protocol.
     *
     * @param input what it sent; more is in the array than counts
     * @param length how many bytes count, at least 1
     */
    Match match(byte[] input, int length);

    /**
     * As {@link #match}, for first bytes that answer this protocol's own {@link #hello}: asked
     * instead of it then. Few bytes may tell here that would mean nothing otherwise.
     */
    default Match matchAnswer(byte[] input, int length) {
        return match(input, length);
    }

    /**
     * What a client says first; empty if the server speaks first. A hello must tell this protocol
     * from others, and do no harm to servers of any kind.
     *
     * @param talk for port, host name and options; nothing may be said or reported
     */
    byte[] hello(Talk talk);

    /**
     * Goes on with the conversation. Called first when the server has been recognised, its first
     * bytes in the input, step 0; then whenever more input has come or the input has ended; and,
     * with no input, at the beginning of a connection that {@link Talk#reconnect} asked for. It
     * reads what is there, says what is next, reports what it learned, and calls {@link
     * Talk#finish} when there is no more to learn. If it does none of that while the server is
     * silent, the conversation ends by timeout after a last call, with {@link Talk#isInputEnded},
     * in which it reports what it has.
     */
    void talk(Talk talk);
}
