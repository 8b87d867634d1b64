// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import java.util.ArrayList;
import java.util.List;

/** An expression cut into its pieces, and a place among them. */
final class Tokens {

    /** A longer expression is a mistake, in characters. */
    static final int LENGTH_MAX = 1 << 16;

    /** Longer ones before those they begin with. */
    private static final List<String> SYMBOLS =
            List.of("==", "!=", "<=", ">=", "=~", "&&", "||", "<", ">", "~", "!", "(", ")", ",");

    /** What ends a word beside a blank. */
    private static final String DELIMITERS = "()&|!=<>~,\"'";

    private final List<Token> tokens = new ArrayList<>();
    private final String expression;
    private int next;

    Tokens(String expression) throws FilterSyntaxException {
        this.expression = expression;
        if (expression.length() > LENGTH_MAX) {
            throw new FilterSyntaxException(
                    expression,
                    LENGTH_MAX,
                    expression.length(),
                    "an expression has at most " + LENGTH_MAX + " characters; write less");
        }
        int at = 0;
        while (at < expression.length()) {
            at = Character.isWhitespace(expression.charAt(at)) ? at + 1 : cut(at);
        }
        add(Token.Kind.END, at, at);
    }

    /** Returns where the piece ends. */
    private int cut(int at) throws FilterSyntaxException {
        char c = expression.charAt(at);
        if (c == '"' || c == '\'') {
            return add(Token.Kind.STRING, at, endOfString(at));
        }
        for (String symbol : SYMBOLS) {
            if (expression.startsWith(symbol, at)) {
                return add(Token.Kind.SYMBOL, at, at + symbol.length());
            }
        }
        if (isDelimiter(c)) {
            String doubled = String.valueOf(c).repeat(2);
            throw new FilterSyntaxException(expression, at, at + 1, "write " + doubled);
        }
        int end = at;
        while (end < expression.length() && !isDelimiter(expression.charAt(end))) {
            end++;
        }
        return add(Token.Kind.WORD, at, end);
    }

    private static boolean isDelimiter(char c) {
        return Character.isWhitespace(c) || DELIMITERS.indexOf(c) >= 0;
    }

    private int endOfString(int at) throws FilterSyntaxException {
        for (int i = at + 1; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == expression.charAt(at)) {
                return i + 1;
            }
        }
        throw new FilterSyntaxException(
                expression,
                at,
                expression.length(),
                "the string has no end; close it by " + expression.charAt(at));
    }

    private int add(Token.Kind kind, int at, int end) {
        tokens.add(new Token(kind, expression, at, end));
        return end;
    }

    /** The next piece, which stays the next. */
    Token peek() {
        return tokens.get(next);
    }

    /** The next piece; behind the end stands the end again. */
    Token take() {
        Token token = peek();
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    /** Takes the next piece if it is this symbol, or this word. */
    boolean takes(String symbol, String word) {
        boolean isIt = peek().isSymbol(symbol) || peek().isWord(word);
        if (isIt) {
            take();
        }
        return isIt;
    }

    /** Takes the next piece if it is this symbol. */
    boolean takes(String symbol) {
        boolean isIt = peek().isSymbol(symbol);
        if (isIt) {
            take();
        }
        return isIt;
    }
}
