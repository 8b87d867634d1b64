// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.Protocols;
import sonde.banner.Recogniser;
import sonde.banner.Talk;
import sonde.record.Recognition;
import sonde.record.Service;
import sonde.tcp.Connection;
import sonde.wire.IpAddress;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A connection of the machine as a protocol sees it. One object, pointed at one connection after
 * the other; what the protocol decides in a call is carried out after it.
 */
final class ConnectionTalk implements Talk {

    /** Takes what a protocol reports. */
    @FunctionalInterface
    interface Reporter {
        void report(Connection connection, Service service, byte[] text);
    }

    /** What a protocol decided in a call. */
    enum Decision {
        /** To go on when something happens. */
        GO_ON,
        FINISH,
        RECONNECT,
        SUSPECT,
        START_TLS
    }

    private final BannerOptions options;
    private final int handshakesMax;
    private final Function<IpAddress, @Nullable String> hostNames;
    private final Reporter reporter;

    private @Nullable Connection connection;
    private boolean isEnded;
    private Decision decision = Decision.GO_ON;
    private long wakeNanos;

    /**
     * @param hostNames the name by which an address was given, or null
     */
    ConnectionTalk(
            BannerOptions options,
            int handshakesMax,
            Function<IpAddress, @Nullable String> hostNames,
            Reporter reporter) {
        this.options = options;
        this.handshakesMax = handshakesMax;
        this.hostNames = hostNames;
        this.reporter = reporter;
    }

    /**
     * Points it at a connection for one call.
     *
     * @param hasEnded whether no more input will come, whatever the connection says
     */
    ConnectionTalk on(Connection next, boolean hasEnded) {
        connection = next;
        isEnded = hasEnded || next.isInputEnded();
        decision = Decision.GO_ON;
        wakeNanos = 0;
        return this;
    }

    /** What the protocol decided in the last call. */
    Decision decision() {
        return decision;
    }

    private Connection connection() {
        Connection current = connection;
        if (current == null) {
            throw new IllegalStateException("points at no connection");
        }
        return current;
    }

    @Override
    public int port() {
        return TalkState.targetPort(connection());
    }

    @Override
    public String addressText() {
        return connection().remoteAddress().toText();
    }

    @Override
    public @Nullable String hostName() {
        return hostNames.apply(connection().remoteAddress());
    }

    @Override
    public BannerOptions options() {
        return options;
    }

    @Override
    public byte[] input() {
        return connection().input();
    }

    @Override
    public int inputLength() {
        return connection().inputLength();
    }

    @Override
    public boolean isInputEnded() {
        return isEnded;
    }

    @Override
    public void consume(int count) {
        connection().consume(count);
    }

    @Override
    public int step() {
        return TalkState.step(connection());
    }

    @Override
    public void setStep(int step) {
        TalkState.setStep(connection(), step);
    }

    @Override
    public long memo() {
        return TalkState.memo(connection());
    }

    @Override
    public void setMemo(long memo) {
        TalkState.setMemo(connection(), memo);
    }

    @Override
    public @Nullable Object attachment() {
        return connection().attachment();
    }

    @Override
    public void attach(@Nullable Object attachment) {
        connection().attach(attachment);
    }

    /**
     * What the buffers have no room for is not said; the server's silence ends the conversation.
     */
    @Override
    public void say(byte[] bytes) {
        if (!isEnded) {
            connection().send(bytes, 0, bytes.length);
        }
    }

    @Override
    public void report(Service service, byte[] bytes, int offset, int length) {
        int kept = Math.min(length, options.bannerMaxBytes);
        reporter.report(connection(), service, Arrays.copyOfRange(bytes, offset, offset + kept));
    }

    @Override
    public void report(Service service, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        report(service, bytes, 0, bytes.length);
    }

    @Override
    public void finish() {
        decision = Decision.FINISH;
    }

    @Override
    public boolean reconnect(int step) {
        if (!mayReconnect()) {
            decision = Decision.FINISH;
            return false;
        }
        TalkState.setResume(connection(), step);
        decision = Decision.RECONNECT;
        return true;
    }

    @Override
    public boolean wakeAfter(long nanos) {
        wakeNanos = nanos;
        return true;
    }

    /** When the protocol wants to be called again, from now; 0 if it named no time. */
    long wakeNanos() {
        return wakeNanos;
    }

    @Override
    public void setRecognition(Recognition recognition) {
        TalkState.setRecognition(connection(), recognition);
    }

    @Override
    public void suspect(String protocolName) {
        int place = Protocols.placeOf(protocolName);
        if (place < 0 || !mayReconnect()) {
            decision = Decision.FINISH;
            return;
        }
        TalkState.setNext(connection(), place);
        decision = Decision.SUSPECT;
    }

    @Override
    public void startTls() {
        decision =
                Protocols.placeOf("tls") == Recogniser.NOBODY
                        ? Decision.FINISH
                        : Decision.START_TLS;
    }

    private boolean mayReconnect() {
        return TalkState.handshakes(connection()) < handshakesMax;
    }
}
