// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import java.util.Locale;

/** Reads spans of time and sizes of files as masscan's {@code --rotate} options take them. */
final class Sizes {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;

    /** A year of 365 days, in seconds. */
    private static final long SECONDS_MAX = 365 * DAY;

    /** 8 EiB would be one more than a long holds. */
    private static final long BYTES_MAX = Long.MAX_VALUE;

    /** Powers of 1024, from the first on. */
    private static final String BYTE_UNITS = "kmgtpe";

    private static final int BITS_PER_UNIT = 10;
    private static final String TIME_REMEDY =
            "give seconds, or such as 10min, 6hours, hourly or daily, up to 365 days";
    private static final String SIZE_REMEDY = "give bytes, or such as 500k, 10M or 1G";

    private Sizes() {}

    /** A span of time in seconds, 0 to a year; {@code hourly} is one hour. */
    static long seconds(Given given) throws UsageException {
        return seconds(given, given.value().strip().toLowerCase(Locale.ROOT));
    }

    /** The same, in front of which a minus may stand. */
    static long signedSeconds(Given given) throws UsageException {
        String text = given.value().strip().toLowerCase(Locale.ROOT);
        return text.startsWith("-") ? -seconds(given, text.substring(1)) : seconds(given, text);
    }

    private static long seconds(Given given, String text) throws UsageException {
        int digits = digitCount(text);
        String unit = text.substring(digits).strip();
        long factor = unitSeconds(unit);
        boolean isWord = digits == 0 && unit.endsWith("ly");
        if (factor == 0 || (digits == 0 && !isWord) || (digits > 0 && unit.endsWith("ly"))) {
            throw given.bad("is no span of time", TIME_REMEDY);
        }
        long count = isWord ? 1 : number(text.substring(0, digits));
        if (count < 0 || count > SECONDS_MAX / factor) {
            throw given.bad("is out of range", TIME_REMEDY);
        }
        return count * factor;
    }

    /** Seconds of a unit, 0 if it is none. */
    private static long unitSeconds(String unit) {
        return switch (unit) {
            case "", "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes", "minutely" -> MINUTE;
            case "h", "hour", "hours", "hourly" -> HOUR;
            case "d", "day", "days", "daily" -> DAY;
            case "w", "week", "weeks", "weekly" -> WEEK;
            default -> 0;
        };
    }

    /** A number of bytes; k, m, g, t, p and e are powers of 1024, with or without a b behind. */
    static long bytes(Given given) throws UsageException {
        String text = given.value().strip().toLowerCase(Locale.ROOT);
        int digits = digitCount(text);
        String unit = text.substring(digits).strip();
        String power = unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
        int index = power.length() == 1 ? BYTE_UNITS.indexOf(power) : -1;
        if (digits == 0 || (!power.isEmpty() && index < 0)) {
            throw given.bad("is no size", SIZE_REMEDY);
        }
        int shift = (index + 1) * BITS_PER_UNIT;
        long count = number(text.substring(0, digits));
        if (count < 0 || count > BYTES_MAX >> shift) {
            throw given.bad("is out of range", SIZE_REMEDY);
        }
        return count << shift;
    }

    private static int digitCount(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) >= '0' && text.charAt(count) <= '9') {
            count++;
        }
        return count;
    }

    /** The value of decimal digits, -1 if they are too many. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
