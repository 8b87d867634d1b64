// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import sonde.record.ScanRecord;
import sonde.text.BudgetText;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Which records are written: an expression of {@code --filter}. Used by one thread, that of the
 * outputs; the count may be read by any.
 *
 * <p>Where an expression can't be decided in bounded time, since a banner leads a regular
 * expression astray, the record passes, and is counted: nothing is lost to a hostile server.
 */
public final class RecordFilter implements Predicate<ScanRecord> {

    private final Predicate<ScanRecord> expression;
    private final AtomicLong undecidedCount = new AtomicLong();

    private RecordFilter(Predicate<ScanRecord> expression) {
        this.expression = expression;
    }

    /**
     * Reads an expression.
     *
     * @throws FilterSyntaxException if it is none; the message says where, and what to write
     */
    public static RecordFilter parse(String expression) throws FilterSyntaxException {
        return new RecordFilter(FilterParser.parse(expression));
    }

    /** Whether the record is to be written. */
    @Override
    public boolean test(ScanRecord record) {
        try {
            return expression.test(record);
        } catch (BudgetText.ExhaustedException | StackOverflowError _) {
            undecidedCount.incrementAndGet();
            return true;
        }
    }

    /** How many records passed because the expression could not be decided. */
    public long undecidedCount() {
        return undecidedCount.get();
    }
}
