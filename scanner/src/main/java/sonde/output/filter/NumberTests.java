// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import sonde.record.ScanRecord;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Tests of fields that are numbers. */
final class NumberTests {

    /** In place of a number that a record lacks; it equals none that can be written. */
    static final long MISSING = Long.MIN_VALUE;

    /** More digits than any field has. */
    private static final int DIGITS_MAX = 18;

    private NumberTests() {}

    static Predicate<ScanRecord> of(
            ToLongFunction<ScanRecord> field,
            Comparison comparison,
            Token operator,
            List<Token> values)
            throws FilterSyntaxException {
        return switch (comparison) {
            case EQUAL -> {
                long value = number(values.get(0));
                yield record -> field.applyAsLong(record) == value;
            }
            case NOT_EQUAL -> {
                long value = number(values.get(0));
                yield record -> field.applyAsLong(record) != value;
            }
            case LESS, AT_MOST, GREATER, AT_LEAST -> order(field, comparison, values.get(0));
            case IN -> in(field, values);
            case CONTAINS, MATCHES ->
                    throw operator.error(
                            "compares text, and this is a number; use == != < <= > >= or in");
        };
    }

    private static Predicate<ScanRecord> order(
            ToLongFunction<ScanRecord> field, Comparison comparison, Token token)
            throws FilterSyntaxException {
        long value = number(token);
        return record -> {
            long number = field.applyAsLong(record);
            return number != MISSING && comparison.holds(Long.compare(number, value));
        };
    }

    private static Predicate<ScanRecord> in(ToLongFunction<ScanRecord> field, List<Token> values)
            throws FilterSyntaxException {
        NumberRanges.Builder builder = new NumberRanges.Builder();
        for (Token token : values) {
            String text = token.raw();
            int dash = text.indexOf('-', 1);
            long first = number(token, dash < 0 ? text : text.substring(0, dash));
            long last = dash < 0 ? first : number(token, text.substring(dash + 1));
            if (first > last) {
                throw token.error("the range runs backwards: write the lower number first");
            }
            builder.add(first, last);
        }
        NumberRanges ranges = builder.build();
        return record -> ranges.contains(field.applyAsLong(record));
    }

    private static long number(Token token) throws FilterSyntaxException {
        if (token.raw().indexOf('-', 1) > 0) {
            throw token.error("a range stands behind 'in', as in port in 8000-8100");
        }
        return number(token, token.raw());
    }

    private static long number(Token token, String digits) throws FilterSyntaxException {
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= DIGITS_MAX
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw token.error("no number; write decimal digits, and with 'in' 80,8000-8100");
        }
        return Long.parseLong(digits);
    }
}
