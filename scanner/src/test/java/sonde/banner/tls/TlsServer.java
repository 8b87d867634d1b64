// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A TLS server of the JDK on the loopback interface: greets, or answers what it is told. */
final class TlsServer implements AutoCloseable {

    /** The names in its certificate, as they are reported. */
    static final String NAMES = "www.example.org, mail.example.org, *.example.net";

    private static final String PASSWORD = "changeit";

    private final ServerSocket listener;
    private final SSLContext context;
    private final KeyStore keys;
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
        Path file = folder.resolve("server.p12");
        if (!Files.exists(file)) {
            makeKey(file);
        }
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD.toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    private static void makeKey(Path file) throws IOException, InterruptedException {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "RSA",
                                "-keysize",
                                "2048",
                                "-dname",
                                "CN=www.example.org, O=Sonde",
                                "-ext",
                                "san=dns:mail.example.org,ip:198.18.0.1,dns:*.example.net,"
                                        + "dns:www.example.org",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no key");
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The certificate as it is reported. */
    String certificate() throws GeneralSecurityException {
        return Base64.getEncoder().encodeToString(keys.getCertificate("server").getEncoded());
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
