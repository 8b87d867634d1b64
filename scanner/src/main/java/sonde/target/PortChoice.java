// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.util.EnumMap;
import java.util.Map;

/**
 * What is asked of each address: ports of three protocols, questions of ICMP, and protocols above
 * IP. Immutable.
 *
 * @param tcp TCP ports
 * @param udp UDP ports
 * @param sctp SCTP ports
 * @param icmp {@link #ICMP_ECHO}, {@link #ICMP_TIMESTAMP}, or both
 * @param ipProtocols protocol numbers, 0 to 255
 */
public record PortChoice(
        PortRanges tcp, PortRanges udp, PortRanges sctp, PortRanges icmp, PortRanges ipProtocols) {

    /** An echo request (RFC 792, RFC 4443 section 4.1); written {@code I:0}. */
    public static final int ICMP_ECHO = 0;

    /** A timestamp request (RFC 792); written {@code I:1}. */
    public static final int ICMP_TIMESTAMP = 1;

    /** Nothing. */
    public static final PortChoice NONE =
            new PortChoice(
                    PortRanges.NONE,
                    PortRanges.NONE,
                    PortRanges.NONE,
                    PortRanges.NONE,
                    PortRanges.NONE);

    /** Numbers of one kind. */
    public static PortChoice of(PortKind kind, PortRanges numbers) {
        Map<PortKind, PortRanges> sets = new EnumMap<>(PortKind.class);
        sets.put(kind, numbers);
        return of(sets);
    }

    /** Numbers by kind; none of a kind that is not in the map. */
    static PortChoice of(Map<PortKind, PortRanges> sets) {
        return new PortChoice(
                sets.getOrDefault(PortKind.TCP, PortRanges.NONE),
                sets.getOrDefault(PortKind.UDP, PortRanges.NONE),
                sets.getOrDefault(PortKind.SCTP, PortRanges.NONE),
                sets.getOrDefault(PortKind.ICMP, PortRanges.NONE),
                sets.getOrDefault(PortKind.IP_PROTOCOL, PortRanges.NONE));
    }

    /** The numbers of a kind. */
    public PortRanges of(PortKind kind) {
        return switch (kind) {
            case TCP -> tcp;
            case UDP -> udp;
            case SCTP -> sctp;
            case ICMP -> icmp;
            case IP_PROTOCOL -> ipProtocols;
        };
    }

    /** Whether echo requests are asked for. */
    public boolean hasIcmpEcho() {
        return icmp.rankOf(ICMP_ECHO) >= 0;
    }

    /** Whether timestamp requests are asked for. */
    public boolean hasIcmpTimestamp() {
        return icmp.rankOf(ICMP_TIMESTAMP) >= 0;
    }

    /** How many numbers there are, of all kinds: so many probes an address needs. */
    public int size() {
        return tcp.size() + udp.size() + sctp.size() + icmp.size() + ipProtocols.size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** What either asks for. */
    public PortChoice union(PortChoice other) {
        return new PortChoice(
                tcp.union(other.tcp),
                udp.union(other.udp),
                sctp.union(other.sctp),
                icmp.union(other.icmp),
                ipProtocols.union(other.ipProtocols));
    }

    /** What this asks for and the other does not. */
    public PortChoice minus(PortChoice other) {
        return new PortChoice(
                tcp.minus(other.tcp),
                udp.minus(other.udp),
                sctp.minus(other.sctp),
                icmp.minus(other.icmp),
                ipProtocols.minus(other.ipProtocols));
    }

    /**
     * The choice as {@link PortParser} reads it, such as {@code 80,443,U:53,I:0}; empty if there is
     * none.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (PortKind kind : PortKind.values()) {
            if (of(kind).size() > 0) {
                text.append(text.isEmpty() ? "" : ",");
                text.append(kind == PortKind.TCP ? "" : kind.letter() + ":").append(of(kind));
            }
        }
        return text.toString();
    }
}
