// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What OpenSSL 3.0 (s_server, SECLEVEL 0) answered to {@link Tls#hello}: one file a version, and
 * one alert. The certificates are of www.example.org and of its CA.
 */
final class Recorded {

    private Recorded() {}

    /**
     * @param name tls10, tls11, tls12, tls13 or alert
     */
    static byte[] answer(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream(name + ".bin")) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
