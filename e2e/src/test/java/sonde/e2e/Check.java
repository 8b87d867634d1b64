// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Comparisons of thousands of things whose failure can still be read. */
final class Check {

    private static final int SHOWN = 5;

    private Check() {}

    /**
     * The run has found an open port on each of the first so many addresses, once, and nothing
     * else.
     */
    static void foundEachOnce(int addressCount, SondeResult result) {
        foundEachOnce(addressCount, result, result::story);
    }

    static void foundEachOnce(int addressCount, SondeResult result, Supplier<String> story) {
        foundEachOnce(Addresses.first(addressCount), result, story);
    }

    /**
     * The run has found one open port on each of the addresses, once, and nothing else; and all
     * sums of its summary hold.
     */
    static void foundEachOnce(
            Collection<String> addresses, SondeResult result, Supplier<String> story) {
        assertEquals(0, result.exitCode(), story);
        List<Finding> findings = Finding.onStdout(result);
        assertEquals(Set.of(), Finding.repeated(findings), story);
        sameElements(addresses, Finding.addresses(findings), story);
        assertEquals(addresses.size(), findings.size(), story);
        assertTrue(findings.stream().allMatch(finding -> finding.status().equals("open")), story);
        Summary.of(result);
    }

    /** The same elements, in whatever order and however often. */
    static <T> void sameElements(
            Collection<T> expected, Collection<T> actual, Supplier<String> story) {
        Set<T> missing = new TreeSet<>(expected);
        missing.removeAll(Set.copyOf(actual));
        Set<T> surplus = new TreeSet<>(actual);
        surplus.removeAll(Set.copyOf(expected));
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            throw new AssertionError(
                    some("missing", missing) + some("not expected", surplus) + story.get());
        }
    }

    /** The same elements in the same order. */
    static <T> void sameOrder(List<T> expected, List<T> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            T left = i < expected.size() ? expected.get(i) : null;
            T right = i < actual.size() ? actual.get(i) : null;
            if (left == null || !left.equals(right)) {
                throw new AssertionError(
                        "at "
                                + i
                                + " of "
                                + expected.size()
                                + ": "
                                + left
                                + " expected, but "
                                + right);
            }
        }
    }

    private static String some(String what, Set<?> set) {
        return set.size() + " " + what + ": " + set.stream().limit(SHOWN).toList() + "\n";
    }
}
