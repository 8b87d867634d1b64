// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.ClassicAssembler.NEXT;

import java.util.BitSet;
import java.util.List;

/**
 * The part of an {@link AnswerFilter} that judges IPv4 packets. Each test falls through to its own
 * verdict or goes on with the next test, so that no jump is long however many tests there are.
 */
final class Ipv4Answers {

    private static final int FRAGMENT_OFFSET = 6;
    private static final int FRAGMENT_MASK = 0x1fff;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int DESTINATION_OFFSET = 16;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int HEADER_WORDS_MIN = 5;
    private static final int ICMP = 1;

    /** Echo reply, unreachable, time exceeded, parameter problem and timestamp reply (RFC 792). */
    private static final int[] ICMP_TYPES = {0, 3, 11, 12, 14};

    private Ipv4Answers() {}

    /** Appends the judgement of the packet at {@code ip}, which always ends the program. */
    static void append(ClassicAssembler program, int ip, AnswerScope scope) {
        program.loadByte(ip)
                .and(0xf0)
                .ifEqual(0x40, NEXT, "4 malformed")
                .loadByte(ip)
                .and(0x0f)
                .ifAtLeast(HEADER_WORDS_MIN, NEXT, "4 malformed")
                .loadHalf(ip + FRAGMENT_OFFSET)
                .ifAnyBit(FRAGMENT_MASK, NEXT, "4 first")
                .label("4 malformed")
                .pass(0)
                .label("4 first");
        List<SteeringRule> rules = scope.ported(true);
        for (int i = 0; i < rules.size(); i++) {
            appendRule(program, ip, rules.get(i), "4 rule " + (i + 1));
        }
        if (scope.hasIcmp() || !scope.protocols().isEmpty()) {
            appendToUs(program, ip, scope);
        }
        program.pass(0);
    }

    private static void appendRule(
            ClassicAssembler program, int ip, SteeringRule rule, String next) {
        program.loadByte(ip + PROTOCOL_OFFSET).ifEqual(rule.protocol(), NEXT, next);
        appendSpan(program, ip + DESTINATION_OFFSET, rule.addresses(), next)
                .loadHeaderLength(ip)
                .loadHalfIndexed(ip + DESTINATION_PORT_OFFSET)
                .subtract(rule.portFirst())
                .ifAbove(rule.portLast() - rule.portFirst(), next, NEXT)
                .pass(AnswerFilter.WHOLE)
                .label(next);
    }

    private static void appendToUs(ClassicAssembler program, int ip, AnswerScope scope) {
        List<AddressSpan> ours = scope.ours(true);
        for (int i = 0; i < ours.size(); i++) {
            String next = "4 span " + (i + 1);
            appendSpan(program, ip + DESTINATION_OFFSET, ours.get(i), next)
                    .jump("4 ours")
                    .label(next);
        }
        program.pass(0);
        if (ours.isEmpty()) {
            return;
        }
        program.label("4 ours");
        if (scope.hasIcmp()) {
            program.loadByte(ip + PROTOCOL_OFFSET)
                    .ifEqual(ICMP, NEXT, "4 other protocol")
                    .loadHeaderLength(ip)
                    .loadByteIndexed(ip);
            for (int type : ICMP_TYPES) {
                program.ifEqual(type, "4 icmp", NEXT);
            }
            program.jump("4 other protocol")
                    .label("4 icmp")
                    .pass(AnswerFilter.WHOLE)
                    .label("4 other protocol");
        }
        appendProtocols(program, ip + PROTOCOL_OFFSET, scope.protocols(), "4 protocols ");
    }

    /** Goes on at {@code next} unless the address at {@code offset} is of an IPv4 span. */
    static ClassicAssembler appendSpan(
            ClassicAssembler program, int offset, AddressSpan span, String next) {
        return program.loadWord(offset)
                .subtract(span.ipv4First())
                .ifAbove(span.ipv4Last() - span.ipv4First(), next, NEXT);
    }

    /**
     * Passes the frame if the byte at {@code offset} is one of the protocols; else goes on.
     *
     * @param labels what the names of labels begin with
     */
    static void appendProtocols(
            ClassicAssembler program, int offset, BitSet protocols, String labels) {
        program.loadByte(offset);
        int first = protocols.nextSetBit(0);
        while (first >= 0) {
            int end = protocols.nextClearBit(first);
            program.ifAtLeast(first, NEXT, labels + end)
                    .ifAbove(end - 1, labels + end, NEXT)
                    .pass(AnswerFilter.WHOLE)
                    .label(labels + end);
            first = protocols.nextSetBit(end);
        }
    }
}
