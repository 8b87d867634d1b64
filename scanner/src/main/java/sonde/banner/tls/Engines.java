// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's TLS engines, and how many of them there may be: each holds some 100 KB while it works.
 * They trust every server, since a scanner wants to know what a certificate says and not whether to
 * believe it, and speak all versions and suites that the JDK still knows.
 */
final class Engines {

    /** Engines at once in this process. */
    static final int ENGINES_MAX = 256;

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");

    private static final AtomicInteger IN_USE = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();

    private Engines() {}

    /** Loaded with the first engine: setting up takes some 100 ms. */
    private static final class Holder {
        static final SSLContext CONTEXT = context();
    }

    private static SSLContext context() {
        // Read when the classes of TLS are loaded. Old servers are what a scan is to find.
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            context.getClientSessionContext().setSessionCacheSize(1);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has TLS", e);
        }
    }

    /** Whether there is one; if not, another conversation is counted that does without. */
    static boolean areAvailable() {
        boolean available = IN_USE.get() < ENGINES_MAX;
        if (!available) {
            REFUSED.incrementAndGet();
        }
        return available;
    }

    /** How many are in use. */
    static int inUse() {
        return IN_USE.get();
    }

    /** How many conversations had to do without. */
    static int refusedCount() {
        return REFUSED.get();
    }

    /**
     * An engine, to be given back by {@link #release}; null if all are in use.
     *
     * @param host the server's name, if known
     * @param protocols to be offered by ALPN
     */
    static @Nullable SSLEngine acquire(@Nullable String host, String... protocols) {
        if (IN_USE.incrementAndGet() > ENGINES_MAX) {
            IN_USE.decrementAndGet();
            REFUSED.incrementAndGet();
            return null;
        }
        // Without a peer's name, which would keep its session in the cache for a day.
        SSLEngine engine = Holder.CONTEXT.createSSLEngine();
        engine.setUseClientMode(true);
        List<String> supported = Arrays.asList(engine.getSupportedProtocols());
        engine.setEnabledProtocols(
                VERSIONS.stream().filter(supported::contains).toArray(String[]::new));
        engine.setEnabledCipherSuites(engine.getSupportedCipherSuites());
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        setName(parameters, host);
        engine.setSSLParameters(parameters);
        return engine;
    }

    static void release() {
        int left = IN_USE.decrementAndGet();
        assert left >= 0;
    }

    private static void setName(SSLParameters parameters, @Nullable String host) {
        if (host != null) {
            try {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            } catch (IllegalArgumentException _) {
                // Not a name that TLS can carry; it goes without.
            }
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
