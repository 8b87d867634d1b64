// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import org.jspecify.annotations.Nullable;

import sonde.output.Field;
import sonde.record.ScanRecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads an expression, by recursive descent.
 *
 * <pre>
 *   either = both { ("||" | "or") both }
 *   both   = not { ("&amp;&amp;" | "and") not }
 *   not    = ("!" | "not") not | "(" either ")" | test
 *   test   = FIELD [ OPERATOR value | ["not"] "in" list ]
 *   list   = value { "," value } | "(" value { "," value } ")"
 *   value  = WORD | STRING
 * </pre>
 */
final class FilterParser {

    /** How deep parentheses and negations may be nested: far less than the stack has room for. */
    static final int DEPTH_MAX = 100;

    private static final String OPERATORS = "==, !=, <, <=, >, >=, ~ (contains), =~ (matches), in";

    private final Tokens tokens;
    private int depth;

    private FilterParser(Tokens tokens) {
        this.tokens = tokens;
    }

    static Predicate<ScanRecord> parse(String expression) throws FilterSyntaxException {
        FilterParser parser = new FilterParser(new Tokens(expression));
        Predicate<ScanRecord> all = parser.either();
        Token rest = parser.tokens.peek();
        if (rest.kind() != Token.Kind.END) {
            throw rest.error("&& or || is missing before it");
        }
        return all;
    }

    private Predicate<ScanRecord> either() throws FilterSyntaxException {
        List<Predicate<ScanRecord>> parts = new ArrayList<>();
        do {
            parts.add(both());
        } while (tokens.takes("||", "or"));
        return parts.size() == 1 ? parts.get(0) : Tests.any(parts);
    }

    private Predicate<ScanRecord> both() throws FilterSyntaxException {
        List<Predicate<ScanRecord>> parts = new ArrayList<>();
        do {
            parts.add(not());
        } while (tokens.takes("&&", "and"));
        return parts.size() == 1 ? parts.get(0) : Tests.all(parts);
    }

    private Predicate<ScanRecord> not() throws FilterSyntaxException {
        Token first = tokens.peek();
        if (++depth > DEPTH_MAX) {
            throw first.error("nested more than " + DEPTH_MAX + " deep; write it flatter");
        }
        Predicate<ScanRecord> part;
        if (tokens.takes("!", "not")) {
            part = not().negate();
        } else if (tokens.takes("(")) {
            part = either();
            expectClosing(first);
        } else {
            part = test();
        }
        depth--;
        return part;
    }

    private void expectClosing(Token opening) throws FilterSyntaxException {
        if (!tokens.takes(")")) {
            throw tokens.peek()
                    .error(
                            "')' is missing for the '(' at column "
                                    + (opening.at() + 1)
                                    + ", or && or || before this");
        }
    }

    private Predicate<ScanRecord> test() throws FilterSyntaxException {
        Field field = field(tokens.take());
        Token operator = tokens.peek();
        if (operator.isWord("not")) {
            tokens.take();
            if (!tokens.takes("in", "in")) {
                throw tokens.peek().error("'in' follows 'not' here, as in port not in 80,443");
            }
            return Tests.of(field, Comparison.IN, operator, list()).negate();
        }
        if (tokens.takes("in", "in")) {
            return Tests.of(field, Comparison.IN, operator, list());
        }
        Comparison comparison = comparison(operator);
        if (comparison == null) {
            return Tests.isThere(field);
        }
        tokens.take();
        return Tests.of(field, comparison, operator, List.of(value()));
    }

    private static @Nullable Comparison comparison(Token token) throws FilterSyntaxException {
        Comparison comparison =
                token.kind() == Token.Kind.SYMBOL ? Comparison.of(token.text()) : null;
        boolean isEnd =
                token.kind() == Token.Kind.END
                        || token.isSymbol("&&")
                        || token.isSymbol("||")
                        || token.isSymbol(")")
                        || token.isWord("and")
                        || token.isWord("or");
        if (comparison == null && !isEnd) {
            throw token.error("no operator; there are " + OPERATORS);
        }
        return comparison;
    }

    private static Field field(Token token) throws FilterSyntaxException {
        for (Field field : Field.values()) {
            if (token.isWord(field.label())) {
                return field;
            }
        }
        throw token.error("no field; there are " + fields());
    }

    private static String fields() {
        return Arrays.stream(Field.values()).map(Field::label).collect(Collectors.joining(", "));
    }

    private List<Token> list() throws FilterSyntaxException {
        Token opening = tokens.peek();
        boolean isClosed = tokens.takes("(");
        List<Token> values = new ArrayList<>();
        do {
            values.add(value());
        } while (tokens.takes(","));
        if (isClosed) {
            expectClosing(opening);
        }
        return values;
    }

    private Token value() throws FilterSyntaxException {
        Token value = tokens.take();
        return switch (value.kind()) {
            case WORD, STRING -> value;
            case SYMBOL, END ->
                    throw value.error("a value is missing before it; put signs in quotes");
        };
    }
}
