// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A TLS server of the JDK on the loopback interface: greets, or answers what it is told. */
final class TlsServer implements AutoCloseable {

    /** The names in its certificate, as they are reported. */
    static final String NAMES = ServerKey.NAMES;

    private final ServerSocket listener;
    private final SSLContext context;
    private final ServerKey key;
    private final String[] versions;
    private final @Nullable String greeting;
    private final String answer;

    /**
     * @param folder for the key, made at the first call
     * @param greeting what it says unasked, or null
     * @param answer what it says to a line
     */
    TlsServer(Path folder, @Nullable String greeting, String answer, String... versions)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.greeting = greeting;
        this.answer = answer;
        this.versions = versions;
        key = ServerKey.in(folder);
        context = key.context();
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The certificate as it is reported. */
    String certificate() throws GeneralSecurityException {
        return key.certificate();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket plain = listener.accept()) {
                plain.setSoTimeout(5000);
                talk(plain);
            } catch (IOException _) {
                // A client that goes away in the middle, or the end.
            }
        }
    }

    private void talk(Socket plain) throws IOException {
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "client", 0, true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(versions);
        SSLParameters parameters = tls.getSSLParameters();
        if (greeting == null) {
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        if (greeting != null) {
            tls.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
        }
        if (tls.getInputStream().read(new byte[1024]) > 0) {
            tls.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
        tls.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
