// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import java.util.HashMap;
import java.util.Map;

/** The labels of a program in the making, and how far its jumps go: forward only. */
final class Labels {

    private final Map<String, Integer> positions = new HashMap<>();
    private final int distanceMax;

    /** For jumps over so many instructions at the most. */
    Labels(int distanceMax) {
        this.distanceMax = distanceMax;
    }

    /** Sets a label at the instruction of that number. */
    void set(String name, int position) {
        if (name.isEmpty() || positions.putIfAbsent(name, position) != null) {
            throw new IllegalArgumentException("label '" + name + "' is taken");
        }
    }

    /**
     * How many instructions a jump leaves out; 0 without a label.
     *
     * @param from the jump's own number
     * @param length of the program
     * @throws IllegalStateException when a jump leads nowhere, backward or too far
     */
    int distance(int from, String label, int length) {
        if (label.isEmpty()) {
            return 0;
        }
        Integer target = positions.get(label);
        if (target == null || target == length) {
            throw new IllegalStateException("no instruction at label '" + label + "'");
        }
        int distance = target - from - 1;
        if (distance < 0 || distance > distanceMax) {
            throw new IllegalStateException(
                    "jump from "
                            + from
                            + " to label '"
                            + label
                            + "' spans "
                            + distance
                            + " instructions, must be 0 to "
                            + distanceMax);
        }
        return distance;
    }
}
