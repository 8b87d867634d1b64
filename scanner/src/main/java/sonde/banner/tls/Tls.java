// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import sonde.banner.BannerProtocol;
import sonde.banner.Match;
import sonde.banner.Protocols;
import sonde.banner.Talk;
import sonde.record.Recognition;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * TLS. Steps: the answer to the first hello, as a rule that of our own, is read in the clear; on a
 * second connection the handshake is completed and the service inside spoken to; further ones, one
 * a hello, serve {@link Checks}.
 */
public final class Tls implements BannerProtocol {

    /** Here a conversation begins in which STARTTLS was agreed on; see {@link Talk#startTls}. */
    public static final int START_TLS_STEP = 1;

    static final int INNER_STEP = 2;

    private static final int FIRST_STEP = 0;
    private static final int AGAIN_STEP = 3;
    private static final int CHECK_STEP = 4;
    private static final int START_TLS_ANSWER_STEP = 5;

    /** Memo: our hello was said on this connection; above it the alert that came before. */
    private static final long HELLO_SAID = 1L << 16;

    private static final String NAME = "tls";

    /** IANA's ports for what is always inside TLS, and those in use without IANA. */
    private static final int[] USUAL_PORTS = {
        443, 261, 322, 465, 563, 636, 637, 853, 989, 990, 991, 992, 993, 994, 995, 2083, 2087, 2096,
        2376, 3269, 4433, 4443, 5061, 5349, 5671, 5986, 6380, 6443, 6697, 8140, 8443, 8531, 8883,
        9050, 9443, 10250, 11712, 49955
    };

    private final Supplier<List<BannerProtocol>> protocols;

    public Tls() {
        this(() -> Protocols.ALL);
    }

    /** With other protocols than all to be found inside. */
    Tls(Supplier<List<BannerProtocol>> protocols) {
        this.protocols = protocols;
    }

    /**
     * How many conversations of this process went without the service inside, since too many were
     * under way.
     */
    public static int skippedCount() {
        return Engines.refusedCount();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int[] usualPorts() {
        return USUAL_PORTS.clone();
    }

    @Override
    public Match match(byte[] input, int length) {
        int type = Wire.u8(input, 0);
        if ((type != Wire.HANDSHAKE && type != Wire.ALERT)
                || (length > 1 && input[1] != 3)
                || (length > 2 && Wire.u8(input, 2) > 4)) {
            return Match.NO;
        }
        if (length < Wire.RECORD_HEADER_BYTES) {
            return Match.PARTIAL;
        }
        int size = Wire.u16(input, 3);
        if (type == Wire.ALERT) {
            // Unencrypted, an alert is its level and description.
            return size == 2 ? Match.YES : Match.NO;
        }
        if (size < Wire.MESSAGE_HEADER_BYTES || size > Wire.RECORD_MAX_BYTES) {
            return Match.NO;
        }
        if (length == Wire.RECORD_HEADER_BYTES) {
            return Match.PARTIAL;
        }
        return Wire.u8(input, Wire.RECORD_HEADER_BYTES) == Wire.SERVER_HELLO ? Match.YES : Match.NO;
    }

    @Override
    public byte[] hello(Talk talk) {
        return ClientHello.usual(ThreadLocalRandom.current(), talk.hostName()).toBytes();
    }

    @Override
    public void talk(Talk talk) {
        switch (talk.step()) {
            case FIRST_STEP -> readFirstAnswer(talk);
            case AGAIN_STEP -> talkAgain(talk);
            case START_TLS_STEP -> startTls(talk);
            case START_TLS_ANSWER_STEP -> goOnAfterStartTls(talk);
            case INNER_STEP -> goInside(talk);
            default -> check(talk);
        }
    }

    /**
     * The answer may be to a hello that was not TLS; then an alert says no more than that it is.
     */
    private void readFirstAnswer(Talk talk) {
        ServerFlight flight = ServerFlight.parse(talk.input(), talk.inputLength());
        if (!flight.isComplete() && !talk.isInputEnded()) {
            return;
        }
        if (!flight.hasHello() && flight.alert() >= 0) {
            talk.setMemo(flight.alert());
            if (talk.reconnect(AGAIN_STEP)) {
                return;
            }
        }
        goOn(talk, flight);
    }

    private void talkAgain(Talk talk) {
        if (talk.memo() < HELLO_SAID && !talk.isInputEnded()) {
            talk.setMemo(talk.memo() | HELLO_SAID);
            talk.say(hello(talk));
            return;
        }
        if (talk.isInputEnded() && talk.inputLength() == 0) {
            Findings.reportAlert(talk, (int) (talk.memo() & 0xffff));
            talk.finish();
            return;
        }
        ServerFlight flight = ServerFlight.parse(talk.input(), talk.inputLength());
        if (flight.isComplete() || talk.isInputEnded()) {
            goOn(talk, flight);
        }
    }

    private void goOn(Talk talk, ServerFlight flight) {
        Findings.report(talk, flight);
        Checks checks = new Checks(talk.options(), ThreadLocalRandom.current());
        Examination examination = new Examination(flight, innerProtocols(), checks, false);
        talk.attach(examination);
        talk.setMemo(0);
        if (!flight.isComplete()) {
            talk.finish();
        } else if (!flight.hasHello() || !Engines.areAvailable() || !talk.reconnect(INNER_STEP)) {
            nextCheck(talk, examination);
        }
    }

    private List<BannerProtocol> innerProtocols() {
        return protocols.get().stream().filter(each -> !each.name().equals(NAME)).toList();
    }

    private void goInside(Talk talk) {
        if (!(talk.attachment() instanceof Examination examination)) {
            talk.finish();
            return;
        }
        if (examination.goInside(talk) == Examination.Outcome.OVER) {
            talk.setRecognition(Recognition.ANSWER);
            nextCheck(talk, examination);
        }
    }

    private static void nextCheck(Talk talk, Examination examination) {
        talk.setMemo(0);
        if (examination.checks.areOver() || !talk.reconnect(CHECK_STEP)) {
            talk.attach(null);
            talk.finish();
        }
    }

    private static void check(Talk talk) {
        if (!(talk.attachment() instanceof Examination examination)
                || examination.checks.areOver()) {
            talk.finish();
        } else if (talk.memo() != HELLO_SAID && !talk.isInputEnded()) {
            talk.setMemo(HELLO_SAID);
            examination.checks.begin(talk);
        } else if (examination.checks.isAnswered(talk)) {
            nextCheck(talk, examination);
        }
    }

    /** Uses an engine from the first byte, since there will be no other connection. */
    private void startTls(Talk talk) {
        if (talk.isInputEnded()) {
            talk.finish();
            return;
        }
        talk.setRecognition(Recognition.TLS);
        TlsSession session = TlsSession.open(talk.hostName());
        talk.setStep(START_TLS_ANSWER_STEP);
        talk.attach(session);
        if (session == null) {
            talk.say(hello(talk));
        } else {
            session.pump(talk);
        }
    }

    private void goOnAfterStartTls(Talk talk) {
        if (talk.attachment() instanceof Examination examination) {
            if (examination.goInside(talk) == Examination.Outcome.OVER) {
                talk.finish();
            }
            return;
        }
        ServerFlight flight = ServerFlight.parse(talk.input(), talk.inputLength());
        if (!flight.isComplete() && !talk.isInputEnded()) {
            return;
        }
        Findings.report(talk, flight);
        if (!(talk.attachment() instanceof TlsSession session)) {
            talk.finish();
            return;
        }
        if (!flight.hasHello() || !flight.certificates().isEmpty()) {
            session.close();
            talk.attach(null);
            talk.finish();
            return;
        }
        Checks none = new Checks(talk.options(), ThreadLocalRandom.current());
        Examination examination = new Examination(flight, List.of(), none, true);
        examination.adopt(session);
        talk.attach(examination);
        goOnAfterStartTls(talk);
    }
}
