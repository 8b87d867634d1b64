// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.BannerProtocol;
import sonde.banner.Match;
import sonde.banner.Talk;
import sonde.record.Recognition;
import sonde.record.Service;

import java.util.List;
import java.util.Map;

/**
 * The conversation inside TLS: finds out which protocol it is, and is the {@link Talk} of that
 * protocol. A service that greets is known by its greeting; where none comes, the hello of the
 * port's usual protocol is tried, or that of HTTP, and the answer is matched with all protocols.
 */
final class InnerConversation implements Talk {

    /** How long a greeting is waited for, in nanoseconds. */
    private static final long GREETING_NANOS = 1_500_000_000L;

    private static final String HTTP = "http";

    /** Services inside TLS whose client speaks first; IANA's port numbers. */
    private static final Map<Integer, String> USUAL_PROTOCOLS =
            Map.of(
                    636, "ldap", 3269, "ldap", 5061, "sip", 5671, "amqp", 6380, "redis", 8883,
                    "mqtt");

    /** Ports on which it is HTTP, so that no greeting is waited for. */
    private static final List<Integer> HTTP_PORTS =
            List.of(443, 2083, 2087, 2096, 2376, 5986, 6443, 8140, 8443, 8531, 9443, 10250);

    private final List<BannerProtocol> protocols;
    private @Nullable Talk outer;
    private @Nullable TlsSession session;
    private @Nullable BannerProtocol protocol;

    /** Said without waiting: of the protocol that another one has pointed at. */
    private @Nullable BannerProtocol suspected;

    private boolean helloSaid;
    private boolean waiting;
    private boolean wakeWanted;
    private boolean over;
    private boolean reconnecting;
    private boolean begun;
    private int step;
    private long memo;
    private @Nullable Object attachment;

    // What the protocol had seen at its last call.
    private int seenLength;
    private boolean seenEnd;

    InnerConversation(List<BannerProtocol> protocols) {
        this.protocols = protocols;
    }

    /** What TLS should offer by ALPN on this port. */
    static String[] applicationProtocols(int port) {
        return USUAL_PROTOCOLS.containsKey(port) ? new String[0] : new String[] {"http/1.1"};
    }

    /**
     * Goes on, the handshake done.
     *
     * @param woken whether this is the call that {@link Talk#wakeAfter} asked for
     */
    void go(Talk talk, TlsSession tls, boolean woken) {
        outer = talk;
        session = tls;
        talk.setRecognition(Recognition.TLS);
        if (protocol == null) {
            recognise(tls, woken);
        }
        BannerProtocol found = protocol;
        while (found != null && !over && !reconnecting && isNewsFor(woken)) {
            woken = false;
            begun = true;
            wakeWanted = false;
            seenLength = tls.receivedLength();
            seenEnd = isInputEnded();
            found.talk(this);
            // What it left is not news again; what fitted in only now is.
            seenLength = Math.min(seenLength, tls.receivedLength());
            if (!over && !reconnecting) {
                tls.pump(talk);
            }
        }
        over |= isInputEnded() && !reconnecting && !(protocol != null && isNewsFor(false));
        outer = null;
        session = null;
    }

    private boolean isNewsFor(boolean woken) {
        return !begun
                || (woken && wakeWanted)
                || tls().receivedLength() > seenLength
                || (isInputEnded() && !seenEnd);
    }

    /** Whether there is no more to learn inside. */
    boolean isOver() {
        return over;
    }

    /** Whether another connection was asked for, on which this goes on. */
    boolean isReconnecting() {
        return reconnecting;
    }

    /** Another connection is there. */
    void restart() {
        reconnecting = false;
        helloSaid = false;
        waiting = false;
        begun = false;
        seenLength = 0;
        seenEnd = false;
    }

    private void recognise(TlsSession tls, boolean woken) {
        int length = tls.receivedLength();
        if (length == 0) {
            if (tls.isEnded()) {
                over = true;
            } else if (!helloSaid) {
                awaitGreeting(tls, woken);
            }
            return;
        }
        BannerProtocol weak = null;
        boolean partial = false;
        for (BannerProtocol each : protocols) {
            Match match = each.match(tls.received(), length);
            if (match == Match.YES) {
                protocol = each;
                return;
            }
            partial |= match == Match.PARTIAL;
            weak = weak == null && match == Match.WEAK ? each : weak;
        }
        if (partial && !woken && !tls.isEnded()) {
            return;
        }
        if (weak != null) {
            protocol = weak;
            return;
        }
        report(Service.UNKNOWN, tls.received(), 0, length);
        over = true;
    }

    private void awaitGreeting(TlsSession tls, boolean woken) {
        boolean atOnce =
                suspected != null
                        || HTTP_PORTS.contains(port())
                        || USUAL_PROTOCOLS.containsKey(port())
                        || tls.protocol().startsWith(HTTP);
        if (!atOnce && !waiting) {
            waiting = true;
            atOnce = !talk().wakeAfter(GREETING_NANOS);
        }
        if (atOnce || woken) {
            BannerProtocol first = suspected == null ? usual() : suspected;
            if (first == null) {
                over = true;
                return;
            }
            helloSaid = true;
            tls.say(talk(), first.hello(this));
        }
    }

    private @Nullable BannerProtocol usual() {
        BannerProtocol usual = named(USUAL_PROTOCOLS.getOrDefault(port(), HTTP));
        return usual == null ? named(HTTP) : usual;
    }

    private @Nullable BannerProtocol named(String name) {
        return protocols.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    }

    private Talk talk() {
        if (outer == null) {
            throw new IllegalStateException("a talk is valid until its call ends");
        }
        return outer;
    }

    private TlsSession tls() {
        if (session == null) {
            throw new IllegalStateException("a talk is valid until its call ends");
        }
        return session;
    }

    @Override
    public int port() {
        return talk().port();
    }

    @Override
    public String addressText() {
        return talk().addressText();
    }

    @Override
    public @Nullable String hostName() {
        return talk().hostName();
    }

    @Override
    public BannerOptions options() {
        return talk().options();
    }

    @Override
    public byte[] input() {
        return tls().received();
    }

    @Override
    public int inputLength() {
        return Math.min(tls().receivedLength(), TlsSession.RECEIVED_MAX_BYTES);
    }

    @Override
    public boolean isInputEnded() {
        return tls().isEnded();
    }

    @Override
    public void consume(int count) {
        tls().consume(count);
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public void setStep(int step) {
        this.step = step;
    }

    @Override
    public long memo() {
        return memo;
    }

    @Override
    public void setMemo(long memo) {
        this.memo = memo;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public void say(byte[] bytes) {
        tls().say(talk(), bytes);
    }

    @Override
    public void report(Service service, byte[] bytes, int offset, int length) {
        talk().report(service, bytes, offset, length);
    }

    @Override
    public void report(Service service, String text) {
        talk().report(service, text);
    }

    @Override
    public void finish() {
        over = true;
    }

    @Override
    public boolean reconnect(int step) {
        reconnecting = talk().reconnect(Tls.INNER_STEP);
        if (reconnecting) {
            this.step = step;
        }
        return reconnecting;
    }

    @Override
    public boolean wakeAfter(long nanos) {
        wakeWanted = talk().wakeAfter(nanos);
        return wakeWanted;
    }

    @Override
    public void suspect(String protocolName) {
        BannerProtocol next = named(protocolName);
        if (suspected != null || next == null || !talk().reconnect(Tls.INNER_STEP)) {
            over = true;
            return;
        }
        suspected = next;
        reconnecting = true;
        protocol = null;
        step = 0;
        memo = 0;
        attachment = null;
    }

    /** TLS inside TLS is more than anybody asks for. */
    @Override
    public void startTls() {
        over = true;
    }
}
