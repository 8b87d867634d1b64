// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.BannerOptions.Capture;
import sonde.banner.UserHellos;
import sonde.engine.ScanOptions;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Prints the options of {@link Section#BANNERS}; the twin of {@link BannerSetter}. */
final class BannerEcho {

    private static final ScanOptions DEFAULTS = new ScanOptions();

    private BannerEcho() {}

    /** Prints what an option has to say. */
    static void print(OptionEcho echo, Option option, ScanOptions options) {
        BannerOptions banner = options.banner;
        switch (option) {
            case BANNERS -> echo.flag(option, options.banners);
            case CONNECTION_TIMEOUT ->
                    seconds(
                            echo,
                            option,
                            options.connectionTimeoutSeconds,
                            DEFAULTS.connectionTimeoutSeconds);
            case HELLO_TIMEOUT ->
                    seconds(
                            echo,
                            option,
                            options.helloTimeoutSeconds,
                            DEFAULTS.helloTimeoutSeconds);
            case MAX_CONNECTIONS -> echo.number(option, options.maxConnections);
            case MAX_HANDSHAKES -> {
                if (options.maxHandshakes.isPresent()) {
                    echo.line(option, Integer.toString(options.maxHandshakes.getAsInt()));
                }
            }
            case DEEP -> echo.flag(option, banner.deep);
            case HELLO -> echo.textLine(option, hello(options.userHellos.protocolName()));
            case HELLO_STRING ->
                    options.userHellos.forEach((bytes, port) ->
                            echo.line(
                                    option,
                                    port == UserHellos.ALL_PORTS ? "" : "[" + port + "]",
                                    Base64.getEncoder().encodeToString(bytes)));
            case HTTP_METHOD ->
                    changed(echo, option, banner.httpMethod, DEFAULTS.banner.httpMethod);
            case HTTP_URL -> changed(echo, option, banner.httpUrl, DEFAULTS.banner.httpUrl);
            case HTTP_VERSION ->
                    changed(echo, option, banner.httpVersion, DEFAULTS.banner.httpVersion);
            case HTTP_HOST -> echo.textLine(option, banner.httpHost);
            case HTTP_USER_AGENT -> echo.textLine(option, banner.httpUserAgent);
            case HTTP_HEADER -> echo.lines(option, banner.httpHeaders);
            case HTTP_COOKIE -> echo.lines(option, banner.httpCookies);
            case HTTP_PAYLOAD -> {
                if (banner.httpPayload != null) {
                    echo.line(option, new String(banner.httpPayload, StandardCharsets.UTF_8));
                }
            }
            case CONTACT -> echo.textLine(option, banner.contact);
            case CAPTURE -> captures(echo, options);
            case NOCAPTURE -> {
                for (Capture capture : DEFAULTS.banner.captures) {
                    if (!banner.captures.contains(capture)) {
                        echo.line(option, Values.lower(capture.name()));
                    }
                }
            }
            case NMAP_SERVICE_PROBES ->
                    echo.textLine(option, Objects.toString(options.nmapServiceProbes, null));
            // Said by another option's line.
            case NOBANNERS, HELLO_FILE, HEARTBLEED, TICKETBLEED, VULN -> {}
            default -> throw new IllegalArgumentException(option.label());
        }
    }

    /** A protocol as masscan calls it. */
    private static @Nullable String hello(@Nullable String protocol) {
        if ("tls".equals(protocol)) {
            return "ssl";
        }
        return "smb".equals(protocol) ? "smbv1" : protocol;
    }

    /** Poodle masscan knows as a check alone, which asks for banners too. */
    private static void captures(OptionEcho echo, ScanOptions options) {
        for (Capture capture : options.banner.captures) {
            boolean isCheck = capture == Capture.POODLE && options.banners;
            if (!DEFAULTS.banner.captures.contains(capture)) {
                echo.line(isCheck ? Option.VULN : Option.CAPTURE, Values.lower(capture.name()));
            }
        }
    }

    private static void seconds(OptionEcho echo, Option option, double value, double usual) {
        if (value != usual) {
            echo.line(option, OptionEcho.plain(value));
        }
    }

    private static void changed(OptionEcho echo, Option option, String value, String usual) {
        if (!value.equals(usual)) {
            echo.line(option, value);
        }
    }
}
