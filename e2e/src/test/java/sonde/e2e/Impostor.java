// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.ByteBuffer;

/**
 * Answers every question of DNS over UDP and IPv4, to whichever address, and forges besides: for
 * some of the questions all that somebody could send who sees none of them. It runs as a process of
 * its own and ends with the lab.
 */
final class Impostor {

    /** Of so many questions one has forgeries sent. */
    static final int FORGED_EVERY = 16;

    /**
     * How many each time that the program hears. Two more, of TCP and SCTP, its filter in the
     * kernel leaves to the host where neither was probed.
     */
    static final int FORGERIES = 10;

    static final int PORT = 53;

    /** Addresses that nobody probes: 198.19.1.0/24. */
    static final String STRANGERS = "198.19.1.";

    private static final int STRANGER_BITS = 0xC6130100;
    private static final int ETHERNET_BYTES = 14;
    private static final int IP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int UDP_OFFSET = ETHERNET_BYTES + IP_BYTES;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final int WRONG = 0x5A5A;

    private final RawDevice device;

    private Impostor(RawDevice device) {
        this.device = device;
    }

    /** Starts it on the far side, whose kernel is told to keep quiet about DNS. */
    static void start(Lab lab) {
        lab.peer().must("nft", "add table ip lab");
        lab.peer().must("nft", "add chain ip lab in { type filter hook input priority 0; }");
        lab.peer().must("nft", "add rule ip lab in udp dport " + PORT + " drop");
        JavaProgram.start(lab, lab.peer(), Impostor.class, Lab.PEER_LINK);
    }

    /** Answers until it is killed. */
    public static void main(String[] arguments) throws Throwable {
        Impostor impostor = new Impostor(RawDevice.packet(arguments[0]));
        JavaProgram.sayReady();
        long questions = 0;
        while (true) {
            byte[] frame = impostor.device.read();
            if (frame.length == 0) {
                Await.pause(1);
            } else if (isQuestion(frame)) {
                if (questions++ % FORGED_EVERY == 0) {
                    impostor.forge(ByteBuffer.wrap(frame));
                }
                ByteBuffer question = ByteBuffer.wrap(frame);
                impostor.device.write(answer(question, 0, 0, 0, 0));
            }
        }
    }

    private static boolean isQuestion(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        return frame.length >= UDP_OFFSET + UDP_BYTES + 12
                && frame[ETHERNET_BYTES + 9] == UDP
                && (bytes.getShort(UDP_OFFSET + 2) & 0xFFFF) == PORT
                && (frame[UDP_OFFSET + UDP_BYTES + 2] & 0x80) == 0;
    }

    /** An answer, true unless told how far off it is to be. */
    private static byte[] answer(
            ByteBuffer question, int source, int portOff, int ourPortOff, int idOff) {
        byte[] body = new byte[question.capacity() - UDP_OFFSET];
        question.get(UDP_OFFSET, body);
        ByteBuffer udp = ByteBuffer.wrap(body);
        int asker = question.getShort(UDP_OFFSET) + ourPortOff;
        udp.putShort(0, (short) (PORT + portOff)).putShort(2, (short) asker);
        udp.putShort(6, (short) 0);
        udp.putShort(UDP_BYTES, (short) (udp.getShort(UDP_BYTES) ^ idOff));
        body[UDP_BYTES + 2] |= (byte) 0x80;
        return packet(question, source, UDP, body);
    }

    private void forge(ByteBuffer question) throws Throwable {
        int target = question.getInt(ETHERNET_BYTES + 16);
        int stranger = STRANGER_BITS | target & 0xFF;
        int ourPort = question.getShort(UDP_OFFSET) & 0xFFFF;
        device.write(answer(question, 0, 0, 0, WRONG));
        device.write(answer(question, stranger, 0, 0, 0));
        device.write(answer(question, 0, 0, ourPort % 2 == 0 ? 1 : -1, 0));
        device.write(answer(question, 0, 1, 0, 0));
        device.write(echoReply(question, 0));
        device.write(echoReply(question, stranger));
        device.write(error(question, target, PORT, WRONG & 0xF, 0));
        device.write(error(question, stranger, PORT, 0, 0));
        device.write(error(question, target, PORT + 1, 0, 0));
        device.write(error(question, target, PORT, 0, WRONG));
        device.write(synAck(question, ourPort));
        device.write(initAck(question, ourPort));
    }

    private static byte[] echoReply(ByteBuffer question, int source) {
        ByteBuffer icmp = ByteBuffer.allocate(16);
        icmp.putInt(4, WRONG * 0x10001 ^ question.getInt(ETHERNET_BYTES + 16));
        return packet(question, source, ICMP, checked(icmp));
    }

    /** Port unreachable, quoting a question that was never asked. */
    private static byte[] error(
            ByteBuffer question, int target, int port, int ourPortOff, int idOff) {
        ByteBuffer icmp = ByteBuffer.allocate(8 + question.capacity() - ETHERNET_BYTES);
        icmp.put((byte) 3).put((byte) 3).position(8);
        icmp.put(8, question.array(), ETHERNET_BYTES, question.capacity() - ETHERNET_BYTES);
        icmp.putInt(8 + 16, target);
        int udp = 8 + IP_BYTES;
        icmp.putShort(udp, (short) (icmp.getShort(udp) + ourPortOff));
        icmp.putShort(udp + 2, (short) port);
        int id = udp + UDP_BYTES;
        icmp.putShort(id, (short) (icmp.getShort(id) ^ idOff));
        return packet(question, 0, ICMP, checked(icmp));
    }

    private static byte[] synAck(ByteBuffer question, int ourPort) {
        ByteBuffer tcp = ByteBuffer.allocate(20);
        tcp.putShort((short) 80).putShort((short) ourPort).putInt(1).putInt(WRONG);
        tcp.putShort((short) 0x5012).putShort((short) 1024);
        return packet(question, 0, TCP, tcp.array());
    }

    private static byte[] initAck(ByteBuffer question, int ourPort) {
        ByteBuffer sctp = ByteBuffer.allocate(32);
        sctp.putShort((short) 80).putShort((short) ourPort).putInt(WRONG).putInt(0);
        sctp.put((byte) 2).put((byte) 0).putShort((short) 20);
        return packet(question, 0, SCTP, sctp.array());
    }

    /** To who asked, from whom it asked unless another source is given. */
    private static byte[] packet(ByteBuffer question, int source, int protocol, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(UDP_OFFSET + body.length);
        frame.put(question.array(), 6, 6).put(question.array(), 0, 6).putShort((short) 0x0800);
        ByteBuffer ip = ByteBuffer.allocate(IP_BYTES);
        ip.putShort((short) 0x4500).putShort((short) (IP_BYTES + body.length)).putInt(0);
        ip.put((byte) 64).put((byte) protocol).putShort((short) 0);
        ip.putInt(source == 0 ? question.getInt(ETHERNET_BYTES + 16) : source);
        ip.putInt(question.getInt(ETHERNET_BYTES + 12));
        ip.putShort(10, checksum(ip));
        return frame.put(ip.array()).put(body).array();
    }

    private static byte[] checked(ByteBuffer icmp) {
        return icmp.putShort(2, (short) 0).putShort(2, checksum(icmp)).array();
    }

    /** RFC 1071. */
    private static short checksum(ByteBuffer bytes) {
        int sum = 0;
        for (int at = 0; at < bytes.capacity(); at += 2) {
            int low = at + 1 < bytes.capacity() ? bytes.get(at + 1) & 0xFF : 0;
            sum += (bytes.get(at) & 0xFF) << 8 | low;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }
}
