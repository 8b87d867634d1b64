// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * Rewrites a regular expression of Perl's kind, as PCRE takes it, for {@code java.util.regex}. The
 * differences that matter: braces and brackets that stand for themselves, octal numbers, nested
 * brackets, which Java takes for a union, and escapes that Java lacks. What Java has nothing for
 * (recursion, conditions, {@code \K}) is left for it to refuse.
 *
 * <p>Besides it finds the bytes with which every match must begin, so that most expressions need
 * not even be compiled.
 */
final class PatternTranslator {

    /** PCRE's names of character classes, and Java's. */
    private static final Map<String, String> POSIX =
            Map.ofEntries(
                    Map.entry("alnum", "p{Alnum}"),
                    Map.entry("alpha", "p{Alpha}"),
                    Map.entry("ascii", "p{ASCII}"),
                    Map.entry("blank", "p{Blank}"),
                    Map.entry("cntrl", "p{Cntrl}"),
                    Map.entry("digit", "p{Digit}"),
                    Map.entry("graph", "p{Graph}"),
                    Map.entry("lower", "p{Lower}"),
                    Map.entry("print", "p{Print}"),
                    Map.entry("punct", "p{Punct}"),
                    Map.entry("space", "p{Space}"),
                    Map.entry("upper", "p{Upper}"),
                    Map.entry("word", "w"),
                    Map.entry("xdigit", "p{XDigit}"));

    /** Escapes outside of brackets that mean the same to both. */
    private static final String SAME = "bBAZzGdDwWsShHvVRXkpP";

    /** Escapes for several characters, the same to both. */
    private static final String SETS = "dDwWsShHvVpP";

    /** PCRE's limit. */
    private static final String REPETITIONS_MAX = "65535";

    private final String in;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder prefix = new StringBuilder();
    private final int groupCount;
    private boolean prefixOpen;
    private int depth;
    private int at;

    private PatternTranslator(String in) {
        this.in = in;
        this.groupCount = countGroups(in);
    }

    /**
     * An expression for Java.
     *
     * @param regex as {@code Pattern.compile} takes it, if it does
     * @param prefix what every match begins with, at the start of the input; may be empty; its
     *     characters are bytes
     */
    record Translated(String regex, String prefix) {}

    /** Translates an expression whose characters are bytes. */
    static Translated translate(String perl) {
        PatternTranslator translator = new PatternTranslator(perl);
        translator.translate();
        return new Translated(translator.out.toString(), translator.prefix.toString());
    }

    private void translate() {
        if (in.startsWith("^")) {
            out.append('^');
            at = 1;
            prefixOpen = true;
        }
        while (at < in.length()) {
            char c = in.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> {
                    prefixOpen = false;
                    brackets();
                }
                case '(' -> {
                    prefixOpen = false;
                    group();
                }
                case ')' -> {
                    depth--;
                    out.append(c);
                }
                case '{' -> {
                    if (isQuantifier(at - 1)) {
                        prefixOpen = false;
                        quantifier();
                    } else {
                        literal(c);
                    }
                }
                case '|' -> {
                    if (depth <= 0) {
                        prefix.setLength(0);
                    }
                    prefixOpen = false;
                    out.append(c);
                }
                case '.', '^', '$', '*', '+', '?' -> {
                    prefixOpen = false;
                    out.append(c);
                }
                default -> literal(c);
            }
        }
    }

    /** Appends a character that stands for itself, outside of brackets. */
    private void literal(int c) {
        if (prefixOpen) {
            boolean repeated =
                    at < in.length() && ("*+?".indexOf(in.charAt(at)) >= 0 || isQuantifier(at));
            if (repeated || c > 0xff) {
                prefixOpen = false;
            } else {
                prefix.append((char) c);
            }
        }
        plain(c);
    }

    /** Appends a character so that Java takes it for itself, inside of brackets and outside. */
    private void plain(int c) {
        boolean alphanumeric =
                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (alphanumeric || c == ' ' || c == '_') {
            out.append((char) c);
        } else if (c > ' ' && c <= '~') {
            out.append('\\').append((char) c);
        } else {
            out.append("\\x{").append(Integer.toHexString(c)).append('}');
        }
    }

    /** Copies a repetition in braces; the position is behind the opening one. */
    private void quantifier() {
        int end = in.indexOf('}', at) + 1;
        for (String count : in.substring(at, end - 1).split(",", -1)) {
            if (count.length() > REPETITIONS_MAX.length()
                    || (count.length() == REPETITIONS_MAX.length()
                            && count.compareTo(REPETITIONS_MAX) > 0)) {
                throw unsupported("repetition above " + REPETITIONS_MAX);
            }
        }
        out.append(in, at - 1, end);
        at = end;
    }

    private void group() {
        if (in.startsWith("?#", at)) {
            int end = in.indexOf(')', at);
            at = end < 0 ? in.length() : end + 1;
        } else if (in.startsWith("?P=", at)) {
            int end = in.indexOf(')', at);
            if (end < 0) {
                throw unsupported("reference by name");
            }
            out.append("\\k<").append(in, at + 3, end).append('>');
            at = end + 1;
        } else if (in.startsWith("?|", at) || in.startsWith("?(", at)) {
            throw unsupported("group of this kind");
        } else {
            depth++;
            out.append('(');
            if (in.startsWith("?", at)) {
                at++;
                groupKind();
            }
        }
    }

    /** What stands behind a question mark that opens a group. */
    private void groupKind() {
        out.append('?');
        if (in.startsWith("P<", at)) {
            at++;
        }
        boolean behind = in.startsWith("<=", at) || in.startsWith("<!", at);
        if (in.startsWith("<", at) && !behind) {
            int end = in.indexOf('>', at);
            if (end < 0) {
                throw unsupported("name without an end");
            }
            out.append(in, at, end + 1);
            at = end + 1;
            return;
        }
        while (at < in.length() && ":=!<>ims-".indexOf(in.charAt(at)) >= 0) {
            out.append(in.charAt(at++));
        }
    }

    private void escape() {
        if (at == in.length()) {
            throw unsupported("backslash at the end");
        }
        char c = in.charAt(at++);
        if (c == 'Q') {
            quoted();
        } else if (c >= '1' && c <= '9') {
            reference();
        } else if (c == 'g') {
            referenceInBraces();
        } else if (SAME.indexOf(c) >= 0) {
            prefixOpen = false;
            out.append('\\').append(c);
            copyBraces(c);
        } else if (c == 'N') {
            prefixOpen = false;
            out.append("[^\\n]");
        } else if (c == 'C') {
            prefixOpen = false;
            out.append("(?s:.)");
        } else if (c == 'K') {
            throw unsupported("\\K");
        } else if (c != 'E') {
            literal(character(c));
        }
    }

    private void quoted() {
        prefixOpen = false;
        int end = in.indexOf("\\E", at);
        int stop = end < 0 ? in.length() : end;
        while (at < stop) {
            plain(in.charAt(at++));
        }
        at = end < 0 ? stop : stop + 2;
    }

    /** A backslash and digits, the first not 0: a group, or an octal number if there is none. */
    private void reference() {
        int start = at - 1;
        int end = at;
        while (end < in.length() && end - start < 3 && isDigit(in.charAt(end))) {
            end++;
        }
        int number = Integer.parseInt(in.substring(start, end));
        if (number < 10 || number <= groupCount) {
            prefixOpen = false;
            out.append("(?:\\").append(number).append(')');
            at = end;
        } else if (in.charAt(start) > '7') {
            literal(in.charAt(start));
        } else {
            at = start;
            literal(octal(3));
        }
    }

    private void referenceInBraces() {
        prefixOpen = false;
        boolean braces = in.startsWith("{", at);
        int start = braces ? at + 1 : at;
        int end = start;
        while (end < in.length() && end - start < 3 && isDigit(in.charAt(end))) {
            end++;
        }
        if (end == start || (braces && !in.startsWith("}", end))) {
            throw unsupported("\\g");
        }
        out.append("(?:\\").append(in, start, end).append(')');
        at = braces ? end + 1 : end;
    }

    /** What stands behind {@code \p} or {@code \k}, as it is. */
    private void copyBraces(char escape) {
        if ("pPk".indexOf(escape) < 0 || at == in.length()) {
            return;
        }
        char open = in.charAt(at);
        int end = open == '{' ? in.indexOf('}', at) : open == '<' ? in.indexOf('>', at) : at;
        if (end < 0) {
            throw unsupported("braces without an end");
        }
        out.append(in, at, end + 1);
        at = end + 1;
    }

    /** The character that an escape stands for; the position is behind its first letter. */
    private int character(char c) {
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                yield octal(3);
            }
            case 'x' -> hex();
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            case 'a' -> 7;
            case 'e' -> 27;
            case 'c' -> {
                if (at == in.length()) {
                    throw unsupported("\\c at the end");
                }
                yield Character.toUpperCase(in.charAt(at++)) ^ 0x40;
            }
            default -> c;
        };
    }

    private int octal(int digitsMax) {
        int value = 0;
        int end = Math.min(in.length(), at + digitsMax);
        while (at < end && in.charAt(at) >= '0' && in.charAt(at) <= '7') {
            value = value * 8 + in.charAt(at++) - '0';
        }
        return value & 0xff;
    }

    private int hex() {
        if (in.startsWith("{", at)) {
            int end = in.indexOf('}', at);
            try {
                int value = Integer.parseInt(in.substring(at + 1, Math.max(at + 1, end)), 16);
                if (value >= 0 && value <= 0xff) {
                    at = end + 1;
                    return value;
                }
            } catch (NumberFormatException _) {
                // Refused below.
            }
            throw unsupported("\\x{}");
        }
        int value = 0;
        int end = Math.min(in.length(), at + 2);
        while (at < end && isDigit(in.charAt(at), 16)) {
            value = value * 16 + Character.digit(in.charAt(at++), 16);
        }
        return value;
    }

    /** A character class in brackets; the position is behind the opening one. */
    private void brackets() {
        out.append('[');
        if (in.startsWith("^", at)) {
            out.append('^');
            at++;
        }
        int start = at;
        // Whether a hyphen now would have a single character in front of it.
        boolean rangeMayFollow = false;
        while (at < in.length() && (in.charAt(at) != ']' || at == start)) {
            if (in.charAt(at) != '-') {
                rangeMayFollow = item();
            } else {
                at++;
                if (rangeMayFollow && at < in.length() && !isSetOrEnd()) {
                    out.append('-');
                    item();
                } else {
                    plain('-');
                }
                rangeMayFollow = false;
            }
        }
        out.append(']');
        if (at == in.length()) {
            throw unsupported("brackets without an end");
        }
        at++;
    }

    /** Whether what comes next in brackets can't end a range. */
    private boolean isSetOrEnd() {
        char c = in.charAt(at);
        boolean set = c == '\\' && at + 1 < in.length() && SETS.indexOf(in.charAt(at + 1)) >= 0;
        return c == ']' || set || posixEnd() > 0;
    }

    /** Translates one item in brackets; returns whether it is a single character. */
    private boolean item() {
        int posixEnd = posixEnd();
        if (posixEnd > 0) {
            boolean negated = in.charAt(at + 2) == '^';
            String name = in.substring(at + (negated ? 3 : 2), posixEnd);
            String set = POSIX.get(name);
            if (set == null) {
                throw unsupported("class of characters");
            }
            char letter = set.charAt(0);
            out.append('\\').append(negated ? Character.toUpperCase(letter) : letter);
            out.append(set, 1, set.length());
            at = posixEnd + 2;
            return false;
        }
        char c = in.charAt(at++);
        if (c != '\\') {
            plain(c);
            return true;
        }
        if (at == in.length()) {
            throw unsupported("backslash at the end");
        }
        char escaped = in.charAt(at++);
        if (SETS.indexOf(escaped) >= 0) {
            out.append('\\').append(escaped);
            copyBraces(escaped);
            return false;
        }
        if (escaped == 'Q') {
            quoted();
            return false;
        }
        if (escaped != 'E') {
            plain(escaped == 'b' ? '\b' : character(escaped));
        }
        return true;
    }

    /** Where the name of {@code [:name:]} ends, if that is next; 0 if not. */
    private int posixEnd() {
        if (!in.startsWith("[:", at)) {
            return 0;
        }
        int end = at + 2;
        while (end < in.length() && "^abcdefghijklmnopqrstuvwxyz".indexOf(in.charAt(end)) >= 0) {
            end++;
        }
        return in.startsWith(":]", end) ? end : 0;
    }

    /** Whether a brace begins {@code {n}}, {@code {n,}} or {@code {n,m}}. */
    private boolean isQuantifier(int start) {
        if (!in.startsWith("{", start)) {
            return false;
        }
        int end = start + 1;
        while (end < in.length() && isDigit(in.charAt(end))) {
            end++;
        }
        if (end == start + 1) {
            return false;
        }
        if (in.startsWith(",", end)) {
            end++;
            while (end < in.length() && isDigit(in.charAt(end))) {
                end++;
            }
        }
        return in.startsWith("}", end);
    }

    private static int countGroups(String in) {
        int count = 0;
        boolean bracket = false;
        for (int i = 0; i < in.length(); i++) {
            char c = in.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                bracket = true;
            } else if (c == ']') {
                bracket = false;
            } else if (c == '(' && !bracket) {
                boolean named = in.startsWith("?P<", i + 1);
                count += named || !in.startsWith("?", i + 1) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isDigit(char c, int radix) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }

    private PatternSyntaxException unsupported(String what) {
        return new PatternSyntaxException(what + " is not supported", in, at);
    }
}
