// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the frames that came relate to those expected: which are missing, which came out of their
 * order, which were not expected. Frames are told apart by their contents; equal ones are taken in
 * order.
 */
final class FrameOrder {

    /** Of each kind, the most that are listed. */
    private static final int LISTED_MAX = 20;

    private final int expectedCount;
    private final int actualCount;

    /** Numbers of expected frames that did not come. */
    private final List<Integer> missing = new ArrayList<>();

    /** Numbers of frames that came behind a later one. */
    private final List<Integer> late = new ArrayList<>();

    /** Places among those that came of frames not expected, or not so often. */
    private final List<Integer> strange = new ArrayList<>();

    private FrameOrder(int expectedCount, int actualCount) {
        this.expectedCount = expectedCount;
        this.actualCount = actualCount;
    }

    static FrameOrder of(List<byte[]> expected, List<byte[]> actual) {
        FrameOrder order = new FrameOrder(expected.size(), actual.size());
        Map<ByteBuffer, Deque<Integer>> numbers = new HashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            numbers.computeIfAbsent(ByteBuffer.wrap(expected.get(i)), key -> new ArrayDeque<>())
                    .add(i);
        }
        int last = -1;
        for (int place = 0; place < actual.size(); place++) {
            Integer number =
                    numbers.getOrDefault(ByteBuffer.wrap(actual.get(place)), new ArrayDeque<>())
                            .poll();
            if (number == null) {
                order.strange.add(place);
            } else if (number < last) {
                order.late.add(number);
            } else {
                last = number;
            }
        }
        numbers.values().forEach(order.missing::addAll);
        order.missing.sort(null);
        return order;
    }

    /** Whether frames are missing at most: what came was expected, and in this order. */
    boolean isSubsequence() {
        return late.isEmpty() && strange.isEmpty();
    }

    int missingCount() {
        return missing.size();
    }

    @Override
    public String toString() {
        return actualCount
                + " frames of "
                + expectedCount
                + "; missing: "
                + listed(missing)
                + "; late: "
                + listed(late)
                + "; strange, by place: "
                + listed(strange);
    }

    /** Runs of consecutive numbers as first-last. */
    private static String listed(List<Integer> numbers) {
        List<String> runs = new ArrayList<>();
        int i = 0;
        while (i < numbers.size()) {
            int first = i;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            runs.add(numbers.get(first) + (first == i ? "" : "-" + numbers.get(i)));
            i++;
        }
        return runs.isEmpty()
                ? "none"
                : runs.stream().limit(LISTED_MAX).collect(Collectors.joining(" "))
                        + (runs.size() > LISTED_MAX ? " ..." : "");
    }
}
