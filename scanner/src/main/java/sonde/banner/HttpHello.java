// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the HTTP request that the user wants, fields in a fixed order, the user's own last. */
final class HttpHello {

    /** Where a Host field needs no port. */
    private static final int HTTP_PORT = 80;

    private static final int HTTPS_PORT = 443;

    private HttpHello() {}

    static byte[] bytes(Talk talk) {
        BannerOptions options = talk.options();
        List<String> fields = new ArrayList<>();
        add(fields, options, "Host", host(talk));
        add(fields, options, "User-Agent", SelfName.userAgent(options));
        add(fields, options, "Accept", "*/*");
        if (!options.httpVersion.equalsIgnoreCase("HTTP/1.0")) {
            add(fields, options, "Connection", "close");
        }
        for (String cookie : options.httpCookies) {
            fields.add("Cookie: " + SelfName.oneLine(cookie));
        }
        for (String field : options.httpHeaders) {
            fields.add(SelfName.oneLine(field));
        }
        byte[] payload = options.httpPayload;
        if (payload != null) {
            add(fields, options, "Content-Length", Integer.toString(payload.length));
        }
        String request =
                SelfName.oneLine(
                        options.httpMethod + ' ' + options.httpUrl + ' ' + options.httpVersion);
        String head = request + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        if (payload != null) {
            bytes.writeBytes(payload);
        }
        return bytes.toByteArray();
    }

    /** The host as the user named it, or with its port where that is not usual (RFC 9110, 7.2). */
    static String host(Talk talk) {
        @Nullable String own = talk.options().httpHost;
        if (own != null) {
            return own;
        }
        String name = name(talk);
        return talk.port() == HTTP_PORT || talk.port() == HTTPS_PORT
                ? name
                : name + ':' + talk.port();
    }

    /** The target's name, or its address; one of IPv6 in brackets (RFC 3986, 3.2.2). */
    static String name(Talk talk) {
        @Nullable String name = talk.hostName();
        if (name != null) {
            return name;
        }
        String address = talk.addressText();
        return address.indexOf(':') < 0 ? address : '[' + address + ']';
    }

    /** Adds a field, unless the user has one of that name. */
    private static void add(List<String> fields, BannerOptions options, String name, String value) {
        String start = name.toLowerCase(Locale.ROOT) + ':';
        boolean replaced =
                options.httpHeaders.stream()
                        .anyMatch(each -> each.toLowerCase(Locale.ROOT).startsWith(start));
        if (!replaced) {
            fields.add(name + ": " + SelfName.oneLine(value));
        }
    }
}
