// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** A TLS 1.3 server at the far end of a {@link FakeConnection}, without a network. */
final class TlsPeer {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FakeConnection connection;
    private final SSLEngine engine;
    private int heardLength;

    /**
     * @param heardLength how much was said on the connection before TLS
     */
    TlsPeer(SSLContext context, FakeConnection connection, int heardLength) {
        this.connection = connection;
        this.heardLength = heardLength;
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    }

    /** Takes what was said until now, answers as the handshake wants, returns what was inside. */
    String hear() throws SSLException {
        StringBuilder inside = new StringBuilder();
        boolean moves = true;
        while (moves) {
            moves =
                    switch (engine.getHandshakeStatus()) {
                        case NEED_TASK -> {
                            engine.getDelegatedTask().run();
                            yield true;
                        }
                        case NEED_WRAP -> wrap(NOTHING);
                        default -> unwrap(inside);
                    };
        }
        return inside.toString();
    }

    /** Says this inside TLS. */
    void say(String text) throws SSLException {
        wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private boolean unwrap(StringBuilder inside) throws SSLException {
        byte[] said = connection.lastSaid().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer from = ByteBuffer.wrap(said, heardLength, said.length - heardLength);
        ByteBuffer to = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(from, to);
        heardLength = from.position();
        inside.append(new String(to.array(), 0, to.position(), StandardCharsets.ISO_8859_1));
        return result.bytesConsumed() > 0;
    }

    private boolean wrap(ByteBuffer plain) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(plain, out);
        connection.receive(Arrays.copyOf(out.array(), out.position()));
        return out.position() > 0;
    }
}
