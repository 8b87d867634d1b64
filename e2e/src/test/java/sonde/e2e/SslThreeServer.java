// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server that speaks SSL 3.0 and nothing newer, which openssl(1) has forgotten and Java still
 * knows. It runs as a process of its own and ends with the lab.
 */
final class SslThreeServer {

    static final int PORT = 444;

    private static final String PROTOCOL = "SSLv3";

    private SslThreeServer() {}

    /** Starts it on all addresses of the far side. */
    static void start(Lab lab, Certificate certificate) {
        JavaProgram.start(lab, lab.peer(), SslThreeServer.class, certificate.store().toString());
    }

    /** Shakes hands until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        char[] password = Certificate.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(PORT)) {
            server.setEnabledProtocols(new String[] {PROTOCOL});
            server.setEnabledCipherSuites(server.getSupportedCipherSuites());
            JavaProgram.sayReady();
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> shakeHands((SSLSocket) socket));
            }
        }
    }

    private static void shakeHands(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
        } catch (IOException e) {
            // A scanner goes when it has seen the certificate.
        }
    }
}
