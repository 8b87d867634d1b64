// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.HelloOrder;
import sonde.banner.Protocols;
import sonde.banner.Recogniser;
import sonde.tcp.Connection;

/**
 * Chooses what is said first on a connection: the user's own hello for the port; that of a protocol
 * which an answer has pointed at; those usual on the port; further probes that name it; and then
 * those that are tried everywhere. What has been said stands in the connection's words.
 */
final class NextHello {

    /** Bit 63 of the hellos tried: the user's own. There are never 64 protocols. */
    private static final long USER_TRIED = Long.MIN_VALUE;

    private static final long NOT_KNOWN = -1;

    /** Further probes said to one port at most. */
    private static final int FURTHER_MAX = 100;

    private final ConversationRules rules;
    private final ConnectionTalk talk;

    /** The protocol whose hello the user wants first on every port, or negative. */
    private final int userProtocol;

    /**
     * A bit for each protocol whose server speaks first; {@link #NOT_KNOWN} until the first talk.
     */
    private long withoutHello = NOT_KNOWN;

    /**
     * @param talk is pointed at the connection of each call
     */
    NextHello(ConversationRules rules, ConnectionTalk talk) {
        this.rules = rules;
        this.talk = talk;
        String wanted = rules.hellos().protocolName();
        userProtocol = wanted == null ? Recogniser.NOBODY : Protocols.placeOf(wanted);
    }

    /** Prepares a connection, the first to its target. */
    void begin(Connection connection) {
        if (withoutHello == NOT_KNOWN) {
            withoutHello = 0;
            talk.on(connection, false);
            for (int i = 0; i < Protocols.ALL.size(); i++) {
                if (Protocols.ALL.get(i).hello(talk).length == 0) {
                    withoutHello |= 1L << i;
                }
            }
        }
        TalkState.setTried(connection, withoutHello);
    }

    /** Whether one is said without waiting for the server: it will wait, or the user wants that. */
    boolean isSaidAtOnce(Connection connection) {
        int port = TalkState.targetPort(connection);
        return rules.hellos().forPort(port) != null
                || userProtocol >= 0
                || HelloOrder.nextUsual(port, TalkState.tried(connection)) >= 0;
    }

    /** Whether there is one that has not been tried. */
    boolean isLeft(Connection connection) {
        int port = TalkState.targetPort(connection);
        return isFurtherLeft(connection, port)
                || HelloOrder.next(port, TalkState.tried(connection)) >= 0;
    }

    /** Takes the next one, notes whose it is, and returns it; null when none is left. */
    byte @Nullable [] take(Connection connection) {
        int port = TalkState.targetPort(connection);
        byte[] own = rules.hellos().forPort(port);
        if (own != null && (TalkState.tried(connection) & USER_TRIED) == 0) {
            TalkState.setTried(connection, TalkState.tried(connection) | USER_TRIED);
            TalkState.setSaid(connection, TalkState.USER_HELLO);
            return own;
        }
        if (isFurtherNext(connection, port)) {
            byte[] further = rules.further().hellos(port).get(TalkState.further(connection));
            TalkState.countFurther(connection);
            TalkState.setSaid(connection, TalkState.FURTHER_HELLO);
            return further;
        }
        int protocol = choose(connection, port);
        TalkState.setNext(connection, Recogniser.NOBODY);
        TalkState.setSaid(connection, protocol);
        return protocol < 0 ? null : Protocols.ALL.get(protocol).hello(talk.on(connection, false));
    }

    private boolean isFurtherNext(Connection connection, int port) {
        return TalkState.next(connection) < 0
                && HelloOrder.nextUsual(port, TalkState.tried(connection)) < 0
                && isFurtherLeft(connection, port);
    }

    private boolean isFurtherLeft(Connection connection, int port) {
        int said = TalkState.further(connection);
        return said < FURTHER_MAX && said < rules.further().hellos(port).size();
    }

    private int choose(Connection connection, int port) {
        long tried = TalkState.tried(connection);
        int chosen = TalkState.next(connection);
        if (chosen < 0 && userProtocol >= 0 && (tried >>> userProtocol & 1) == 0) {
            chosen = userProtocol;
        }
        if (chosen < 0) {
            chosen = HelloOrder.next(port, tried);
        }
        if (chosen >= 0) {
            TalkState.setTried(connection, tried | 1L << chosen);
        }
        return chosen;
    }
}
