// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import sonde.record.ScanRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Tests of fields that are one of a few words, known in either case. */
final class WordTests {

    private final String noun;
    private final List<String> words;

    /**
     * @param noun what one of the words is, for errors
     */
    WordTests(String noun, List<String> words) {
        this.noun = noun;
        this.words = words;
    }

    Predicate<ScanRecord> of(
            TextTests.Source field, Comparison comparison, Token operator, List<Token> values)
            throws FilterSyntaxException {
        Token first = values.get(0);
        return switch (comparison) {
            case EQUAL -> {
                String word = word(first);
                yield record -> TextTests.isEqual(field.of(record), word);
            }
            case NOT_EQUAL -> {
                String word = word(first);
                yield record -> !TextTests.isEqual(field.of(record), word);
            }
            case IN -> {
                List<String> listed = new ArrayList<>();
                for (Token token : values) {
                    listed.add(word(token));
                }
                yield record -> TextTests.isAmong(field.of(record), listed);
            }
            case CONTAINS -> {
                String part = first.value();
                yield record -> TextTests.contains(field.of(record), part);
            }
            case MATCHES -> TextTests.matches(field, TextTests.pattern(first));
            case LESS, AT_MOST, GREATER, AT_LEAST ->
                    throw operator.error("words have no order; use == != ~ =~ or in");
        };
    }

    /** The word as records have it. */
    private String word(Token token) throws FilterSyntaxException {
        for (String word : words) {
            if (token.raw().equalsIgnoreCase(word)) {
                return word;
            }
        }
        throw token.error("no " + noun + "; there are " + String.join(", ", words));
    }
}
