// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.ClassicAssembler.NEXT;
import static sonde.bpf.ClassicAssembler.SKF_AD_PKTTYPE;
import static sonde.bpf.ClassicAssembler.SKF_AD_PROTOCOL;
import static sonde.bpf.ClassicAssembler.SKF_AD_VLAN_TAG;
import static sonde.bpf.ClassicAssembler.SKF_AD_VLAN_TAG_PRESENT;

import sonde.sys.Socket;

import java.util.List;

/**
 * The filter of a receive socket: passes what an {@link AnswerScope} describes and nothing else, so
 * that a busy host's own traffic never enters the ring.
 *
 * <p>An answer is a frame that came in and is to us, not the later part of a fragmented packet. Of
 * IPv6, packets to us with an extension header pass whatever is behind it. Whether an answer really
 * answers a probe is for the cookie to say.
 */
public final class AnswerFilter {

    private static final int ETHERNET_LENGTH = 14;
    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int ARP_OPERATION_OFFSET = 6;
    private static final int ARP_TARGET_ADDRESS_OFFSET = 24;
    private static final int ARP_REQUEST = 1;
    private static final int ARP_REPLY = 2;

    /** A tag within the frame: its type, then its 16 bits, of which 12 are the VLAN's id. */
    private static final int TAG_LENGTH = 4;

    private static final int TAG_ID_MASK = 0x0fff;

    private static final String IPV4 = "ipv4";
    private static final String IPV6 = "ipv6";

    /** More than any frame has: it is passed whole. */
    static final int WHOLE = 0x40000;

    private AnswerFilter() {}

    /** For frames that begin with an Ethernet header. */
    public static ClassicProgram ethernet(AnswerScope scope) {
        ClassicAssembler program = new ClassicAssembler();
        dropOutgoing(program);
        checkOuterTag(program, scope.vlanIds());
        int inlineTags = Math.max(0, scope.vlanIds().size() - 1) * TAG_LENGTH;
        if (inlineTags > 0) {
            checkInnerTag(program, scope.vlanIds().getLast());
        }
        int payload = ETHERNET_LENGTH + inlineTags;
        program.loadHalf(ETHERNET_TYPE_OFFSET + inlineTags)
                .ifEqual(Socket.ETH_P_IP, IPV4, NEXT)
                .ifEqual(Socket.ETH_P_ARP, NEXT, "no arp")
                .jump("arp")
                .label("no arp")
                .ifEqual(Socket.ETH_P_IPV6, NEXT, "unknown")
                .jump(IPV6)
                .label("unknown")
                .pass(0);
        appendPackets(program, payload, scope);
        appendArp(program.label("arp"), payload, scope);
        return program.assemble();
    }

    /** For frames that begin with the IP header. */
    public static ClassicProgram ip(AnswerScope scope) {
        ClassicAssembler program = new ClassicAssembler();
        dropOutgoing(program)
                .loadAncillary(SKF_AD_PROTOCOL)
                .ifEqual(Socket.ETH_P_IP, IPV4, NEXT)
                .ifEqual(Socket.ETH_P_IPV6, NEXT, "unknown")
                .jump(IPV6)
                .label("unknown")
                .pass(0);
        appendPackets(program, 0, scope);
        return program.assemble();
    }

    /** A tap sees what the host sends as well; on loopback, each packet twice. */
    private static ClassicAssembler dropOutgoing(ClassicAssembler program) {
        return program.loadAncillary(SKF_AD_PKTTYPE)
                .ifEqual(Socket.PACKET_OUTGOING, NEXT, "incoming")
                .pass(0)
                .label("incoming");
    }

    /**
     * The kernel has taken the outer tag off the frame before a packet socket sees it. A tag of id
     * 0 says something of priority alone (IEEE 802.1Q-2018 section 9.6).
     */
    private static void checkOuterTag(ClassicAssembler program, List<Integer> ids) {
        if (!ids.isEmpty()) {
            program.loadAncillary(SKF_AD_VLAN_TAG_PRESENT)
                    .ifEqual(1, "tagged", NEXT)
                    .pass(0)
                    .label("tagged");
        }
        int id = ids.isEmpty() ? 0 : ids.getFirst();
        program.loadAncillary(SKF_AD_VLAN_TAG)
                .and(TAG_ID_MASK)
                .ifEqual(id, "our vlan", NEXT)
                .pass(0)
                .label("our vlan");
    }

    private static void checkInnerTag(ClassicAssembler program, int id) {
        program.loadHalf(ETHERNET_TYPE_OFFSET)
                .ifEqual(Socket.ETH_P_8021Q, "inner tag", NEXT)
                .ifEqual(Socket.ETH_P_8021AD, "inner tag", NEXT)
                .pass(0)
                .label("inner tag")
                .loadHalf(ETHERNET_LENGTH)
                .and(TAG_ID_MASK)
                .ifEqual(id, "our inner vlan", NEXT)
                .pass(0)
                .label("our inner vlan");
    }

    private static void appendPackets(ClassicAssembler program, int ip, AnswerScope scope) {
        Ipv4Answers.append(program.label(IPV4), ip, scope);
        new Ipv6Answers(program.label(IPV6), ip, scope).append();
    }

    private static void appendArp(ClassicAssembler program, int arp, AnswerScope scope) {
        program.loadHalf(arp + ARP_OPERATION_OFFSET)
                .ifEqual(ARP_REPLY, NEXT, "no reply")
                .loadWord(arp + ARP_TARGET_ADDRESS_OFFSET);
        if (scope.asker().isPresent()) {
            program.ifEqual(scope.asker().getAsInt(), NEXT, "not the asker")
                    .pass(WHOLE)
                    .label("not the asker");
        }
        if (scope.hasQuestions()) {
            program.ifEqual(0, NEXT, "to somebody").pass(WHOLE).label("to somebody");
        }
        program.pass(0).label("no reply");
        if (scope.hasQuestions()) {
            program.ifEqual(ARP_REQUEST, "request", NEXT).pass(0).label("request");
            List<AddressSpan> ours = scope.ours(true);
            for (int i = 0; i < ours.size(); i++) {
                String next = "asked span " + (i + 1);
                Ipv4Answers.appendSpan(program, arp + ARP_TARGET_ADDRESS_OFFSET, ours.get(i), next)
                        .pass(WHOLE)
                        .label(next);
            }
        }
        program.pass(0);
    }
}
