// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/**
 * Option names compared as masscan compares them: case, {@code -}, {@code .} and {@code _} don't
 * count.
 */
final class Names {

    private Names() {}

    /** Whether two names are the same. */
    static boolean same(String a, String b) {
        return same(a, 0, a.length(), b);
    }

    /** Whether a name is one of those in a list, separated by spaces. */
    static boolean listed(String names, String name) {
        int start = 0;
        while (start < names.length()) {
            int space = names.indexOf(' ', start);
            int end = space < 0 ? names.length() : space;
            if (same(names, start, end, name)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** A name without what doesn't count. */
    static String normalize(String name) {
        StringBuilder normal = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isIgnored(c)) {
                normal.append(lower(c));
            }
        }
        return normal.toString();
    }

    private static boolean same(String a, int start, int end, String b) {
        int i = start;
        int j = 0;
        boolean compared = false;
        while (true) {
            while (i < end && isIgnored(a.charAt(i))) {
                i++;
            }
            while (j < b.length() && isIgnored(b.charAt(j))) {
                j++;
            }
            if (i == end || j == b.length()) {
                return compared && i == end && j == b.length();
            }
            if (lower(a.charAt(i++)) != lower(b.charAt(j++))) {
                return false;
            }
            compared = true;
        }
    }

    private static boolean isIgnored(char c) {
        return c == '-' || c == '.' || c == '_';
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
