// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.CallState;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Which frames are ours, for {@link SteeringProgram} and {@link GuardProgram}: a map that they read
 * with every frame, so that rules may come while they run.
 *
 * <pre>
 *  byte  0               4               8               12              16
 *       +---------------+---------------+---------------+---------------+
 *     0 |     count     |                    unused                     |
 *       +---------------+---------------+-------+-------+---+-----------+
 *    16 | address first | address last  | port  | port  |pro|  unused   |  rule 0
 *       |               |               | first | last  |to.|           |
 *       +---------------+---------------+-------+-------+---+-----------+
 *    32 |                                                               |  rule 1, .. to 7
 *       +---------------------------------------------------------------+
 * </pre>
 *
 * <p>All in the machine's byte order; ranges are inclusive. One thread changes the table. A rule is
 * written before {@code count} takes it in, so a program sees it whole or not at all.
 */
public final class SteeringTable implements AutoCloseable {

    /** Rules at the most. */
    public static final int RULES_MAX = 8;

    static final int COUNT_OFFSET = 0;
    static final int RULES_OFFSET = 16;
    static final int RULE_BYTES = 16;
    static final int ADDRESS_FIRST_OFFSET = 0;
    static final int ADDRESS_LAST_OFFSET = 4;
    static final int PORT_FIRST_OFFSET = 8;
    static final int PORT_LAST_OFFSET = 10;
    static final int PROTOCOL_OFFSET = 12;

    private static final int TABLE_BYTES = RULES_OFFSET + RULES_MAX * RULE_BYTES;
    private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();

    private final BpfMap map;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private int count;

    private SteeringTable(CallState state) {
        map = BpfMap.array(state, "sonde_steering", TABLE_BYTES, 1, true);
        memory = map.map(state, arena);
    }

    /** Makes a table without rules: nothing is ours. */
    public static SteeringTable create(CallState state) {
        return new SteeringTable(state);
    }

    /**
     * Replaces all rules. While that goes on, frames pass as if there were fewer.
     *
     * @throws IllegalArgumentException when there are more than {@link #RULES_MAX}
     */
    public void set(List<SteeringRule> rules) {
        checkRoom(rules.size());
        publish(0);
        rules.forEach(this::add);
    }

    /**
     * Adds a rule to those there are.
     *
     * @throws IllegalArgumentException when there are {@link #RULES_MAX} already
     */
    public void add(SteeringRule rule) {
        checkRoom(count + 1);
        long base = RULES_OFFSET + (long) count * RULE_BYTES;
        memory.set(ValueLayout.JAVA_INT, base + ADDRESS_FIRST_OFFSET, rule.addressFirst());
        memory.set(ValueLayout.JAVA_INT, base + ADDRESS_LAST_OFFSET, rule.addressLast());
        memory.set(ValueLayout.JAVA_SHORT, base + PORT_FIRST_OFFSET, (short) rule.portFirst());
        memory.set(ValueLayout.JAVA_SHORT, base + PORT_LAST_OFFSET, (short) rule.portLast());
        memory.set(ValueLayout.JAVA_BYTE, base + PROTOCOL_OFFSET, (byte) rule.protocol());
        publish(count + 1);
    }

    private void publish(int ruleCount) {
        count = ruleCount;
        COUNT.setRelease(memory, (long) COUNT_OFFSET, ruleCount);
    }

    private static void checkRoom(int ruleCount) {
        if (ruleCount > RULES_MAX) {
            throw new IllegalArgumentException(ruleCount + " rules, must be up to " + RULES_MAX);
        }
    }

    /** The map, to be named in a program. */
    BpfMap map() {
        return map;
    }

    @Override
    public void close() {
        arena.close();
        map.close();
    }
}
