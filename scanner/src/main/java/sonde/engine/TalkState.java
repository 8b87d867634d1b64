// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.banner.Recogniser;
import sonde.record.Recognition;
import sonde.tcp.Connection;

/**
 * What a conversation remembers between two calls, in the words of its connection:
 *
 * <pre>
 *        63    56 55    48 47    40 39    32 31    24 23    16 15     8 7      0
 *       +--------+--------+--------+--------+--------+--------+--------+--------+
 *  0    | outcome| resume |recogn. |  next  |  said  | phase  |  step  |protocol|
 *       +--------+--------+--------+--------+--------+--------+--------+--------+
 *  1    |                               memo                                    |
 *       +-----------------------------------------------------------------------+
 *  2    |                    hellos tried, a bit for each place                 |
 *       +--------+-----------------+-----------------+--------+-----------------+
 *  3    |awaited |   first port    |  target's port  |further |    handshakes   |
 *       +--------+-----------------+-----------------+--------+-----------------+
 * </pre>
 *
 * <p>Protocols are places in {@link sonde.banner.Protocols#ALL}, stored plus one, so that 0 is
 * none.
 */
@SuppressWarnings("EnumOrdinal") // The words last no longer than their connection.
final class TalkState {

    /** What the conversation is about to do. */
    enum Phase {
        /** The handshake is not done. */
        OPENING,
        /** Nobody has said anything; the server may. */
        WAITING_FOR_GREETING,
        /** A hello was said. */
        WAITING_FOR_ANSWER,
        /** The protocol is known and has the word. */
        TALKING,
        /** The connection is being closed; its protocol goes on with another one. */
        RESUMING,
        /** The connection is being closed; another hello is tried on another one. */
        TURNING,
        /** This is a connection to a port that should be closed. */
        CONTROL,
        /** All is said. */
        DONE
    }

    /** What came of it so far. */
    enum Outcome {
        SILENT,
        UNKNOWN,
        RECOGNISED,
        PRETENDED
    }

    /** In place of a protocol: the hello was one of the further probes. */
    static final int FURTHER_HELLO = 253;

    /** In place of a protocol: the hello was the user's own. */
    static final int USER_HELLO = 254;

    private static final Phase[] PHASES = Phase.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Recognition[] RECOGNITIONS = Recognition.values();

    private static final int GENERAL = 0;
    private static final int MEMO = 1;
    private static final int TRIED = 2;
    private static final int PORTS = 3;

    private static final int PROTOCOL_SHIFT = 0;
    private static final int STEP_SHIFT = 8;
    private static final int PHASE_SHIFT = 16;
    private static final int SAID_SHIFT = 24;
    private static final int NEXT_SHIFT = 32;
    private static final int RECOGNITION_SHIFT = 40;
    private static final int RESUME_SHIFT = 48;
    private static final int OUTCOME_SHIFT = 56;

    private static final int HANDSHAKES_SHIFT = 0;
    private static final int FURTHER_SHIFT = 16;
    private static final int TARGET_PORT_SHIFT = 24;
    private static final int FIRST_PORT_SHIFT = 40;

    private TalkState() {}

    private static int get(Connection connection, int shift) {
        return (int) (connection.word(GENERAL) >>> shift) & 0xFF;
    }

    private static void set(Connection connection, int shift, int value) {
        long word = connection.word(GENERAL) & ~(0xFFL << shift);
        connection.setWord(GENERAL, word | (long) (value & 0xFF) << shift);
    }

    /** The protocol that was recognised, or {@link Recogniser#NOBODY}. */
    static int protocol(Connection connection) {
        return get(connection, PROTOCOL_SHIFT) - 1;
    }

    static void setProtocol(Connection connection, int protocol) {
        set(connection, PROTOCOL_SHIFT, protocol + 1);
    }

    static int step(Connection connection) {
        return get(connection, STEP_SHIFT);
    }

    static void setStep(Connection connection, int step) {
        set(connection, STEP_SHIFT, step);
    }

    static Phase phase(Connection connection) {
        return PHASES[get(connection, PHASE_SHIFT)];
    }

    static void setPhase(Connection connection, Phase phase) {
        set(connection, PHASE_SHIFT, phase.ordinal());
    }

    /** Whose hello was said on this connection, or {@link Recogniser#NOBODY}. */
    static int said(Connection connection) {
        return get(connection, SAID_SHIFT) - 1;
    }

    static void setSaid(Connection connection, int protocol) {
        set(connection, SAID_SHIFT, protocol + 1);
    }

    /** Whose hello is said on the next connection, or {@link Recogniser#NOBODY} for any. */
    static int next(Connection connection) {
        return get(connection, NEXT_SHIFT) - 1;
    }

    static void setNext(Connection connection, int protocol) {
        set(connection, NEXT_SHIFT, protocol + 1);
    }

    static Recognition recognition(Connection connection) {
        return RECOGNITIONS[get(connection, RECOGNITION_SHIFT)];
    }

    static void setRecognition(Connection connection, Recognition recognition) {
        set(connection, RECOGNITION_SHIFT, recognition.ordinal());
    }

    /** The step at which the protocol begins on the next connection. */
    static int resume(Connection connection) {
        return get(connection, RESUME_SHIFT);
    }

    static void setResume(Connection connection, int step) {
        set(connection, RESUME_SHIFT, step);
    }

    static Outcome outcome(Connection connection) {
        return OUTCOMES[get(connection, OUTCOME_SHIFT)];
    }

    static void setOutcome(Connection connection, Outcome outcome) {
        set(connection, OUTCOME_SHIFT, outcome.ordinal());
    }

    static long memo(Connection connection) {
        return connection.word(MEMO);
    }

    static void setMemo(Connection connection, long memo) {
        connection.setWord(MEMO, memo);
    }

    /** A bit for each protocol whose hello need not be tried. */
    static long tried(Connection connection) {
        return connection.word(TRIED);
    }

    static void setTried(Connection connection, long tried) {
        connection.setWord(TRIED, tried);
    }

    /** Notes the ports of the first connection, to the target itself. */
    static void setPorts(Connection connection, int targetPort, int firstLocalPort) {
        connection.setWord(
                PORTS,
                (connection.word(PORTS) & 0xFF_FFFF)
                        | (long) targetPort << TARGET_PORT_SHIFT
                        | (long) firstLocalPort << FIRST_PORT_SHIFT);
    }

    static int targetPort(Connection connection) {
        return (int) (connection.word(PORTS) >>> TARGET_PORT_SHIFT) & 0xFFFF;
    }

    static int firstLocalPort(Connection connection) {
        return (int) (connection.word(PORTS) >>> FIRST_PORT_SHIFT) & 0xFFFF;
    }

    /** Whether the timer is one that the protocol asked for. */
    static boolean isAwaited(Connection connection) {
        return connection.word(PORTS) < 0;
    }

    static void setAwaited(Connection connection, boolean isAwaited) {
        long word = connection.word(PORTS) & Long.MAX_VALUE;
        connection.setWord(PORTS, isAwaited ? word | Long.MIN_VALUE : word);
    }

    /** How many of the further probes have been said. */
    static int further(Connection connection) {
        return (int) (connection.word(PORTS) >>> FURTHER_SHIFT) & 0xFF;
    }

    static void countFurther(Connection connection) {
        connection.setWord(PORTS, connection.word(PORTS) + (1L << FURTHER_SHIFT));
    }

    /** How many connections the conversation has cost. */
    static int handshakes(Connection connection) {
        return (int) (connection.word(PORTS) >>> HANDSHAKES_SHIFT) & 0xFFFF;
    }

    static void countHandshake(Connection connection) {
        connection.setWord(PORTS, connection.word(PORTS) + 1);
    }
}
