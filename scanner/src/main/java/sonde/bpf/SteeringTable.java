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
 *     0 |  IPv4 count   |  IPv6 count   |            unused             |
 *       +---------------+---------------+-------+-------+---+-----------+
 *    16 | address first | address last  | port  | port  |pro|  unused   |  IPv4 rule 0
 *       |               |               | first | last  |to.|           |
 *       +---------------+---------------+-------+-------+---+-----------+
 *    32 |                                                               |  IPv4 rule 1, .. to 7
 *       +-------------------------------+-------------------------------+
 *   144 |      address first, high      |      address first, low       |  IPv6 rule 0
 *       +-------------------------------+-------------------------------+
 *   160 |      address last, high       |       address last, low       |
 *       +-------+-------+---+-----------+-------------------------------+
 *   176 | port  | port  |pro|                  unused                   |
 *       | first | last  |to.|                                           |
 *       +-------+-------+---+-------------------------------------------+
 *   192 |                                                               |  IPv6 rule 1, .. to 7
 *       +---------------------------------------------------------------+
 * </pre>
 *
 * <p>All in the machine's byte order; ranges are inclusive. One thread changes the table. A rule is
 * written before its count takes it in, so a program sees it whole or not at all.
 */
public final class SteeringTable implements AutoCloseable {

    /** Rules of each family at the most. */
    public static final int RULES_MAX = 8;

    static final int COUNT_OFFSET = 0;
    static final int IPV6_COUNT_OFFSET = 4;
    static final int RULES_OFFSET = 16;
    static final int RULE_BYTES = 16;
    static final int ADDRESS_FIRST_OFFSET = 0;
    static final int ADDRESS_LAST_OFFSET = 4;
    static final int PORT_FIRST_OFFSET = 8;
    static final int PORT_LAST_OFFSET = 10;
    static final int PROTOCOL_OFFSET = 12;

    static final int IPV6_RULES_OFFSET = RULES_OFFSET + RULES_MAX * RULE_BYTES;
    static final int IPV6_RULE_BYTES = 48;
    static final int IPV6_FIRST_HIGH_OFFSET = 0;
    static final int IPV6_FIRST_LOW_OFFSET = 8;
    static final int IPV6_LAST_HIGH_OFFSET = 16;
    static final int IPV6_LAST_LOW_OFFSET = 24;
    static final int IPV6_PORT_FIRST_OFFSET = 32;
    static final int IPV6_PORT_LAST_OFFSET = 34;
    static final int IPV6_PROTOCOL_OFFSET = 36;

    private static final int TABLE_BYTES = IPV6_RULES_OFFSET + RULES_MAX * IPV6_RULE_BYTES;
    private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();

    private final BpfMap map;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private int ipv4Count;
    private int ipv6Count;

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
     * @throws IllegalArgumentException when there are more than {@link #RULES_MAX} of a family
     */
    public void set(List<SteeringRule> rules) {
        long ipv4 = rules.stream().filter(rule -> rule.addresses().isIpv4()).count();
        checkRoom(ipv4);
        checkRoom(rules.size() - ipv4);
        publish(0, 0);
        rules.forEach(this::add);
    }

    /**
     * Adds a rule to those there are.
     *
     * @throws IllegalArgumentException when there are {@link #RULES_MAX} of its family already
     */
    public void add(SteeringRule rule) {
        if (rule.addresses().isIpv4()) {
            checkRoom(ipv4Count + 1L);
            writeIpv4(rule, RULES_OFFSET + (long) ipv4Count * RULE_BYTES);
            publish(ipv4Count + 1, ipv6Count);
        } else {
            checkRoom(ipv6Count + 1L);
            writeIpv6(rule, IPV6_RULES_OFFSET + (long) ipv6Count * IPV6_RULE_BYTES);
            publish(ipv4Count, ipv6Count + 1);
        }
    }

    private void writeIpv4(SteeringRule rule, long base) {
        AddressSpan addresses = rule.addresses();
        memory.set(ValueLayout.JAVA_INT, base + ADDRESS_FIRST_OFFSET, addresses.ipv4First());
        memory.set(ValueLayout.JAVA_INT, base + ADDRESS_LAST_OFFSET, addresses.ipv4Last());
        memory.set(ValueLayout.JAVA_SHORT, base + PORT_FIRST_OFFSET, (short) rule.portFirst());
        memory.set(ValueLayout.JAVA_SHORT, base + PORT_LAST_OFFSET, (short) rule.portLast());
        memory.set(ValueLayout.JAVA_BYTE, base + PROTOCOL_OFFSET, (byte) rule.protocol());
    }

    private void writeIpv6(SteeringRule rule, long base) {
        AddressSpan addresses = rule.addresses();
        memory.set(ValueLayout.JAVA_LONG, base + IPV6_FIRST_HIGH_OFFSET, addresses.firstHigh());
        memory.set(ValueLayout.JAVA_LONG, base + IPV6_FIRST_LOW_OFFSET, addresses.firstLow());
        memory.set(ValueLayout.JAVA_LONG, base + IPV6_LAST_HIGH_OFFSET, addresses.lastHigh());
        memory.set(ValueLayout.JAVA_LONG, base + IPV6_LAST_LOW_OFFSET, addresses.lastLow());
        memory.set(ValueLayout.JAVA_SHORT, base + IPV6_PORT_FIRST_OFFSET, (short) rule.portFirst());
        memory.set(ValueLayout.JAVA_SHORT, base + IPV6_PORT_LAST_OFFSET, (short) rule.portLast());
        memory.set(ValueLayout.JAVA_BYTE, base + IPV6_PROTOCOL_OFFSET, (byte) rule.protocol());
    }

    private void publish(int ipv4, int ipv6) {
        ipv4Count = ipv4;
        ipv6Count = ipv6;
        COUNT.setRelease(memory, (long) COUNT_OFFSET, ipv4);
        COUNT.setRelease(memory, (long) IPV6_COUNT_OFFSET, ipv6);
    }

    private static void checkRoom(long ruleCount) {
        if (ruleCount > RULES_MAX) {
            throw new IllegalArgumentException(
                    ruleCount + " rules of a family, must be up to " + RULES_MAX);
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
