// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

/**
 * One of {@code count} disjoint parts of a scan: every {@code count}-th position, from position
 * {@code index} on. All parts together are the whole, provided that they agree on space and seed.
 *
 * @param index which part, 0 to {@code count-1}
 * @param count how many parts, 1 or more
 */
public record Shard(int index, int count) {

    /** The whole scan. */
    public static final Shard WHOLE = new Shard(0, 1);

    /**
     * @throws IllegalArgumentException if {@code count} is below 1 or {@code index} not below
     *     {@code count}
     */
    public Shard {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "the number of shards must be at least 1, not " + count);
        }
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "the shard must be 1 to " + count + ", not " + (index + 1L));
        }
    }

    /**
     * Reads {@code i/n}: part i of n, counted from 1.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what
     */
    public static Shard parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "needs the form I/N, such as 1/4 for the first of four parts");
        }
        int index = parseNumber(text, 0, slash, "the shard");
        int count = parseNumber(text, slash + 1, text.length(), "the number of shards");
        if (count < 1) {
            throw new IllegalArgumentException(
                    "the number of shards must be at least 1, not " + count);
        }
        return new Shard(index - 1, count);
    }

    private static int parseNumber(String text, int start, int end, String what) {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException(what + " must be a decimal number, as in 1/4");
            }
            number = number * 10 + digit;
            if (number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(what + " is at most " + Integer.MAX_VALUE);
            }
        }
        if (start == end) {
            throw new IllegalArgumentException(what + " is missing; the form is I/N, as in 1/4");
        }
        return (int) number;
    }

    /**
     * How many positions are this shard's.
     *
     * @param size how many positions the whole scan has, 0 or more
     */
    public long positionCount(long size) {
        return size <= index ? 0 : (size - 1 - index) / count + 1;
    }

    /**
     * A position of this shard.
     *
     * @param step 0 to {@code positionCount-1}
     */
    public long position(long step) {
        return step * count + index;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (index + 1L) + "/" + count;
    }
}
