// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The key and the certificate of a test's TLS servers. */
public final class ServerKey {

    /** The names in the certificate, as they are reported. */
    public static final String NAMES = "www.example.org, mail.example.org, *.example.net";

    private static final String PASSWORD = "changeit";

    private final KeyStore keys;

    private ServerKey(KeyStore keys) {
        this.keys = keys;
    }

    /** That of a folder, made at the first call. */
    public static ServerKey in(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("server.p12");
        if (!Files.exists(file)) {
            makeKey(file);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new ServerKey(keys);
    }

    /** A context for servers with this key. */
    public SSLContext context() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** The certificate as it is reported. */
    public String certificate() throws GeneralSecurityException {
        return Base64.getEncoder().encodeToString(keys.getCertificate("server").getEncoded());
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
}
