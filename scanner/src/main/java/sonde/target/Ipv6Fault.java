// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

/** Says what is wrong with an item that was meant to be of IPv6, and what to write instead. */
final class Ipv6Fault {

    private static final String FORMS =
            "write an address (2001:db8::7), a block (2001:db8::/64) or a range"
                    + " (2001:db8::7-2001:db8::20)";

    private Ipv6Fault() {}

    /** Whether an item, with dashes of ASCII, was meant to be of IPv6. */
    static boolean isMeant(String text) {
        boolean hasTwoColons = text.indexOf(':') != text.lastIndexOf(':');
        String upToZone = text.indexOf('%') < 0 ? text : text.substring(0, text.indexOf('%'));
        return (hasTwoColons && TargetFault.consistsOf(upToZone, "0123456789abcdefABCDEF:.-/[]"))
                || text.startsWith("[")
                || text.contains("::");
    }

    /** The fault of an item that is meant to be of IPv6, and is not. */
    static String of(String text) {
        if (text.indexOf('%') >= 0) {
            return "zones (the part from % on) are not taken: write the address alone, and name"
                    + " the interface with -e";
        }
        if (text.contains("]:")) {
            return "write the host alone; ports are given with -p";
        }
        int dash = text.indexOf('-');
        int slash = text.indexOf('/');
        if (dash >= 0 && slash >= 0) {
            return "either a block or a range, not both: " + FORMS;
        }
        if (slash >= 0) {
            String left = text.substring(0, slash);
            return isAddress(left) ? "prefix length must be 0 to 128" : ofAddress(left);
        }
        return dash >= 0
                ? ofRange(text.substring(0, dash), text.substring(dash + 1))
                : ofAddress(text);
    }

    private static String ofRange(String left, String right) {
        if (right.isEmpty()) {
            return "the range has no end: write both addresses, without spaces";
        }
        if (isAddress(left) && isAddress(right)) {
            return "the range runs backwards: write the lower address first";
        }
        if (left.indexOf(':') < 0 || right.indexOf(':') < 0) {
            return "a range needs a full address of the same family on both sides, such as"
                    + " 2001:db8::7-2001:db8::20";
        }
        return ofAddress(isAddress(left) ? right : left);
    }

    private static boolean isAddress(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return text.indexOf('/') < 0
                && text.indexOf('-') < 0
                && new Ipv6Item().parse(bytes, 0, bytes.length);
    }

    private static String ofAddress(String text) {
        boolean opens = text.startsWith("[");
        if (opens != text.endsWith("]")) {
            return "an address has both brackets or none";
        }
        String bare = opens ? text.substring(1, text.length() - 1) : text;
        try {
            IpAddress.parse(bare);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            return "no IPv6 address ("
                    + message.substring(message.lastIndexOf(": ") + 2)
                    + "): "
                    + FORMS;
        }
        return FORMS;
    }
}
