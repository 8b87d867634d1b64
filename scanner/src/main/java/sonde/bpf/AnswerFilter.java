// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.ClassicAssembler.NEXT;
import static sonde.bpf.ClassicAssembler.SKF_AD_PKTTYPE;
import static sonde.bpf.ClassicAssembler.SKF_AD_PROTOCOL;

import sonde.sys.Socket;

/**
 * The filter of a receive socket: passes what may be an answer to a probe and nothing else, so that
 * a busy host's own traffic never enters the ring.
 *
 * <p>An answer is a frame that came in, with IPv4 and TCP in it, to our address and one of our
 * source ports, not the later part of a fragmented packet. On Ethernet an ARP reply to our address
 * passes too. Whether it really answers a probe is for the cookie to say.
 */
public final class AnswerFilter {

    private static final int ETHERNET_LENGTH = 14;
    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int ARP_OPERATION_OFFSET = 6;
    private static final int ARP_TARGET_ADDRESS_OFFSET = 24;
    private static final int ARP_REPLY = 2;
    private static final int IP_FRAGMENT_OFFSET = 6;
    private static final int IP_FRAGMENT_MASK = 0x1fff;
    private static final int IP_PROTOCOL_OFFSET = 9;
    private static final int IP_DESTINATION_OFFSET = 16;
    private static final int TCP_DESTINATION_PORT_OFFSET = 2;
    private static final int PORT_MAX = 65_535;

    /** More than any frame has: it is passed whole. */
    private static final int WHOLE = 0x40000;

    private AnswerFilter() {}

    /**
     * For frames that begin with an Ethernet header.
     *
     * @param address ours, IPv4 in host order
     * @param portFirst the first of our source ports
     * @param portLast the last of them
     */
    public static ClassicProgram ethernet(int address, int portFirst, int portLast) {
        ClassicAssembler program = new ClassicAssembler();
        dropOutgoing(program)
                .loadHalf(ETHERNET_TYPE_OFFSET)
                .ifEqual(Socket.ETH_P_IP, "ip", NEXT)
                .ifEqual(Socket.ETH_P_ARP, NEXT, "drop")
                .loadHalf(ETHERNET_LENGTH + ARP_OPERATION_OFFSET)
                .ifEqual(ARP_REPLY, NEXT, "drop")
                .loadWord(ETHERNET_LENGTH + ARP_TARGET_ADDRESS_OFFSET)
                .ifEqual(address, "pass", "drop")
                .label("ip");
        return answers(program, ETHERNET_LENGTH, address, portFirst, portLast);
    }

    /** For frames that begin with the IP header; parameters as in {@link #ethernet}. */
    public static ClassicProgram ip(int address, int portFirst, int portLast) {
        ClassicAssembler program = new ClassicAssembler();
        dropOutgoing(program).loadAncillary(SKF_AD_PROTOCOL).ifEqual(Socket.ETH_P_IP, NEXT, "drop");
        return answers(program, 0, address, portFirst, portLast);
    }

    /** A tap sees what the host sends as well; on loopback, each packet twice. */
    private static ClassicAssembler dropOutgoing(ClassicAssembler program) {
        return program.loadAncillary(SKF_AD_PKTTYPE).ifEqual(Socket.PACKET_OUTGOING, "drop", NEXT);
    }

    private static ClassicProgram answers(
            ClassicAssembler program, int ip, int address, int portFirst, int portLast) {
        if (portFirst < 0 || portFirst > portLast || portLast > PORT_MAX) {
            throw new IllegalArgumentException("ports " + portFirst + " to " + portLast);
        }
        return program.loadByte(ip)
                .and(0xf0)
                .ifEqual(0x40, NEXT, "drop")
                .loadByte(ip)
                .and(0x0f)
                .ifAtLeast(5, NEXT, "drop")
                .loadByte(ip + IP_PROTOCOL_OFFSET)
                .ifEqual(Socket.IPPROTO_TCP, NEXT, "drop")
                .loadHalf(ip + IP_FRAGMENT_OFFSET)
                .ifAnyBit(IP_FRAGMENT_MASK, "drop", NEXT)
                .loadWord(ip + IP_DESTINATION_OFFSET)
                .ifEqual(address, NEXT, "drop")
                .loadHeaderLength(ip)
                .loadHalfIndexed(ip + TCP_DESTINATION_PORT_OFFSET)
                .subtract(portFirst)
                .ifAbove(portLast - portFirst, "drop", "pass")
                .label("pass")
                .pass(WHOLE)
                .label("drop")
                .pass(0)
                .assemble();
    }
}
