// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with an item that is no address, block or range, and what to write instead.
 */
final class TargetFault {

    private static final String FORMS =
            "write an address (192.0.2.7), a block (192.0.2.0/24) or a range"
                    + " (192.0.2.7-192.0.2.20)";

    private static final int NAME_LABEL_MAX = 63;

    private TargetFault() {}

    /** The fault of an item, or null if it is a host name. */
    static @Nullable String of(String item) {
        String text = withAsciiDashes(item);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F || c == 0xFFFD) {
                return "not text; is this a list of targets, in ASCII or UTF-8?";
            }
        }
        if (text.contains("://")) {
            return "write the host alone, without scheme and path";
        }
        if (text.indexOf(';') >= 0) {
            return "separate targets by commas, spaces or line ends";
        }
        if (Ipv6Fault.isMeant(text)) {
            return Ipv6Fault.of(text);
        }
        if (text.indexOf('*') >= 0) {
            return "no wildcards: write a block (192.0.2.0/24) or a range (192.0.2.0-192.0.2.255)";
        }
        if (consistsOf(text, "0123456789./-")) {
            return ofNumbers(text);
        }
        int slash = text.indexOf('/');
        if (slash > 0 && isQuad(text.substring(0, slash))) {
            return "prefix length must be 0 to 32";
        }
        if (slash > 0) {
            return "a block needs an address before the slash: " + FORMS;
        }
        return ofName(text);
    }

    private static String withAsciiDashes(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < result.length(); i++) {
            if (result.charAt(i) >= '\u2010' && result.charAt(i) <= '\u2015') {
                result.setCharAt(i, '-');
            }
        }
        return result.toString();
    }

    static boolean consistsOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String ofNumbers(String text) {
        int dash = text.indexOf('-');
        int slash = text.indexOf('/');
        if (dash == 0 || slash == 0) {
            return "nothing stands before the '"
                    + text.charAt(0)
                    + "': write ranges and blocks without spaces";
        }
        if (dash < 0 && slash < 0) {
            return ofAddress(text);
        }
        if (slash > 0 && dash > 0) {
            return "either a block or a range, not both: " + FORMS;
        }
        int split = Math.max(dash, slash);
        String left = text.substring(0, split);
        String right = text.substring(split + 1);
        if (slash > 0) {
            return isQuad(left) ? "prefix length must be 0 to 32" : ofAddress(left);
        }
        return ofRange(left, right);
    }

    private static String ofRange(String left, String right) {
        if (right.isEmpty()) {
            return "the range has no end: write both addresses, without spaces";
        }
        if (isQuad(left) && isQuad(right)) {
            return "the range runs backwards: write the lower address first";
        }
        if (isQuad(left) && consistsOf(right, "0123456789") && right.length() <= 3) {
            String network = left.substring(0, left.lastIndexOf('.') + 1);
            return "a range needs a full address on both sides: write "
                    + left
                    + "-"
                    + network
                    + right;
        }
        if (partCount(left) == 4 && partCount(right) == 4) {
            return ofAddress(isQuad(left) ? right : left);
        }
        return "a range needs a full address on both sides, such as 10.0.0.0-10.0.255.255; ranges"
                + " inside an address are not taken";
    }

    private static String ofAddress(String text) {
        if (text.isEmpty()) {
            return FORMS;
        }
        if (partCount(text) != 4) {
            return "an address has four numbers with dots between, such as 192.0.2.7";
        }
        for (int i = 0; i < text.length(); i++) {
            boolean startsNumber = i == 0 || text.charAt(i - 1) == '.';
            if (startsNumber
                    && text.charAt(i) == '0'
                    && i + 1 < text.length()
                    && text.charAt(i + 1) != '.') {
                return "leading zeros are not taken (010 is 8 to some programs): write 10, not 010";
            }
        }
        return "each of the four numbers must be 0 to 255";
    }

    private static int partCount(String text) {
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == '.' ? 1 : 0;
        }
        return count;
    }

    private static boolean isQuad(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return consistsOf(text, "0123456789.") && new TargetItem().parse(bytes, 0, bytes.length);
    }

    /**
     * Null if the text can be a host name: RFC 1123 section 2.1, and underscores, which are common.
     */
    private static @Nullable String ofName(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.indexOf(':') >= 0) {
            return "write the host alone; ports are given with -p";
        }
        int start = 0;
        String label;
        do {
            int dot = name.indexOf('.', start);
            label = name.substring(start, dot < 0 ? name.length() : dot);
            start = dot + 1;
            if (!isLabel(label)) {
                return "neither an address nor a host name: " + FORMS;
            }
        } while (start > 0);
        // A name ends in a letter somewhere in its last part; 10.0.0.0x1 and 1.2.3.256 were meant
        // to be addresses.
        if (consistsOf(label, "0123456789") || label.startsWith("0x") || label.startsWith("0X")) {
            return "neither an address nor a host name; numbers are decimal: " + FORMS;
        }
        return name.length() < TargetItem.LENGTH_MAX ? null : "too long for a host name";
    }

    private static boolean isLabel(String label) {
        if (label.isEmpty()
                || label.length() > NAME_LABEL_MAX
                || label.startsWith("-")
                || label.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }
}
