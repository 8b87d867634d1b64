// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import sonde.record.ScanRecord;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Tests of fields that are numbers. */
final class NumberTests {

    /** In place of a number that a record lacks; it equals none that can be written. */
    static final long MISSING = Long.MIN_VALUE;

    /** More digits than any field has. */
    private static final int DIGITS_MAX = 18;

    private static final Pattern RANGE = Pattern.compile("[0-9]+-[0-9]+");

    private NumberTests() {}

    /**
     * A test of a number.
     *
     * @param max what the field can be at most
     * @param operator where the comparison stands, for errors
     */
    static Predicate<ScanRecord> of(
            ToLongFunction<ScanRecord> field,
            long max,
            Comparison comparison,
            Token operator,
            List<Token> values)
            throws FilterSyntaxException {
        return switch (comparison) {
            case EQUAL -> {
                long value = number(values.get(0), max);
                yield record -> field.applyAsLong(record) == value;
            }
            case NOT_EQUAL -> {
                long value = number(values.get(0), max);
                yield record -> field.applyAsLong(record) != value;
            }
            case LESS, AT_MOST, GREATER, AT_LEAST -> order(field, max, comparison, values.get(0));
            case IN -> in(field, max, values);
            case CONTAINS, MATCHES ->
                    throw operator.error(
                            "compares text, and this is a number; use == != < <= > >= or in");
        };
    }

    private static Predicate<ScanRecord> order(
            ToLongFunction<ScanRecord> field, long max, Comparison comparison, Token token)
            throws FilterSyntaxException {
        long value = number(token, max);
        return record -> {
            long number = field.applyAsLong(record);
            return number != MISSING && comparison.holds(Long.compare(number, value));
        };
    }

    private static Predicate<ScanRecord> in(
            ToLongFunction<ScanRecord> field, long max, List<Token> values)
            throws FilterSyntaxException {
        NumberRanges.Builder builder = new NumberRanges.Builder();
        for (Token token : values) {
            String text = token.raw();
            int dash = text.indexOf('-', 1);
            long first = number(token, max, dash < 0 ? text : text.substring(0, dash));
            long last = dash < 0 ? first : number(token, max, text.substring(dash + 1));
            if (first > last) {
                throw token.error("the range runs backwards: write the lower number first");
            }
            builder.add(first, last);
        }
        NumberRanges ranges = builder.build();
        return record -> ranges.contains(field.applyAsLong(record));
    }

    private static long number(Token token, long max) throws FilterSyntaxException {
        if (RANGE.matcher(token.raw()).matches()) {
            throw token.error("a range stands behind 'in', as in port in 8000-8100");
        }
        return number(token, max, token.raw());
    }

    private static long number(Token token, long max, String digits) throws FilterSyntaxException {
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= DIGITS_MAX
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw token.error("no number; write decimal digits, and with 'in' 80,8000-8100");
        }
        long number = Long.parseLong(digits);
        if (number > max) {
            throw token.error("more than the field can be; write numbers up to " + max);
        }
        return number;
    }
}
