// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.target.TargetParser;
import sonde.target.TargetSyntaxException;
import sonde.wire.IpAddress;
import sonde.wire.MacAddress;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the values of options, strictly: what isn't wholly understood is refused with the legal
 * range.
 */
final class Values {

    /** IFNAMSIZ of {@code linux/if.h}, without the final NUL. */
    private static final int INTERFACE_NAME_LENGTH_MAX = 15;

    /** What a kernel may be built for at most: NR_CPUS of x86-64. */
    private static final int PROCESSOR_MAX = 8191;

    private Values() {}

    /** A yes or no, in any of masscan's words. */
    static boolean yesNo(Given given) throws UsageException {
        return switch (lower(given.value())) {
            case "1", "true", "yes", "on", "enable", "enabled" -> true;
            case "0", "false", "no", "off", "disable", "disabled" -> false;
            default -> throw given.bad("is neither yes nor no", "give yes or no");
        };
    }

    /** Whether a word, which is no number, says yes or no. */
    static boolean isYesNo(String word) {
        return switch (lower(word)) {
            case "true", "yes", "on", "enable", "enabled" -> true;
            case "false", "no", "off", "disable", "disabled" -> true;
            default -> false;
        };
    }

    /** A word in small letters, in the letters of ASCII. */
    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Decimal digits only. */
    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A whole number from {@code min} to {@code max}, neither negative. */
    static long integer(Given given, long min, long max) throws UsageException {
        return integer(given, given.value(), min, max, "");
    }

    /** As above, of one part of the value; {@code what} goes behind the legal range. */
    static long integer(Given given, String part, long min, long max, String what)
            throws UsageException {
        boolean negative = part.startsWith("-");
        if (!isDigits(negative ? part.substring(1) : part)) {
            throw given.bad("is not a whole number", "give " + min + " to " + max + what);
        }
        long number = negative ? -1 : unsigned(part);
        if (number < min || number > max) {
            throw given.bad("is out of range", "give " + min + " to " + max + what);
        }
        return number;
    }

    /** A number of 64 bits without a sign. */
    static long seed(Given given) throws UsageException {
        String remedy = "give 0 to 18446744073709551615, or time";
        if (!isDigits(given.value())) {
            throw given.bad("is not a whole number", remedy);
        }
        try {
            return Long.parseUnsignedLong(given.value());
        } catch (NumberFormatException _) {
            throw given.bad("is out of range", remedy);
        }
    }

    /**
     * A number with an optional fraction and, if {@code suffixes}, an optional k, M or G behind it.
     */
    static double quantity(Given given, double min, double max, boolean suffixes, String remedy)
            throws UsageException {
        String text = given.value();
        boolean negative = text.startsWith("-");
        double factor = suffixes ? suffixFactor(text) : 1;
        String digits = text.substring(negative ? 1 : 0, text.length() - (factor > 1 ? 1 : 0));
        if (!isDecimal(digits)) {
            throw given.bad("is not a number", remedy);
        }
        double number = Double.parseDouble(digits) * factor;
        if (negative || number < min || number > max) {
            throw given.bad("is out of range", remedy);
        }
        return number;
    }

    /** Six bytes in hexadecimal, with or without separators between them. */
    static byte[] mac(Given given) throws UsageException {
        try {
            return MacAddress.toBytes(MacAddress.parse(given.value()));
        } catch (IllegalArgumentException _) {
            throw given.bad(
                    "is not an Ethernet address", "give six bytes, such as 02:00:5e:10:00:01");
        }
    }

    /** An address of either family, which stays as written. */
    static String address(Given given) throws UsageException {
        try {
            IpAddress.parse(given.value());
            return given.value();
        } catch (IllegalArgumentException _) {
            throw given.bad("is not an address", "give one such as 198.18.0.1 or 2001:db8::1");
        }
    }

    /** A range of addresses of one family, which stays as written. */
    static String addressRange(Given given) throws UsageException {
        try {
            TargetParser.parseRange(given.value(), given.typed());
            return given.value();
        } catch (TargetSyntaxException _) {
            throw given.bad(
                    "is not one range of addresses",
                    "give 198.18.0.1, 198.18.0.0/24, 198.18.0.1-198.18.0.9 or the same of IPv6");
        }
    }

    /** Names of interfaces with commas between, behind those there are. */
    static List<String> interfaceNames(Given given, List<String> before) throws UsageException {
        List<String> names = new ArrayList<>(before);
        for (String name : given.value().split(",", -1)) {
            String checked = interfaceName(given, name.strip());
            if (!names.contains(checked)) {
                names.add(checked);
            }
        }
        return List.copyOf(names);
    }

    /** A name that Linux would allow an interface. */
    private static String interfaceName(Given given, String text) throws UsageException {
        String remedy = "give one that sonde --iflist shows";
        if (text.isEmpty() || text.length() > INTERFACE_NAME_LENGTH_MAX) {
            throw given.bad("is no interface's name, which has 1 to 15 characters", remedy);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '/' || c == ':') {
                throw given.bad("is no interface's name", remedy);
            }
        }
        return text;
    }

    /** A file's name. */
    static Path path(Given given) throws UsageException {
        try {
            return Path.of(given.value());
        } catch (InvalidPathException _) {
            throw given.bad("is not a file name", "give another");
        }
    }

    /** Processor numbers and ranges of them, as {@code taskset -c} takes them: 0,2-3. */
    static List<Integer> processors(Given given) throws UsageException {
        List<Integer> processors = new ArrayList<>();
        for (String item : given.value().split(",", -1)) {
            int dash = item.indexOf('-', 1);
            String what = ", a range such as 2-5, or several with commas";
            String first = dash < 0 ? item : item.substring(0, dash);
            String last = dash < 0 ? item : item.substring(dash + 1);
            int from = (int) integer(given, first, 0, PROCESSOR_MAX, what);
            int to = (int) integer(given, last, 0, PROCESSOR_MAX, what);
            if (to < from) {
                throw given.bad("ends before it begins", "give the lower processor first");
            }
            for (int processor = from; processor <= to; processor++) {
                processors.add(processor);
            }
        }
        return List.copyOf(processors);
    }

    private static double suffixFactor(String text) {
        return switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
            case 'k', 'K' -> 1e3;
            case 'm', 'M' -> 1e6;
            case 'g', 'G' -> 1e9;
            default -> 1;
        };
    }

    private static boolean isDecimal(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return isDigits(text);
        }
        String whole = text.substring(0, dot);
        String fraction = text.substring(dot + 1);
        return (isDigits(whole) || whole.isEmpty()) && isDigits(fraction);
    }

    /** The value of decimal digits, -1 if they are too many. */
    private static long unsigned(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
