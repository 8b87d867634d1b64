// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import org.jspecify.annotations.Nullable;

/** How a field is compared with what stands behind it. */
enum Comparison {
    EQUAL("=="),
    NOT_EQUAL("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    MATCHES("=~"),
    LESS("<"),
    GREATER(">"),
    CONTAINS("~"),
    /** One of a list. */
    IN("in");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    /** The comparison that is written like this, or null. */
    static @Nullable Comparison of(String symbol) {
        for (Comparison each : values()) {
            if (each.symbol.equals(symbol)) {
                return each;
            }
        }
        return null;
    }

    /** Whether it asks for less or more. */
    boolean isOrder() {
        return this == LESS || this == AT_MOST || this == GREATER || this == AT_LEAST;
    }

    /**
     * What it makes of an order.
     *
     * @param order negative if the field is less than the value, positive if it is more, else 0
     */
    boolean holds(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case MATCHES, CONTAINS, IN -> throw new IllegalStateException(symbol);
        };
    }
}
