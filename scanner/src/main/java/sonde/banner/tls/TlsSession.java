// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import sonde.banner.Talk;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * TLS on one connection: takes a talk's input through an engine, keeps what comes out of it, and
 * says what the engine wants said. Whatever goes wrong ends it, and is no error. To be closed.
 */
final class TlsSession {

    /** As much decrypted input as a talk may show; {@link Talk#inputLength}. */
    static final int RECEIVED_MAX_BYTES = 65_536;

    /**
     * Steps of the engine in one call. The input of a call has at most 3000 records, each of which
     * takes a few.
     */
    private static final int ROUNDS_MAX = 20_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private byte[] received = {};
    private int receivedLength;
    private boolean handshakeDone;
    private boolean ended;
    private boolean closed;

    private TlsSession(SSLEngine engine) {
        this.engine = engine;
    }

    /** Begins TLS; null if there are too many already. */
    static @Nullable TlsSession open(@Nullable String host, String... protocols) {
        SSLEngine engine = Engines.acquire(host, protocols);
        return engine == null ? null : new TlsSession(engine);
    }

    /** Takes what the talk has received as far as it goes, and says what is to be said. */
    void pump(Talk talk) {
        try {
            boolean moves = !ended;
            for (int round = 0; moves && round < ROUNDS_MAX; round++) {
                moves = step(talk);
            }
            ended |= moves;
        } catch (SSLException | RuntimeException _) {
            // The JDK's parsers answer some malformed input by a RuntimeException.
            ended = true;
        }
        ended |= talk.isInputEnded();
    }

    private boolean step(Talk talk) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NOT_HANDSHAKING && !handshakeDone) {
            engine.beginHandshake();
            return true;
        }
        return switch (status) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(talk, NOTHING);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap(talk);
        };
    }

    private boolean runTasks() {
        Runnable task = engine.getDelegatedTask();
        boolean found = task != null;
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
        return found;
    }

    private boolean wrap(Talk talk, ByteBuffer plain) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(plain, out);
        note(result);
        if (out.position() > 0) {
            talk.say(Arrays.copyOf(out.array(), out.position()));
        }
        return result.getStatus() == Status.OK
                && (result.bytesProduced() > 0 || result.bytesConsumed() > 0 || handshakeDone)
                && !ended;
    }

    private boolean unwrap(Talk talk) throws SSLException {
        if (receivedLength >= RECEIVED_MAX_BYTES) {
            return false;
        }
        int room = engine.getSession().getApplicationBufferSize();
        if (received.length - receivedLength < room) {
            received = Arrays.copyOf(received, receivedLength + room);
        }
        ByteBuffer from = ByteBuffer.wrap(talk.input(), 0, talk.inputLength());
        ByteBuffer to = ByteBuffer.wrap(received, receivedLength, received.length - receivedLength);
        SSLEngineResult result = engine.unwrap(from, to);
        note(result);
        talk.consume(result.bytesConsumed());
        receivedLength += result.bytesProduced();
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            return false;
        }
        return result.getStatus() == Status.OK
                && (result.bytesConsumed() > 0
                        || result.bytesProduced() > 0
                        || result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP);
    }

    private void note(SSLEngineResult result) {
        handshakeDone |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    /** Says this inside TLS; dropped if TLS has ended. */
    void say(Talk talk, byte[] bytes) {
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        try {
            boolean moves = handshakeDone && !closed;
            while (moves && plain.hasRemaining()) {
                int before = plain.remaining();
                wrap(talk, plain);
                moves = plain.remaining() < before;
            }
        } catch (SSLException | RuntimeException _) {
            ended = true;
        }
    }

    boolean isHandshakeDone() {
        return handshakeDone;
    }

    /** Whether nothing more will be received. */
    boolean isEnded() {
        return ended || receivedLength >= RECEIVED_MAX_BYTES;
    }

    byte[] received() {
        return received;
    }

    int receivedLength() {
        return receivedLength;
    }

    void consume(int count) {
        receivedLength -= count;
        System.arraycopy(received, count, received, 0, receivedLength);
    }

    /** The protocol that ALPN agreed on; empty if on none. */
    String protocol() {
        String protocol = engine.getApplicationProtocol();
        return protocol == null ? "" : protocol;
    }

    /** The server's certificates as DER, its own first; empty before the handshake is done. */
    List<byte[]> certificates() {
        List<byte[]> list = new ArrayList<>();
        try {
            for (Certificate each : engine.getSession().getPeerCertificates()) {
                list.add(each.getEncoded());
            }
        } catch (SSLPeerUnverifiedException | CertificateEncodingException _) {
            // A suite without certificates.
        }
        return list;
    }

    /** Gives the engine back; nothing is said any more. */
    void close() {
        if (!closed) {
            closed = true;
            ended = true;
            Engines.release();
        }
    }
}
