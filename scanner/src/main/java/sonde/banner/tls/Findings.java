// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import sonde.banner.BannerOptions.Capture;
import sonde.banner.Talk;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** How what is learned of a server is reported, as far as masscan has a form for it in that. */
final class Findings {

    private Findings() {}

    /** Version, suite, names and certificates; of an alert its numbers; else the bytes. */
    static void report(Talk talk, ServerFlight flight) {
        if (flight.hasHello()) {
            reportService(talk, flight, flight.certificates());
            talk.report(Service.JA4S, Ja4s.of(flight));
            reportCertificates(talk, flight.certificates());
        } else if (flight.alert() >= 0) {
            reportAlert(talk, flight.alert());
        } else if (flight.end() > 0) {
            talk.report(Service.UNKNOWN, talk.input(), 0, flight.end());
        }
    }

    /**
     * An alert is all there is.
     *
     * @param alert level and description
     */
    static void reportAlert(Talk talk, int alert) {
        talk.report(Service.SSL, "ALERT(0x%04x)".formatted(alert));
    }

    /** Such as {@code TLS/1.2 cipher:0xc02f alpn:h2, example.org, www.example.org}. */
    static void reportService(Talk talk, ServerFlight flight, List<byte[]> certificates) {
        StringBuilder text = new StringBuilder();
        text.append(Wire.versionText(flight.version()));
        text.append(" cipher:0x").append(Integer.toHexString(flight.cipher()));
        String protocol = flight.protocol();
        if (protocol != null) {
            text.append(" alpn:").append(protocol);
        }
        if (!certificates.isEmpty()) {
            for (String name : CertificateNames.of(certificates.getFirst())) {
                text.append(", ").append(name);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        talk.report(Service.SSL, bytes, 0, bytes.length);
    }

    static void reportCertificates(Talk talk, List<byte[]> certificates) {
        if (!talk.options().captures.contains(Capture.CERT)) {
            return;
        }
        Service service = Service.X509;
        for (byte[] each : certificates) {
            talk.report(service, Base64.getEncoder().encodeToString(each));
            service = Service.X509_CA;
        }
    }
}
