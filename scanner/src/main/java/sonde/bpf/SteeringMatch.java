// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.Condition.ABOVE;
import static sonde.bpf.Condition.ANY_BIT;
import static sonde.bpf.Condition.AT_MOST;
import static sonde.bpf.Condition.BELOW;
import static sonde.bpf.Condition.EQUAL;
import static sonde.bpf.Condition.NOT_EQUAL;
import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R4;
import static sonde.bpf.Register.R5;
import static sonde.bpf.Register.R7;
import static sonde.bpf.Register.R8;
import static sonde.bpf.Register.R9;

import sonde.sys.Socket;

/**
 * The part that Sonde's programs share: whether a frame is ours. It is when it holds an
 * unfragmented IPv4 packet, or an IPv6 packet without extension headers, that a rule of the {@link
 * SteeringTable} matches; whatever is cut short, malformed or of another kind is not.
 *
 * <p>Pointers into the frame move by constants alone, and pointers are compared, not subtracted:
 * all else the verifier allows only to those who also have CAP_PERFMON.
 */
final class SteeringMatch {

    /** Where a frame that isn't ours goes on; the program sets this label behind the match. */
    static final String OTHERS = "others";

    private static final String OURS = "ours";
    private static final String IPV6 = "ipv6";
    private static final String TRANSPORT = "transport";

    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int IP_OFFSET = 14;
    private static final int IP_LENGTH_OFFSET = IP_OFFSET + 2;
    private static final int IP_FRAGMENT_OFFSET = IP_OFFSET + 6;
    private static final int IP_PROTOCOL_OFFSET = IP_OFFSET + 9;
    private static final int IP_DESTINATION_OFFSET = IP_OFFSET + 16;

    private static final int IPV6_LENGTH_OFFSET = IP_OFFSET + 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = IP_OFFSET + 6;
    private static final int IPV6_DESTINATION_OFFSET = IP_OFFSET + 24;
    private static final int IPV6_HEADER_BYTES = 40;

    /** Of the IPv4 header without options, and with the most of them. */
    private static final int IP_HEADER_BYTES_MIN = 20;

    private static final int IP_HEADER_BYTES_MAX = 60;

    /** More fragments follow, or this is not the first (RFC 791, section 3.1). */
    private static final int IP_FRAGMENT_MASK = 0x3fff;

    /** The two ports that TCP, UDP and SCTP begin with. */
    private static final int PORTS_BYTES = 4;

    private static final int DESTINATION_PORT_OFFSET = 2;

    /** Where a frame holds what it is, an {@code ETH_P_…} in network order. */
    static final int TYPE_OFFSET = ETHERNET_TYPE_OFFSET;

    /** What a frame must have to be ours, and as much of it as the match may read. */
    static final int HEADERS_BYTES_MIN = IP_OFFSET + IP_HEADER_BYTES_MIN + PORTS_BYTES;

    /** The same of an IPv6 packet, of which there is never more to read. */
    static final int IPV6_HEADERS_BYTES = IP_OFFSET + IPV6_HEADER_BYTES + PORTS_BYTES;

    static final int HEADERS_BYTES_MAX = IP_OFFSET + IP_HEADER_BYTES_MAX + PORTS_BYTES;

    private SteeringMatch() {}

    /**
     * Goes to {@link #OTHERS} unless the frame is ours. Expects the frame in R2 and its end in R3;
     * changes R0, R2 to R5 and R7 to R9.
     */
    static void append(Assembler program, SteeringTable table) {
        appendHeaders(program);
        appendRules(program, table);
        appendIpv6Headers(program.label(IPV6));
        appendIpv6Rules(program, table);
        program.label(OURS);
    }

    /** Leaves the destination's address in R8, its port in R9 and the protocol in R5. */
    private static void appendHeaders(Assembler program) {
        program.move(R4, R2)
                .add(R4, IP_OFFSET + IP_HEADER_BYTES_MIN)
                .jumpIf(R4, ABOVE, R3, OTHERS)
                .load16(R4, R2, ETHERNET_TYPE_OFFSET)
                .byteSwap16(R4)
                .jumpIf32(R4, NOT_EQUAL, Socket.ETH_P_IP, IPV6)
                .load16(R4, R2, IP_FRAGMENT_OFFSET)
                .byteSwap16(R4)
                .jumpIf32(R4, ANY_BIT, IP_FRAGMENT_MASK, OTHERS)
                // The version in the upper half of the byte, the header's words in the lower.
                .load8(R4, R2, IP_OFFSET)
                .move(R7, R4)
                .and(R7, 0xf0)
                .jumpIf32(R7, NOT_EQUAL, 0x40, OTHERS)
                .and(R4, 0x0f)
                .shiftLeft(R4, 2)
                .load8(R5, R2, IP_PROTOCOL_OFFSET)
                .load32(R8, R2, IP_DESTINATION_OFFSET)
                .byteSwap32(R8)
                // The ports stand in the packet, not in what pads a short frame.
                .load16(R7, R2, IP_LENGTH_OFFSET)
                .byteSwap16(R7)
                .move(R0, R4)
                .add(R0, PORTS_BYTES)
                .jumpIf32(R7, BELOW, R0, OTHERS)
                .add(R2, IP_OFFSET + IP_HEADER_BYTES_MIN);
        for (int bytes = IP_HEADER_BYTES_MIN; bytes < IP_HEADER_BYTES_MAX; bytes += 4) {
            program.jumpIf32(R4, EQUAL, bytes, TRANSPORT).add(R2, 4);
        }
        program.jumpIf32(R4, NOT_EQUAL, IP_HEADER_BYTES_MAX, OTHERS)
                .label(TRANSPORT)
                .move(R4, R2)
                .add(R4, PORTS_BYTES)
                .jumpIf(R4, ABOVE, R3, OTHERS)
                .load16(R9, R2, DESTINATION_PORT_OFFSET)
                .byteSwap16(R9);
    }

    private static void appendRules(Assembler program, SteeringTable table) {
        program.loadMapValue(R7, table.map(), 0).load32(R4, R7, SteeringTable.COUNT_OFFSET);
        for (int i = 0; i < SteeringTable.RULES_MAX; i++) {
            int rule = SteeringTable.RULES_OFFSET + i * SteeringTable.RULE_BYTES;
            String next = i == SteeringTable.RULES_MAX - 1 ? OTHERS : "rule " + (i + 1);
            program.jumpIf32(R4, AT_MOST, i, OTHERS)
                    .load8(R3, R7, rule + SteeringTable.PROTOCOL_OFFSET)
                    .jumpIf32(R3, NOT_EQUAL, R5, next)
                    .load32(R3, R7, rule + SteeringTable.ADDRESS_FIRST_OFFSET)
                    .jumpIf32(R8, BELOW, R3, next)
                    .load32(R3, R7, rule + SteeringTable.ADDRESS_LAST_OFFSET)
                    .jumpIf32(R8, ABOVE, R3, next)
                    .load16(R3, R7, rule + SteeringTable.PORT_FIRST_OFFSET)
                    .jumpIf32(R9, BELOW, R3, next)
                    .load16(R3, R7, rule + SteeringTable.PORT_LAST_OFFSET)
                    .jumpIf32(R9, AT_MOST, R3, OURS);
            if (!next.equals(OTHERS)) {
                program.label(next);
            }
        }
        program.jump(OTHERS);
    }

    /**
     * Expects the frame's type in R4. Leaves the destination's halves in R8 and R9, its port in R2
     * and the next header in R5.
     */
    private static void appendIpv6Headers(Assembler program) {
        program.jumpIf32(R4, NOT_EQUAL, Socket.ETH_P_IPV6, OTHERS)
                .move(R4, R2)
                .add(R4, IPV6_HEADERS_BYTES)
                .jumpIf(R4, ABOVE, R3, OTHERS)
                .load8(R4, R2, IP_OFFSET)
                .and(R4, 0xf0)
                .jumpIf32(R4, NOT_EQUAL, 0x60, OTHERS)
                // The ports stand in the packet, not in what pads a short frame.
                .load16(R4, R2, IPV6_LENGTH_OFFSET)
                .byteSwap16(R4)
                .jumpIf32(R4, BELOW, PORTS_BYTES, OTHERS)
                .load8(R5, R2, IPV6_NEXT_HEADER_OFFSET)
                .load64(R8, R2, IPV6_DESTINATION_OFFSET)
                .byteSwap64(R8)
                .load64(R9, R2, IPV6_DESTINATION_OFFSET + Long.BYTES)
                .byteSwap64(R9)
                .load16(R2, R2, IP_OFFSET + IPV6_HEADER_BYTES + DESTINATION_PORT_OFFSET)
                .byteSwap16(R2);
    }

    private static void appendIpv6Rules(Assembler program, SteeringTable table) {
        program.loadMapValue(R7, table.map(), 0).load32(R4, R7, SteeringTable.IPV6_COUNT_OFFSET);
        for (int i = 0; i < SteeringTable.RULES_MAX; i++) {
            int rule = SteeringTable.IPV6_RULES_OFFSET + i * SteeringTable.IPV6_RULE_BYTES;
            String next = "ipv6 rule " + (i + 1);
            String low = "above the first of " + i;
            String ports = "below the last of " + i;
            program.jumpIf32(R4, AT_MOST, i, OTHERS)
                    .load8(R3, R7, rule + SteeringTable.IPV6_PROTOCOL_OFFSET)
                    .jumpIf32(R3, NOT_EQUAL, R5, next)
                    .load64(R3, R7, rule + SteeringTable.IPV6_FIRST_HIGH_OFFSET)
                    .jumpIf(R8, BELOW, R3, next)
                    .jumpIf(R8, NOT_EQUAL, R3, low)
                    .load64(R3, R7, rule + SteeringTable.IPV6_FIRST_LOW_OFFSET)
                    .jumpIf(R9, BELOW, R3, next)
                    .label(low)
                    .load64(R3, R7, rule + SteeringTable.IPV6_LAST_HIGH_OFFSET)
                    .jumpIf(R8, ABOVE, R3, next)
                    .jumpIf(R8, NOT_EQUAL, R3, ports)
                    .load64(R3, R7, rule + SteeringTable.IPV6_LAST_LOW_OFFSET)
                    .jumpIf(R9, ABOVE, R3, next)
                    .label(ports)
                    .load16(R3, R7, rule + SteeringTable.IPV6_PORT_FIRST_OFFSET)
                    .jumpIf32(R2, BELOW, R3, next)
                    .load16(R3, R7, rule + SteeringTable.IPV6_PORT_LAST_OFFSET)
                    .jumpIf32(R2, AT_MOST, R3, OURS)
                    .label(next);
        }
        program.jump(OTHERS);
    }
}
