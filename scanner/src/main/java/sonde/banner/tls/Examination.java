// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerProtocol;
import sonde.banner.Talk;

import java.util.List;

/**
 * What a conversation with a TLS server remembers once its first answer is read; the attachment of
 * its talk. On the talk's thread.
 */
final class Examination {

    private final ServerFlight flight;
    private final InnerConversation inner;
    private final boolean startedByServer;
    final Checks checks;

    private @Nullable TlsSession session;
    private boolean certificatesReported;
    private boolean waiting;
    private int leftLength;

    /**
     * @param startedByServer whether TLS began by STARTTLS: the service is known then
     */
    Examination(
            ServerFlight flight,
            List<BannerProtocol> protocols,
            Checks checks,
            boolean startedByServer) {
        this.flight = flight;
        this.inner = new InnerConversation(protocols);
        this.checks = checks;
        this.startedByServer = startedByServer;
    }

    /** What became of a call. */
    enum Outcome {
        GOING,
        RECONNECTING,
        OVER
    }

    /** Takes over a session whose handshake is under way. */
    void adopt(TlsSession begun) {
        session = begun;
    }

    /** Goes on inside TLS. */
    Outcome goInside(Talk talk) {
        boolean woken = waiting && talk.inputLength() == leftLength && !talk.isInputEnded();
        TlsSession tls = session;
        if (tls == null && !talk.isInputEnded()) {
            tls =
                    TlsSession.open(
                            talk.hostName(), InnerConversation.applicationProtocols(talk.port()));
            session = tls;
            inner.restart();
        }
        if (tls == null) {
            return Outcome.OVER;
        }
        tls.pump(talk);
        if (tls.isHandshakeDone()) {
            reportCertificates(talk, tls);
            if (startedByServer) {
                return over();
            }
            inner.go(talk, tls, woken);
        }
        if (inner.isReconnecting()) {
            close();
            return Outcome.RECONNECTING;
        }
        if (inner.isOver() || (tls.isEnded() && !tls.isHandshakeDone())) {
            return over();
        }
        leftLength = talk.inputLength();
        waiting = true;
        return Outcome.GOING;
    }

    /** In TLS 1.3 they come encrypted, and were not to be seen in the first answer. */
    private void reportCertificates(Talk talk, TlsSession tls) {
        if (certificatesReported || !flight.certificates().isEmpty()) {
            return;
        }
        certificatesReported = true;
        List<byte[]> certificates = tls.certificates();
        if (!certificates.isEmpty()) {
            Findings.reportService(talk, flight, certificates);
            Findings.reportCertificates(talk, certificates);
        }
    }

    private Outcome over() {
        close();
        return Outcome.OVER;
    }

    void close() {
        if (session != null) {
            session.close();
            session = null;
        }
        waiting = false;
    }
}
