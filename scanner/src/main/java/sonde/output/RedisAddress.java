// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

/**
 * Where a Redis server is: {@code host}, {@code host:port}, {@code [address]:port} or a bare IPv6
 * address, and behind a slash the key of a stream.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 * @param key what stands behind the slash; null for none
 */
record RedisAddress(String host, int port, @Nullable String key) {

    /** As redis.conf has it. */
    private static final int PORT_DEFAULT = 6379;

    private static final int PORT_MAX = 65535;
    private static final int PORT_DIGITS_MAX = 5;
    private static final int KEY_MAX_CHARACTERS = 256;

    static RedisAddress parse(String text) throws OutputException {
        int slash = text.indexOf('/');
        String place = slash < 0 ? text : text.substring(0, slash);
        String key = slash < 0 ? null : key(text, text.substring(slash + 1));
        if (place.startsWith("[")) {
            int end = place.indexOf(']');
            String rest = end < 0 ? "" : place.substring(end + 1);
            if (end < 2 || (!rest.isEmpty() && !rest.startsWith(":"))) {
                throw invalid(text);
            }
            int port = rest.isEmpty() ? PORT_DEFAULT : port(text, rest.substring(1));
            return new RedisAddress(place.substring(1, end), port, key);
        }
        int colon = place.indexOf(':');
        if (colon < 0 || place.lastIndexOf(':') != colon) {
            return of(text, place, PORT_DEFAULT, key);
        }
        return of(text, place.substring(0, colon), port(text, place.substring(colon + 1)), key);
    }

    private static RedisAddress of(String text, String host, int port, @Nullable String key)
            throws OutputException {
        if (host.isEmpty()) {
            throw invalid(text);
        }
        return new RedisAddress(host, port, key);
    }

    private static int port(String text, String digits) throws OutputException {
        boolean isNumber = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || digits.length() > PORT_DIGITS_MAX) {
            throw invalid(text);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > PORT_MAX) {
            throw invalid(text);
        }
        return port;
    }

    private static String key(String text, String key) throws OutputException {
        boolean isPlain = key.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (key.isEmpty() || key.length() > KEY_MAX_CHARACTERS || !isPlain) {
            throw invalid(text);
        }
        return key;
    }

    private static OutputException invalid(String text) {
        return new OutputException(
                "no Redis server is at " + text + ": write host, host:port or [IPv6 address]:port",
                null);
    }
}
