// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.banner.BannerOptions;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Reads values that become part of an HTTP request. Nothing that would end a line or a word of the
 * request before its time is let through: what is sent is what was meant.
 */
final class HttpValues {

    /** The longest value, in characters; servers take headers of 8 KiB altogether. */
    private static final int LENGTH_MAX = 4096;

    /** What a token may hold besides letters and digits, RFC 9110, section 5.6.2. */
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private static final String HEADER_REMEDY = "give NAME:TEXT, such as X-Scan:research";

    private HttpValues() {}

    /** A request's method. */
    static String method(Given given) throws UsageException {
        if (!isToken(given.value())) {
            throw given.bad("is no method of HTTP", "give one word, such as HEAD");
        }
        return given.value();
    }

    /** A version with or without {@code HTTP/} in front; returned with it. */
    static String version(Given given) throws UsageException {
        String value = given.value();
        boolean named = value.regionMatches(true, 0, "HTTP/", 0, 5);
        String number = named ? value.substring(5) : value;
        if (number.length() != 3
                || number.charAt(1) != '.'
                || !Values.isDigits(number.substring(0, 1))
                || !Values.isDigits(number.substring(2))) {
            throw given.bad("is no version of HTTP", "give two digits, such as 1.1");
        }
        return "HTTP/" + number;
    }

    /** Text of visible ASCII without blanks. */
    static String word(Given given, String what) throws UsageException {
        if (text(given).indexOf(' ') >= 0) {
            throw given.bad("has a blank, which ends " + what, "write %20");
        }
        return given.value();
    }

    /** The text of a header field: printable ASCII. */
    static String text(Given given) throws UsageException {
        return text(given, given.value());
    }

    /** A web or mail address, which goes into a comment of the User-Agent. */
    static String contact(Given given) throws UsageException {
        String value = word(given, "the address");
        boolean address;
        try {
            address = new URI(value).isAbsolute();
        } catch (URISyntaxException _) {
            address = false;
        }
        if (!address || value.indexOf('(') >= 0 || value.indexOf(')') >= 0) {
            throw given.bad(
                    "is no address to turn to",
                    "give one such as https://scan.example/ or mailto:scan@example.org");
        }
        return value;
    }

    /**
     * A header field as {@code NAME:TEXT} or with its name as index. It replaces one of the same
     * name; those that have options of their own are set as by these.
     */
    static void addHeader(BannerOptions options, Given given) throws UsageException {
        String name = given.index();
        String value = given.value();
        if (name.isEmpty()) {
            int colon = value.indexOf(':');
            if (colon < 0) {
                throw given.bad("has no colon", HEADER_REMEDY);
            }
            name = value.substring(0, colon).strip();
            value = value.substring(colon + 1);
        }
        if (!isToken(name)) {
            throw given.bad("has no good name", HEADER_REMEDY);
        }
        String text = text(given, value).strip();
        String start = name + ": ";
        switch (Values.lower(name)) {
            case "host" -> options.httpHost = word(new Given(given.typed(), text), "a host's name");
            case "user-agent" -> options.httpUserAgent = text;
            case "content-length" ->
                    throw given.bad("would lie about the body", "give the body by --http-payload");
            default -> {
                options.httpHeaders.removeIf(
                        line -> line.regionMatches(true, 0, start, 0, start.length()));
                options.httpHeaders.add(start + text);
            }
        }
    }

    private static String text(Given given, String value) throws UsageException {
        if (value.length() > LENGTH_MAX) {
            throw given.bad("is too long", "give at most 4096 characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw given.bad(
                        "has a character that HTTP headers don't bear", "give printable ASCII");
            }
        }
        return value;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LENGTH_MAX;
    }
}
