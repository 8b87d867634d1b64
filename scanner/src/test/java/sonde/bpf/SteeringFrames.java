// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

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

    /** Whether one of the rules makes the frame ours. */
    static boolean isOurs(byte[] frame, List<SteeringRule> rules) {
        ByteBuffer view = ByteBuffer.wrap(frame);
        if (frame.length < IP + 20 || view.getShort(12) != 0x0800) {
            return false;
        }
        int headerBytes = (frame[IP] & 0xf) * 4;
        int packetBytes = view.getShort(IP + 2) & 0xffff;
        boolean isFragment = (view.getShort(IP + 6) & 0x3fff) != 0;
        if ((frame[IP] & 0xf0) != 0x40
                || headerBytes < 20
                || isFragment
                || packetBytes < headerBytes + 4
                || frame.length < IP + headerBytes + 4) {
            return false;
        }
        long address = Integer.toUnsignedLong(view.getInt(IP + 16));
        int port = view.getShort(IP + headerBytes + 2) & 0xffff;
        int protocol = frame[IP + 9] & 0xff;
        return rules.stream()
                .anyMatch(rule ->
                        protocol == rule.protocol()
                                && address >= Integer.toUnsignedLong(rule.addressFirst())
                                && address <= Integer.toUnsignedLong(rule.addressLast())
                                && port >= rule.portFirst()
                                && port <= rule.portLast());
    }
}
