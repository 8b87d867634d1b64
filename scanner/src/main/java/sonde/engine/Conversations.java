// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.banner.HostHabits;
import sonde.banner.Protocols;
import sonde.banner.Recogniser;
import sonde.banner.tls.Tls;
import sonde.engine.TalkState.Outcome;
import sonde.engine.TalkState.Phase;
import sonde.probe.Cookies;
import sonde.probe.SourcePorts;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.tcp.Application;
import sonde.tcp.CloseReason;
import sonde.tcp.Connection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what runs behind open ports. On each connection it waits for a greeting, or says a
 * hello; hands the word to the protocol that the first bytes show; and goes on with another
 * connection and another hello as long as nobody was recognised and the target may be asked. The
 * port number decides only which hello comes first. Belongs to one receive agent.
 *
 * <p>A port that says nothing to any hello is compared with what a server would do: one whose
 * window is zero, whose data nobody acknowledges, or whose host has another port open that nobody
 * would use, is no service but a middlebox that answers for everything.
 */
final class Conversations implements Application {

    /** So much of an unknown answer is waited for. */
    private static final int UNKNOWN_MAX_BYTES = 4096;

    /** So much of it is reported. */
    private static final int UNKNOWN_REPORTED_BYTES = 1024;

    private static final String ACKNOWLEDGES_NOTHING = "it acknowledges no data";

    /** So many times longer an acknowledgment is waited for than an answer. */
    private static final int PATIENCE_FACTOR = 2;

    private final ConversationRules rules;
    private final Cookies cookies;
    private final SourcePorts sourcePorts;
    private final Handover handover;
    private final Counters counters;
    private final ConnectionTalk talk;
    private final HostHabits habits;
    private final NextHello nextHello;

    /**
     * @param key random, for tables that hostile peers must not aim at
     */
    Conversations(
            ConversationRules rules,
            Cookies cookies,
            SourcePorts sourcePorts,
            Handover handover,
            Counters counters,
            long key) {
        this.rules = rules;
        this.cookies = cookies;
        this.sourcePorts = sourcePorts;
        this.handover = handover;
        this.counters = counters;
        habits = new HostHabits(key);
        talk =
                new ConnectionTalk(
                        rules.options(), rules.handshakesMax(), rules.hostNames(), this::report);
        nextHello = new NextHello(rules, talk);
    }

    @Override
    public void onOpen(Connection connection) {
        if (TalkState.handshakes(connection) == 0) {
            counters.add(Counter.TALKS_OPENED, 1);
            TalkState.setPorts(connection, connection.remotePort(), connection.localPort());
            nextHello.begin(connection);
        }
        counters.add(Counter.HANDSHAKES, 1);
        TalkState.countHandshake(connection);
        switch (TalkState.phase(connection)) {
            case OPENING -> begin(connection);
            case RESUMING -> {
                TalkState.setStep(connection, TalkState.resume(connection));
                TalkState.setPhase(connection, Phase.TALKING);
                callProtocol(connection, false);
            }
            case CONTROL -> {
                noteControl(connection, HostHabits.Control.OPEN);
                connection.close();
            }
            default -> sayHello(connection);
        }
    }

    private void begin(Connection connection) {
        if (nextHello.isSaidAtOnce(connection)) {
            sayHello(connection);
        } else {
            TalkState.setPhase(connection, Phase.WAITING_FOR_GREETING);
            connection.setTimer(rules.helloTimeoutNanos());
        }
    }

    private void sayHello(Connection connection) {
        byte[] hello = nextHello.take(connection);
        if (hello == null) {
            connection.close();
            return;
        }
        TalkState.setPhase(connection, Phase.WAITING_FOR_ANSWER);
        connection.setTimer(rules.helloTimeoutNanos());
        connection.send(hello, 0, hello.length);
    }

    @Override
    public void onInput(Connection connection) {
        switch (TalkState.phase(connection)) {
            case WAITING_FOR_GREETING, WAITING_FOR_ANSWER -> recognise(connection);
            case TALKING -> callProtocol(connection, false);
            default -> {
                connection.consume(connection.inputLength());
                if (connection.isInputEnded()) {
                    connection.close();
                }
            }
        }
    }

    private void recognise(Connection connection) {
        int length = connection.inputLength();
        int found = Recogniser.recognise(protocolSaid(connection), connection.input(), length);
        if (found >= 0) {
            talkTo(connection, found, false);
        } else if (length >= UNKNOWN_MAX_BYTES) {
            decideAtEnd(connection, false);
        } else if (connection.isInputEnded()) {
            connection.close();
        }
    }

    /** The protocol whose hello was said, or {@link Recogniser#NOBODY}. */
    private static int protocolSaid(Connection connection) {
        int said = TalkState.said(connection);
        return said < Protocols.ALL.size() ? said : Recogniser.NOBODY;
    }

    private void talkTo(Connection connection, int protocol, boolean hasEnded) {
        int said = TalkState.said(connection);
        TalkState.setRecognition(
                connection,
                said == Recogniser.NOBODY
                        ? Recognition.GREETING
                        : said == protocol ? Recognition.ANSWER : Recognition.REPROACH);
        TalkState.setProtocol(connection, protocol);
        TalkState.setOutcome(connection, Outcome.RECOGNISED);
        TalkState.setPhase(connection, Phase.TALKING);
        TalkState.setStep(connection, 0);
        // The wait for an acknowledgment is over.
        TalkState.setAwaited(connection, false);
        callProtocol(connection, hasEnded);
    }

    private void callProtocol(Connection connection, boolean hasEnded) {
        ConnectionTalk current = talk.on(connection, hasEnded);
        boolean isLast = current.isInputEnded();
        if (!talkSafely(current, TalkState.protocol(connection))) {
            end(connection, Phase.DONE);
            return;
        }
        switch (current.decision()) {
            case GO_ON -> {
                if (isLast) {
                    end(connection, Phase.DONE);
                } else {
                    waitForMore(connection, current.wakeNanos());
                }
            }
            case FINISH -> end(connection, Phase.DONE);
            case RECONNECT -> end(connection, Phase.RESUMING);
            case SUSPECT -> end(connection, Phase.TURNING);
            case START_TLS -> {
                TalkState.setProtocol(connection, Protocols.placeOf("tls"));
                TalkState.setStep(connection, Tls.START_TLS_STEP);
                TalkState.setMemo(connection, 0);
                TalkState.setAwaited(connection, false);
                connection.attach(null);
                callProtocol(connection, hasEnded);
            }
        }
    }

    /**
     * Protocols are built to throw nothing, whatever they are sent. Should one do so all the same,
     * it costs this conversation and not the scan.
     */
    private boolean talkSafely(ConnectionTalk current, int protocol) {
        try {
            Protocols.ALL.get(protocol).talk(current);
            return true;
        } catch (RuntimeException e) {
            current.report(
                    Service.ERROR,
                    "Sonde failed to read this answer ("
                            + Protocols.ALL.get(protocol).name()
                            + ", "
                            + e.getClass().getSimpleName()
                            + "); please report it");
            return false;
        }
    }

    /**
     * The protocol may want to be called before the server has been silent for too long. That wish
     * stands until the time has come, whatever is received until then.
     */
    private void waitForMore(Connection connection, long wakeNanos) {
        if (wakeNanos > 0) {
            TalkState.setAwaited(connection, true);
            connection.setTimer(wakeNanos);
        } else if (!TalkState.isAwaited(connection)) {
            connection.setTimer(rules.helloTimeoutNanos());
        }
    }

    private static void end(Connection connection, Phase phase) {
        TalkState.setPhase(connection, phase);
        TalkState.setAwaited(connection, false);
        connection.clearTimer();
        connection.close();
    }

    @Override
    public void onTimer(Connection connection) {
        switch (TalkState.phase(connection)) {
            case WAITING_FOR_GREETING -> {
                if (connection.inputLength() > 0) {
                    decideAtEnd(connection, false);
                } else {
                    sayHello(connection);
                }
            }
            case WAITING_FOR_ANSWER -> {
                if (connection.inputLength() > 0) {
                    decideAtEnd(connection, false);
                } else {
                    endSilence(connection);
                }
            }
            case TALKING -> {
                boolean isAwaited = TalkState.isAwaited(connection);
                TalkState.setAwaited(connection, false);
                callProtocol(connection, !isAwaited);
            }
            default -> connection.close();
        }
    }

    /**
     * A server whose TCP has not even acknowledged the hello gets time for what the network may
     * have lost; one that acknowledges nothing then has no TCP, and is no server.
     */
    private void endSilence(Connection connection) {
        if (connection.unacknowledgedBytes() == 0) {
            connection.close();
        } else if (!TalkState.isAwaited(connection)) {
            TalkState.setAwaited(connection, true);
            connection.setTimer(PATIENCE_FACTOR * rules.helloTimeoutNanos());
        } else {
            pretended(connection, ACKNOWLEDGES_NOTHING);
            connection.close();
        }
    }

    /**
     * Decides on what came before anything was recognised.
     *
     * @param hasEnded whether the connection has, so that nothing more can be said on it
     */
    private void decideAtEnd(Connection connection, boolean hasEnded) {
        byte[] input = connection.input();
        int length = connection.inputLength();
        if (length == 0) {
            return;
        }
        int found = Recogniser.recogniseAtEnd(protocolSaid(connection), input, length);
        if (found >= 0) {
            talkTo(connection, found, hasEnded);
            return;
        }
        TalkState.setPhase(connection, Phase.DONE);
        String named =
                rules.further()
                        .identify(
                                TalkState.targetPort(connection),
                                TalkState.said(connection) == TalkState.FURTHER_HELLO
                                        ? TalkState.further(connection) - 1
                                        : -1,
                                input,
                                Math.min(length, UNKNOWN_REPORTED_BYTES));
        int reported = Math.min(length, UNKNOWN_REPORTED_BYTES);
        if (named != null) {
            TalkState.setOutcome(connection, Outcome.RECOGNISED);
            TalkState.setRecognition(connection, recognitionOfUnknown(connection));
            report(connection, Service.NMAP, named.getBytes(StandardCharsets.UTF_8));
        } else if (habits.noteUnknown(
                connection.remoteHigh(), connection.remoteLow(), input, length)) {
            pretended(connection, "many ports of this host give the same answer");
        } else {
            TalkState.setOutcome(connection, Outcome.UNKNOWN);
            report(connection, Service.UNKNOWN, Arrays.copyOf(input, reported));
        }
        connection.close();
    }

    private static Recognition recognitionOfUnknown(Connection connection) {
        return TalkState.said(connection) == Recogniser.NOBODY
                ? Recognition.GREETING
                : Recognition.ANSWER;
    }

    @Override
    public void onClose(Connection connection, CloseReason reason) {
        if (reason == CloseReason.ABORTED) {
            breakOff(connection);
            return;
        }
        switch (TalkState.phase(connection)) {
            case TALKING -> callProtocol(connection, true);
            case WAITING_FOR_GREETING, WAITING_FOR_ANSWER -> decideAtEnd(connection, true);
            default -> {}
        }
        switch (TalkState.phase(connection)) {
            case RESUMING, TURNING -> {
                if (isRefused(reason)) {
                    conclude(connection);
                } else {
                    reconnect(connection);
                }
            }
            case OPENING, WAITING_FOR_GREETING, WAITING_FOR_ANSWER ->
                    afterSilence(connection, reason);
            case CONTROL -> afterControl(connection, reason);
            default -> conclude(connection);
        }
    }

    private static boolean isRefused(CloseReason reason) {
        return reason == CloseReason.REFUSED || reason == CloseReason.UNANSWERED;
    }

    private void afterSilence(Connection connection, CloseReason reason) {
        if (TalkState.outcome(connection) == Outcome.RECOGNISED) {
            // An answer pointed at another protocol, which did not answer: what was known stays.
            conclude(connection);
        } else if (reason == CloseReason.UNACKNOWLEDGED) {
            pretended(connection, ACKNOWLEDGES_NOTHING);
            conclude(connection);
        } else if (connection.synAckWindow() == 0 && !isRefused(reason)) {
            pretended(connection, "its window is zero");
            conclude(connection);
        } else if (!isRefused(reason) && mayTryAnother(connection)) {
            TalkState.setPhase(connection, Phase.TURNING);
            reconnect(connection);
        } else {
            afterLastSilence(connection);
        }
    }

    private boolean mayTryAnother(Connection connection) {
        return TalkState.handshakes(connection) < rules.handshakesMax()
                && nextHello.isLeft(connection)
                && control(connection) != HostHabits.Control.OPEN;
    }

    private void afterLastSilence(Connection connection) {
        switch (control(connection)) {
            case OPEN -> {
                pretended(connection, "every port of this host is open");
                conclude(connection);
            }
            case CLOSED -> conclude(connection);
            case UNKNOWN -> {
                if (rules.controlPorts().size() == 0) {
                    conclude(connection);
                    return;
                }
                TalkState.setPhase(connection, Phase.CONTROL);
                int port = controlPort(connection);
                int local = nextLocalPort(connection);
                connection.reconnect(port, local, sequence(connection, port, local));
            }
        }
    }

    private HostHabits.Control control(Connection connection) {
        return habits.control(connection.remoteHigh(), connection.remoteLow());
    }

    private void noteControl(Connection connection, HostHabits.Control seen) {
        habits.noteControl(connection.remoteHigh(), connection.remoteLow(), seen);
    }

    private int controlPort(Connection connection) {
        long address = connection.remoteHigh() * 31 + connection.remoteLow();
        int hash =
                (int) (address ^ address >>> 32) * 0x9E37_79B9 ^ TalkState.targetPort(connection);
        int count = rules.controlPorts().size();
        return rules.controlPorts().portAt(Integer.remainderUnsigned(hash, count));
    }

    private void afterControl(Connection connection, CloseReason reason) {
        if (isRefused(reason)) {
            noteControl(connection, HostHabits.Control.CLOSED);
        } else {
            pretended(connection, "every port of this host is open");
        }
        conclude(connection);
    }

    private void reconnect(Connection connection) {
        int local = nextLocalPort(connection);
        int port = TalkState.targetPort(connection);
        TalkState.setSaid(connection, Recogniser.NOBODY);
        TalkState.setAwaited(connection, false);
        connection.reconnect(local, sequence(connection, port, local));
    }

    /** Each connection to a target comes from another port of ours, or it would be the old one. */
    private int nextLocalPort(Connection connection) {
        int next = connection.localPort() + 1;
        return sourcePorts.contains(next) ? next : sourcePorts.first();
    }

    private int sequence(Connection connection, int remotePort, int localPort) {
        return cookies.cookie(
                connection.remoteHigh(),
                connection.remoteLow(),
                remotePort,
                connection.localHigh(),
                connection.localLow(),
                localPort);
    }

    private void pretended(Connection connection, String reason) {
        TalkState.setOutcome(connection, Outcome.PRETENDED);
        TalkState.setPhase(connection, Phase.DONE);
        TalkState.setRecognition(connection, Recognition.BEHAVIOUR);
        report(connection, Service.NONE, reason.getBytes(StandardCharsets.UTF_8));
    }

    private void breakOff(Connection connection) {
        if (TalkState.phase(connection) == Phase.TALKING) {
            talkSafely(talk.on(connection, true), TalkState.protocol(connection));
        }
        if (TalkState.outcome(connection) == Outcome.SILENT) {
            counters.add(Counter.TALKS_BROKEN_OFF, 1);
        } else {
            conclude(connection);
        }
    }

    private void conclude(Connection connection) {
        connection.attach(null);
        counters.add(
                switch (TalkState.outcome(connection)) {
                    case SILENT -> Counter.TALKS_SILENT;
                    case UNKNOWN -> Counter.TALKS_UNKNOWN;
                    case RECOGNISED -> Counter.TALKS_RECOGNISED;
                    case PRETENDED -> Counter.TALKS_PRETENDED;
                },
                1);
    }

    private void report(Connection connection, Service service, byte[] text) {
        ScanRecord record =
                new ScanRecord(
                        TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                        connection.remoteAddress(),
                        Protocol.TCP,
                        TalkState.targetPort(connection),
                        Status.OPEN,
                        Evidence.tcp(0, connection.ttl(), Evidence.UNKNOWN),
                        new Banner(service, TalkState.recognition(connection), text));
        if (handover.put(record)) {
            counters.add(Counter.BANNERS, 1);
        }
    }
}
