// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/**
 * Who talks on the connections of a machine. Called by the machine's thread. The connection passed
 * in is a view that the machine points at another one for the next call; it must not be kept.
 */
public interface Application {

    /** The handshake is done. Nothing has been received yet, though it may have come with it. */
    void onOpen(Connection connection);

    /** There is more input than at the last call, or the peer has ended its side. */
    void onInput(Connection connection);

    /** The time set by {@link Connection#setTimer} is over. */
    void onTimer(Connection connection);

    /**
     * The connection has ended; input not consumed may still be read. Its place in the table is
     * free after the call, unless the application calls {@link Connection#reconnect}. Called once
     * for each connection, whatever ends it.
     */
    void onClose(Connection connection, CloseReason reason);
}
