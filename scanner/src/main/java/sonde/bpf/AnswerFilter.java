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
 * passes too, and where our addresses are not the host's, ARP requests for them. Whether an answer
 * really answers a probe is for the cookie to say.
 */
public final class AnswerFilter {

    private static final int ETHERNET_LENGTH = 14;
    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int ARP_OPERATION_OFFSET = 6;
    private static final int ARP_TARGET_ADDRESS_OFFSET = 24;
    private static final int ARP_REQUEST = 1;
    private static final int ARP_REPLY = 2;
    private static final int IP_FRAGMENT_OFFSET = 6;
    private static final int IP_FRAGMENT_MASK = 0x1fff;
    private static final int IP_PROTOCOL_OFFSET = 9;
    private static final int IP_DESTINATION_OFFSET = 16;
    private static final int TCP_DESTINATION_PORT_OFFSET = 2;

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
        return ethernet(SteeringRule.tcp(address, portFirst, portLast), address, false);
    }

    /**
     * For frames that begin with an Ethernet header.
     *
     * @param ours our addresses and ports
     * @param asker the address that neighbours are asked from
     * @param hearsRequests whether ARP requests for our addresses pass, and replies to nobody: to
     *     questions whether an address is free (RFC 5227)
     */
    public static ClassicProgram ethernet(SteeringRule ours, int asker, boolean hearsRequests) {
        ClassicAssembler program = new ClassicAssembler();
        dropOutgoing(program)
                .loadHalf(ETHERNET_TYPE_OFFSET)
                .ifEqual(Socket.ETH_P_IP, "ip", NEXT)
                .ifEqual(Socket.ETH_P_ARP, NEXT, "drop")
                .loadHalf(ETHERNET_LENGTH + ARP_OPERATION_OFFSET)
                .ifEqual(ARP_REPLY, NEXT, hearsRequests ? "request" : "drop")
                .loadWord(ETHERNET_LENGTH + ARP_TARGET_ADDRESS_OFFSET)
                .ifEqual(asker, "pass", hearsRequests ? NEXT : "drop");
        if (hearsRequests) {
            program.ifEqual(0, "pass", "drop")
                    .label("request")
                    .ifEqual(ARP_REQUEST, NEXT, "drop")
                    .loadWord(ETHERNET_LENGTH + ARP_TARGET_ADDRESS_OFFSET)
                    .subtract(ours.addressFirst())
                    .ifAbove(ours.addressLast() - ours.addressFirst(), "drop", "pass");
        }
        return answers(program.label("ip"), ETHERNET_LENGTH, ours);
    }

    /** For frames that begin with the IP header; parameters as in {@link #ethernet}. */
    public static ClassicProgram ip(int address, int portFirst, int portLast) {
        return ip(SteeringRule.tcp(address, portFirst, portLast));
    }

    /** For frames that begin with the IP header. */
    public static ClassicProgram ip(SteeringRule ours) {
        ClassicAssembler program = new ClassicAssembler();
        dropOutgoing(program).loadAncillary(SKF_AD_PROTOCOL).ifEqual(Socket.ETH_P_IP, NEXT, "drop");
        return answers(program, 0, ours);
    }

    /** A tap sees what the host sends as well; on loopback, each packet twice. */
    private static ClassicAssembler dropOutgoing(ClassicAssembler program) {
        return program.loadAncillary(SKF_AD_PKTTYPE).ifEqual(Socket.PACKET_OUTGOING, "drop", NEXT);
    }

    private static ClassicProgram answers(ClassicAssembler program, int ip, SteeringRule ours) {
        return program.loadByte(ip)
                .and(0xf0)
                .ifEqual(0x40, NEXT, "drop")
                .loadByte(ip)
                .and(0x0f)
                .ifAtLeast(5, NEXT, "drop")
                .loadByte(ip + IP_PROTOCOL_OFFSET)
                .ifEqual(ours.protocol(), NEXT, "drop")
                .loadHalf(ip + IP_FRAGMENT_OFFSET)
                .ifAnyBit(IP_FRAGMENT_MASK, "drop", NEXT)
                .loadWord(ip + IP_DESTINATION_OFFSET)
                .subtract(ours.addressFirst())
                .ifAbove(ours.addressLast() - ours.addressFirst(), "drop", NEXT)
                .loadHeaderLength(ip)
                .loadHalfIndexed(ip + TCP_DESTINATION_PORT_OFFSET)
                .subtract(ours.portFirst())
                .ifAbove(ours.portLast() - ours.portFirst(), "drop", "pass")
                .label("pass")
                .pass(WHOLE)
                .label("drop")
                .pass(0)
                .assemble();
    }
}
