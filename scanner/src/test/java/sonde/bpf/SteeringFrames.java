// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;

/** Frames to steer, and the rule in plain Java, written anew. */
final class SteeringFrames {

    static final int OURS = 0xC613FF01;
    static final int THEIRS = 0xC6120001;
    static final int PORT_FIRST = 40_000;
    static final int PORT_LAST = 40_255;
    static final SteeringRule RULE = SteeringRule.tcp(OURS, PORT_FIRST, PORT_LAST);

    static final int ETHERNET_BYTES = 14;
    static final int IP = ETHERNET_BYTES;
    static final int IPV6_BYTES = 40;

    private SteeringFrames() {}

    /** An Ethernet frame with a TCP segment of 20 bytes in it. */
    static byte[] tcp(int destination, int port) {
        return frame(20, 6, destination, port);
    }

    /**
     * An Ethernet frame with 20 bytes behind the IP header.
     *
     * @param headerBytes of the IP header, 20 to 60
     */
    static byte[] frame(int headerBytes, int protocol, int destination, int port) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + headerBytes + 20);
        frame.putShort(12, (short) 0x0800);
        frame.put(IP, (byte) (0x40 | headerBytes / 4));
        frame.putShort(IP + 2, (short) (headerBytes + 20));
        frame.put(IP + 8, (byte) 64).put(IP + 9, (byte) protocol);
        frame.putInt(IP + 12, THEIRS).putInt(IP + 16, destination);
        int transport = IP + headerBytes;
        frame.putShort(transport, (short) 80).putShort(transport + 2, (short) port);
        return frame.array();
    }

    /** An Ethernet frame with 20 bytes behind the IPv6 header. */
    static byte[] ipv6(int nextHeader, long high, long low, int port) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + IPV6_BYTES + 20);
        frame.putShort(12, (short) 0x86dd);
        frame.put(IP, (byte) 0x60).putShort(IP + 4, (short) 20);
        frame.put(IP + 6, (byte) nextHeader).put(IP + 7, (byte) 64);
        frame.putLong(IP + 8, 0x20010db8L << 32).putLong(IP + 16, 9);
        frame.putLong(IP + 24, high).putLong(IP + 32, low);
        int transport = IP + IPV6_BYTES;
        frame.putShort(transport, (short) 80).putShort(transport + 2, (short) port);
        return frame.array();
    }

    /** Whether one of the rules makes the frame ours. */
    static boolean isOurs(byte[] frame, List<SteeringRule> rules) {
        ByteBuffer view = ByteBuffer.wrap(frame);
        if (frame.length < IP + 20) {
            return false;
        }
        return switch (view.getShort(12)) {
            case (short) 0x0800 -> isOursByIpv4(view, rules);
            case (short) 0x86dd -> isOursByIpv6(view, rules);
            default -> false;
        };
    }

    private static boolean isOursByIpv4(ByteBuffer view, List<SteeringRule> rules) {
        int headerBytes = (view.get(IP) & 0xf) * 4;
        int packetBytes = view.getShort(IP + 2) & 0xffff;
        boolean isFragment = (view.getShort(IP + 6) & 0x3fff) != 0;
        if ((view.get(IP) & 0xf0) != 0x40
                || headerBytes < 20
                || isFragment
                || packetBytes < headerBytes + 4
                || view.capacity() < IP + headerBytes + 4) {
            return false;
        }
        BigInteger address = mapped(view.getInt(IP + 16));
        int port = view.getShort(IP + headerBytes + 2) & 0xffff;
        return matches(rules, address, view.get(IP + 9) & 0xff, port);
    }

    private static boolean isOursByIpv6(ByteBuffer view, List<SteeringRule> rules) {
        if (view.capacity() < IP + IPV6_BYTES + 4
                || (view.get(IP) & 0xf0) != 0x60
                || (view.getShort(IP + 4) & 0xffff) < 4) {
            return false;
        }
        BigInteger address = number(view.getLong(IP + 24), view.getLong(IP + 32));
        int port = view.getShort(IP + IPV6_BYTES + 2) & 0xffff;
        List<SteeringRule> ipv6 =
                rules.stream().filter(rule -> !rule.addresses().isIpv4()).toList();
        return matches(ipv6, address, view.get(IP + 6) & 0xff, port);
    }

    private static boolean matches(
            List<SteeringRule> rules, BigInteger address, int protocol, int port) {
        return rules.stream()
                .anyMatch(rule -> {
                    AddressSpan span = rule.addresses();
                    return protocol == rule.protocol()
                            && address.compareTo(number(span.firstHigh(), span.firstLow())) >= 0
                            && address.compareTo(number(span.lastHigh(), span.lastLow())) <= 0
                            && port >= rule.portFirst()
                            && port <= rule.portLast();
                });
    }

    private static BigInteger mapped(int address) {
        return number(0, 0xffff_0000_0000L | Integer.toUnsignedLong(address));
    }

    /** The unsigned number of 128 bits with these halves. */
    static BigInteger number(long high, long low) {
        return new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }
}
