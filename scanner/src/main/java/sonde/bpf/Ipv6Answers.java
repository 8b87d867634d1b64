// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.ClassicAssembler.NEXT;

import java.util.List;

/** The part of an {@link AnswerFilter} that judges IPv6 packets, as {@link Ipv4Answers} does. */
final class Ipv6Answers {

    private static final int NEXT_HEADER_OFFSET = 6;
    private static final int DESTINATION_OFFSET = 24;
    private static final int HEADER_BYTES = 40;
    private static final int DESTINATION_PORT_OFFSET = HEADER_BYTES + 2;

    /** The address that a neighbour solicitation asks for, RFC 4861 section 4.3. */
    private static final int SOLICITED_OFFSET = HEADER_BYTES + 8;

    private static final int ICMPV6 = 58;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;

    /** The errors and the echo reply, RFC 4443. */
    private static final int[] ICMP_TYPES = {1, 2, 3, 4, 129};

    /**
     * IANA's IPv6 extension header types: hop-by-hop, routing, fragment, authentication,
     * destination options, mobility, HIP and Shim6.
     */
    private static final int[] EXTENSION_HEADERS = {0, 43, 44, 51, 60, 135, 139, 140};

    private static final int WORDS = 4;

    private final ClassicAssembler program;
    private final int ip;
    private final AnswerScope scope;
    private int labelCount;

    Ipv6Answers(ClassicAssembler program, int ip, AnswerScope scope) {
        this.program = program;
        this.ip = ip;
        this.scope = scope;
    }

    /** Appends the judgement of the packet at {@code ip}, which always ends the program. */
    void append() {
        program.loadByte(ip)
                .and(0xf0)
                .ifEqual(0x60, "6 well formed", NEXT)
                .pass(0)
                .label("6 well formed");
        scope.ported(false).forEach(this::appendRule);
        if (scope.hasAdvertisements()) {
            String next = newLabel();
            appendNdp(ADVERTISEMENT, next);
            program.pass(AnswerFilter.WHOLE).label(next);
        }
        List<AddressSpan> ours = scope.ours(false);
        if (scope.hasQuestions()) {
            ours.forEach(this::appendQuestion);
        }
        for (AddressSpan span : ours) {
            String next = newLabel();
            appendSpan(ip + DESTINATION_OFFSET, span, next);
            program.jump("6 ours").label(next);
        }
        program.pass(0);
        if (!ours.isEmpty()) {
            program.label("6 ours");
            appendToUs();
        }
    }

    private void appendRule(SteeringRule rule) {
        String next = newLabel();
        program.loadByte(ip + NEXT_HEADER_OFFSET).ifEqual(rule.protocol(), NEXT, next);
        appendSpan(ip + DESTINATION_OFFSET, rule.addresses(), next);
        program.loadHalf(ip + DESTINATION_PORT_OFFSET)
                .subtract(rule.portFirst())
                .ifAbove(rule.portLast() - rule.portFirst(), next, NEXT)
                .pass(AnswerFilter.WHOLE)
                .label(next);
    }

    /** A solicitation, to us or to the multicast group of an address of ours. */
    private void appendQuestion(AddressSpan span) {
        String next = newLabel();
        appendNdp(SOLICITATION, next);
        appendSpan(ip + SOLICITED_OFFSET, span, next);
        program.pass(AnswerFilter.WHOLE).label(next);
    }

    private void appendNdp(int type, String next) {
        program.loadByte(ip + NEXT_HEADER_OFFSET)
                .ifEqual(ICMPV6, NEXT, next)
                .loadByte(ip + HEADER_BYTES)
                .ifEqual(type, NEXT, next);
    }

    private void appendToUs() {
        program.loadByte(ip + NEXT_HEADER_OFFSET);
        for (int header : EXTENSION_HEADERS) {
            program.ifEqual(header, "6 pass", NEXT);
        }
        if (scope.hasIcmp()) {
            program.ifEqual(ICMPV6, NEXT, "6 other protocol").loadByte(ip + HEADER_BYTES);
            for (int type : ICMP_TYPES) {
                program.ifEqual(type, "6 pass", NEXT);
            }
        }
        program.jump("6 other protocol")
                .label("6 pass")
                .pass(AnswerFilter.WHOLE)
                .label("6 other protocol");
        Ipv4Answers.appendProtocols(
                program, ip + NEXT_HEADER_OFFSET, scope.protocols(), "6 protocols ");
        program.pass(0);
    }

    /** Goes on at {@code next} unless the address at {@code offset} is of the span. */
    private void appendSpan(int offset, AddressSpan span, String next) {
        int word = 0;
        while (word < WORDS && span.firstWord(word) == span.lastWord(word)) {
            program.loadWord(offset + Integer.BYTES * word)
                    .ifEqual(span.firstWord(word), NEXT, next);
            word++;
        }
        if (word < WORDS) {
            appendLowerEnd(offset, span, word, next);
            appendUpperEnd(offset, span, word, next);
        }
    }

    private void appendLowerEnd(int offset, AddressSpan span, int from, String next) {
        String above = newLabel();
        for (int word = from; word < WORDS; word++) {
            program.loadWord(offset + Integer.BYTES * word)
                    .ifAbove(span.firstWord(word), above, NEXT)
                    .ifEqual(span.firstWord(word), NEXT, next);
        }
        program.label(above);
    }

    private void appendUpperEnd(int offset, AddressSpan span, int from, String next) {
        String below = newLabel();
        for (int word = from; word < WORDS; word++) {
            program.loadWord(offset + Integer.BYTES * word)
                    .ifAtLeast(span.lastWord(word), NEXT, below)
                    .ifEqual(span.lastWord(word), NEXT, next);
        }
        program.label(below);
    }

    private String newLabel() {
        labelCount++;
        return "6 next " + labelCount;
    }
}
