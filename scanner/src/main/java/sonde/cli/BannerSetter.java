// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.banner.BannerOptions.Capture;
import sonde.banner.UserHellos;
import sonde.engine.ScanOptions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.OptionalInt;

/** What the options of {@link Section#BANNERS} do; the twin of {@link BannerEcho}. */
final class BannerSetter {

    private static final int PORT_MAX = 65_535;

    private final ScanOptions options;

    BannerSetter(ScanOptions options) {
        this.options = options;
    }

    /**
     * What {@code --vuln list} prints: a name that {@code --vuln} takes and its meaning, a line.
     */
    static String checks() {
        return """
        heartbleed    TLS servers that give away their memory (CVE-2014-0160)
        ticketbleed   TLS servers that give away memory in session tickets (CVE-2016-9244)
        poodle        servers that still speak SSL 3.0 (CVE-2014-3566); also sslv3
        """;
    }

    /** Sets an option whose value is neither blank nor has control characters. */
    void set(Option option, Given given) throws UsageException {
        switch (option) {
            case BANNERS -> options.banners = Values.yesNo(given);
            case NOBANNERS -> options.banners = !Values.yesNo(given);
            case CONNECTION_TIMEOUT ->
                    options.connectionTimeoutSeconds =
                            Values.quantity(given, 0.1, 86_400, false, "give 0.1 to 86400 seconds");
            case HELLO_TIMEOUT ->
                    options.helloTimeoutSeconds =
                            Values.quantity(given, 0, 3600, false, "give 0 to 3600 seconds");
            case MAX_CONNECTIONS -> {
                int count = (int) Values.integer(given, 0, ScanOptions.CONNECTIONS_MAX);
                options.maxConnections = count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
            }
            case MAX_HANDSHAKES ->
                    options.maxHandshakes =
                            OptionalInt.of(
                                    (int) Values.integer(given, 1, ScanOptions.HANDSHAKES_MAX));
            case DEEP -> options.banner.deep = Values.yesNo(given);
            case HELLO -> setProtocol(given);
            case HELLO_FILE -> setHello(given, readHello(given));
            case HELLO_STRING -> setHello(given, decodeHello(given));
            case CAPTURE -> capture(given, true);
            case NOCAPTURE -> capture(given, false);
            case HEARTBLEED -> check(Capture.HEARTBLEED, Values.yesNo(given));
            case TICKETBLEED -> check(Capture.TICKETBLEED, Values.yesNo(given));
            case VULN -> setCheck(given);
            case NMAP_SERVICE_PROBES -> options.nmapServiceProbes = Values.path(given);
            default -> setHttp(option, given);
        }
    }

    private void setHttp(Option option, Given given) throws UsageException {
        switch (option) {
            case HTTP_METHOD -> options.banner.httpMethod = HttpValues.method(given);
            case HTTP_URL -> options.banner.httpUrl = HttpValues.word(given, "a path");
            case HTTP_VERSION -> options.banner.httpVersion = HttpValues.version(given);
            case HTTP_HOST -> options.banner.httpHost = HttpValues.word(given, "a host's name");
            case HTTP_USER_AGENT -> options.banner.httpUserAgent = HttpValues.text(given);
            case HTTP_HEADER -> HttpValues.addHeader(options.banner, given);
            case HTTP_COOKIE -> options.banner.httpCookies.add(HttpValues.text(given));
            case HTTP_PAYLOAD ->
                    options.banner.httpPayload = given.value().getBytes(StandardCharsets.UTF_8);
            case CONTACT -> options.banner.contact = HttpValues.contact(given);
            default -> throw new IllegalArgumentException(option.label());
        }
    }

    private void setProtocol(Given given) throws UsageException {
        String name =
                switch (Values.lower(given.value())) {
                    case "ssl", "tls" -> "tls";
                    case "http" -> "http";
                    case "smbv1", "smb" -> "smb";
                    default ->
                            throw given.bad(
                                    "is no protocol whose hello can be said everywhere",
                                    "give ssl, http or smbv1");
                };
        options.userHellos = options.userHellos.withProtocol(name);
    }

    private void setHello(Given given, byte[] bytes) throws UsageException {
        int port = UserHellos.ALL_PORTS;
        if (!given.index().isEmpty()) {
            Given index = new Given(given.typed(), given.index());
            port = (int) Values.integer(index, given.index(), 1, PORT_MAX, " for the port");
        }
        options.userHellos = options.userHellos.with(port, bytes);
    }

    private static byte[] readHello(Given given) throws UsageException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Values.path(given))) {
            bytes = in.readNBytes(UserHellos.LENGTH_MAX + 1);
        } catch (IOException e) {
            throw given.unreadable(e);
        }
        return checkLength(given, bytes);
    }

    private static byte[] decodeHello(Given given) throws UsageException {
        try {
            return checkLength(given, Base64.getDecoder().decode(given.value()));
        } catch (IllegalArgumentException _) {
            throw given.bad(
                    "is not base64", "give what base64 -w0 FILE prints, or use --hello-file");
        }
    }

    private static byte[] checkLength(Given given, byte[] bytes) throws UsageException {
        if (bytes.length == 0) {
            throw given.bad("holds nothing to say", "give 1 to 16384 bytes");
        }
        if (bytes.length > UserHellos.LENGTH_MAX) {
            throw given.bad("is too long", "give 1 to 16384 bytes");
        }
        return bytes;
    }

    private void capture(Given given, boolean wanted) throws UsageException {
        Capture capture =
                switch (Values.lower(given.value())) {
                    case "cert" -> Capture.CERT;
                    case "servername" -> Capture.SERVERNAME;
                    case "html" -> Capture.HTML;
                    case "heartbleed" -> Capture.HEARTBLEED;
                    case "ticketbleed" -> Capture.TICKETBLEED;
                    case "poodle", "sslv3" -> Capture.POODLE;
                    default ->
                            throw given.bad(
                                    "can't be captured",
                                    "give cert, servername, html, heartbleed or ticketbleed");
                };
        keep(capture, wanted);
    }

    private void setCheck(Given given) throws UsageException {
        Capture check =
                switch (Values.lower(given.value())) {
                    case "heartbleed" -> Capture.HEARTBLEED;
                    case "ticketbleed" -> Capture.TICKETBLEED;
                    case "poodle", "sslv3" -> Capture.POODLE;
                    case "ntp-monlist" ->
                            throw given.bad(
                                    "is a payload of UDP", "give --payload-extras ntp-monlist");
                    default ->
                            throw given.bad(
                                    "is not a check Sonde makes",
                                    "give heartbleed, ticketbleed or poodle");
                };
        check(check, true);
    }

    private void check(Capture check, boolean wanted) {
        options.banners |= wanted;
        keep(check, wanted);
    }

    private void keep(Capture capture, boolean wanted) {
        if (wanted) {
            options.banner.captures.add(capture);
        } else {
            options.banner.captures.remove(capture);
        }
    }
}
