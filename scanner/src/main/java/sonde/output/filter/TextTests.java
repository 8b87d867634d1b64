// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Tests of fields that are text. */
final class TextTests {

    /** Where a record has the text. */
    interface Source {
        @Nullable CharSequence of(ScanRecord record);
    }

    private TextTests() {}

    /**
     * A test of text.
     *
     * @param usual brings values into the form in which the field has them
     */
    static Predicate<ScanRecord> of(
            Source field,
            UnaryOperator<String> usual,
            Comparison comparison,
            Token operator,
            List<Token> tokens)
            throws FilterSyntaxException {
        if (comparison == Comparison.MATCHES) {
            return matches(field, pattern(tokens.get(0)));
        }
        List<String> values = new ArrayList<>();
        for (Token token : tokens) {
            values.add(usual.apply(token.value()));
        }
        return of(field, comparison, operator, values);
    }

    private static Predicate<ScanRecord> of(
            Source field, Comparison comparison, Token operator, List<String> values)
            throws FilterSyntaxException {
        String value = values.get(0);
        return switch (comparison) {
            case EQUAL -> record -> isEqual(field.of(record), value);
            case NOT_EQUAL -> record -> !isEqual(field.of(record), value);
            case IN -> record -> isAmong(field.of(record), values);
            case CONTAINS -> record -> contains(field.of(record), value);
            case LESS, AT_MOST, GREATER, AT_LEAST ->
                    throw operator.error("text has no order; use == != ~ =~ or in");
            case MATCHES -> throw new IllegalStateException();
        };
    }

    /** Whether an expression is found in the text; nothing is found in text that is missing. */
    static Predicate<ScanRecord> matches(Source field, Pattern pattern) {
        return record -> {
            CharSequence text = field.of(record);
            return text != null && pattern.matcher(text).find();
        };
    }

    static boolean isAmong(@Nullable CharSequence text, List<String> values) {
        return values.stream().anyMatch(each -> isEqual(text, each));
    }

    static boolean isEqual(@Nullable CharSequence text, String value) {
        return text != null && text.length() == value.length() && hasAt(text, 0, value);
    }

    static boolean contains(@Nullable CharSequence text, String value) {
        if (text == null) {
            return false;
        }
        for (int i = 0; i <= text.length() - value.length(); i++) {
            if (hasAt(text, i, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAt(CharSequence text, int at, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (text.charAt(at + i) != value.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The regular expression in a string, whose backslashes are the expression's own.
     *
     * @throws FilterSyntaxException if it is none
     */
    static Pattern pattern(Token token) throws FilterSyntaxException {
        String text = token.raw();
        if (text.chars().anyMatch(c -> c > '~')) {
            throw token.error("banners are bytes; write what is not ASCII as \\xHH");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw token.error("no regular expression of Java's: " + e.getDescription());
        } catch (StackOverflowError _) {
            throw token.error("the regular expression is nested too deep; write it flatter");
        }
    }
}
