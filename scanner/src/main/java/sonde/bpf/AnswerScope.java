// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which of the frames that come in may be answers to our probes, or questions that we must answer:
 * what an {@link AnswerFilter} lets through. Begins with {@link #of} or {@link #NOTHING} and grows
 * by the {@code with} methods.
 *
 * @param ported answers of protocols with ports
 * @param ours our addresses, of either family: all that the fields below speak of
 * @param hasIcmp whether ICMP and ICMPv6 to our addresses pass, of the types that answer a probe:
 *     errors, and replies to echo and timestamp requests
 * @param protocols numbers of IP protocols, 0 to 255, of which all packets to our addresses pass
 * @param asker the IPv4 address, in host order, that ARP replies to pass; empty for none
 * @param hasQuestions whether ARP requests and NDP solicitations for our addresses pass, and ARP
 *     replies to nobody: to questions whether an address is free (RFC 5227)
 * @param hasAdvertisements whether NDP neighbour advertisements pass, whoever they are to
 * @param vlanIds the ids of the VLAN tags that frames must bear, the outer first, 0 to 2 of them;
 *     where empty, tagged frames do not pass. Without meaning for links without Ethernet headers
 */
public record AnswerScope(
        List<SteeringRule> ported,
        List<AddressSpan> ours,
        boolean hasIcmp,
        BitSet protocols,
        OptionalInt asker,
        boolean hasQuestions,
        boolean hasAdvertisements,
        List<Integer> vlanIds) {

    /** Lets no frame through. */
    public static final AnswerScope NOTHING =
            new AnswerScope(
                    List.of(),
                    List.of(),
                    false,
                    new BitSet(),
                    OptionalInt.empty(),
                    false,
                    false,
                    List.of());

    private static final int PROTOCOL_COUNT = 256;
    private static final int TAGS_MAX = 2;

    /** IEEE 802.1Q-2018 section 9.6: 4095 is reserved. */
    private static final int VLAN_ID_MAX = 4094;

    public AnswerScope {
        ported = List.copyOf(ported);
        ours = List.copyOf(ours);
        protocols = (BitSet) protocols.clone();
        vlanIds = List.copyOf(vlanIds);
        if (protocols.length() > PROTOCOL_COUNT) {
            throw new IllegalArgumentException(
                    "protocol " + (protocols.length() - 1) + ", must be below " + PROTOCOL_COUNT);
        }
        if (vlanIds.size() > TAGS_MAX) {
            throw new IllegalArgumentException(
                    vlanIds.size() + " VLAN tags, must be up to " + TAGS_MAX);
        }
        for (int id : vlanIds) {
            if (id < 0 || id > VLAN_ID_MAX) {
                throw new IllegalArgumentException(
                        "VLAN id " + id + ", must be 0 to " + VLAN_ID_MAX);
            }
        }
    }

    /** Answers by rules alone; their addresses are ours. */
    public static AnswerScope of(List<SteeringRule> ported) {
        List<AddressSpan> ours = new ArrayList<>();
        for (SteeringRule rule : ported) {
            if (!ours.contains(rule.addresses())) {
                ours.add(rule.addresses());
            }
        }
        return new AnswerScope(
                ported, ours, false, new BitSet(), OptionalInt.empty(), false, false, List.of());
    }

    /** Our addresses, in place of those of the rules. */
    public AnswerScope withOurs(List<AddressSpan> addresses) {
        return new AnswerScope(
                ported,
                addresses,
                hasIcmp,
                protocols,
                asker,
                hasQuestions,
                hasAdvertisements,
                vlanIds);
    }

    /** ICMP and ICMPv6 as well. */
    public AnswerScope withIcmp() {
        return new AnswerScope(
                ported, ours, true, protocols, asker, hasQuestions, hasAdvertisements, vlanIds);
    }

    /** All packets of these protocols as well. */
    public AnswerScope withProtocols(BitSet numbers) {
        return new AnswerScope(
                ported, ours, hasIcmp, numbers, asker, hasQuestions, hasAdvertisements, vlanIds);
    }

    /** ARP replies to this IPv4 address, in host order, as well. */
    public AnswerScope withAsker(int address) {
        return new AnswerScope(
                ported,
                ours,
                hasIcmp,
                protocols,
                OptionalInt.of(address),
                hasQuestions,
                hasAdvertisements,
                vlanIds);
    }

    /** ARP requests and NDP solicitations for our addresses as well. */
    public AnswerScope withQuestions() {
        return new AnswerScope(
                ported, ours, hasIcmp, protocols, asker, true, hasAdvertisements, vlanIds);
    }

    /** NDP neighbour advertisements as well. */
    public AnswerScope withAdvertisements() {
        return new AnswerScope(
                ported, ours, hasIcmp, protocols, asker, hasQuestions, true, vlanIds);
    }

    /** Frames of this VLAN alone: the ids of its tags, the outer first. */
    public AnswerScope inVlan(List<Integer> ids) {
        return new AnswerScope(
                ported, ours, hasIcmp, protocols, asker, hasQuestions, hasAdvertisements, ids);
    }

    @Override
    public BitSet protocols() {
        return (BitSet) protocols.clone();
    }

    /** Our addresses of one family. */
    List<AddressSpan> ours(boolean isIpv4) {
        return ours.stream().filter(span -> span.isIpv4() == isIpv4).toList();
    }

    /** The rules for one family. */
    List<SteeringRule> ported(boolean isIpv4) {
        return ported.stream().filter(rule -> rule.addresses().isIpv4() == isIpv4).toList();
    }
}
