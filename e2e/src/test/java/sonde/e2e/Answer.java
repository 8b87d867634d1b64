// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An answer to one SYN, or any other segment, built over a copy of it with both ends exchanged.
 * Every field can be bent before {@link #frame()} sums it up.
 */
final class Answer {

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    private static final int TCP_BYTES = 20;
    private static final int IP_BYTES = 20;
    private static final int PROTOCOL_TCP = 6;

    private final byte[] bytes;
    private final ByteBuffer frame;
    private final int ip;
    private final int tcp;
    private final int tcpBytes;

    /** Where the IP header begins in the probe: 14 behind Ethernet, 0 on a tun device. */
    Answer(byte[] probe, int ipOffset) {
        this(probe, ipOffset, new byte[0]);
    }

    /** An answer that carries data. */
    Answer(byte[] probe, int ipOffset, byte[] payload) {
        ip = ipOffset;
        tcp = ip + headerBytes(probe, ip);
        tcpBytes = TCP_BYTES + payload.length;
        bytes = Arrays.copyOf(probe, ip + IP_BYTES + tcpBytes);
        System.arraycopy(payload, 0, bytes, ip + IP_BYTES + TCP_BYTES, payload.length);
        frame = ByteBuffer.wrap(bytes);
        if (ip > 0) {
            System.arraycopy(probe, 6, bytes, 0, 6);
            System.arraycopy(probe, 0, bytes, 6, 6);
        }
        ByteBuffer asked = ByteBuffer.wrap(probe);
        frame.putShort(ip + 2, (short) (IP_BYTES + tcpBytes));
        frame.put(ip + 8, (byte) 64);
        frame.putInt(ip + 12, asked.getInt(ip + 16));
        frame.putInt(ip + 16, asked.getInt(ip + 12));
        frame.putShort(tcp, asked.getShort(tcp + 2));
        frame.putShort(tcp + 2, asked.getShort(tcp));
        frame.putInt(tcp + 4, 0x5EED0001);
        frame.putInt(tcp + 8, asked.getInt(tcp + 4) + 1);
        frame.put(tcp + 12, (byte) 0x50);
        frame.put(tcp + 13, (byte) (SYN | ACK));
        frame.putShort(tcp + 14, (short) 64240);
        frame.putShort(tcp + 18, (short) 0);
    }

    /** Whether a frame is a SYN over IPv4 and nothing else. */
    static boolean isProbe(byte[] frame, int ipOffset) {
        return frame.length >= ipOffset + IP_BYTES + TCP_BYTES
                && frame[ipOffset] >>> 4 == 4
                && frame[ipOffset + 9] == PROTOCOL_TCP
                && frame[ipOffset + headerBytes(frame, ipOffset) + 13] == SYN;
    }

    private static int headerBytes(byte[] frame, int ipOffset) {
        return (frame[ipOffset] & 0xF) * 4;
    }

    Answer flags(int flags) {
        frame.put(tcp + 13, (byte) flags);
        return this;
    }

    Answer sequence(int number) {
        frame.putInt(tcp + 4, number);
        return this;
    }

    Answer acknowledge(int number) {
        frame.putInt(tcp + 8, number);
        return this;
    }

    Answer window(int bytes) {
        frame.putShort(tcp + 14, (short) bytes);
        return this;
    }

    /** Moves the acknowledgment number away from the right one. */
    Answer shiftAck(int by) {
        frame.putInt(tcp + 8, frame.getInt(tcp + 8) + by);
        return this;
    }

    Answer shiftSourceAddress(int by) {
        frame.putInt(ip + 12, frame.getInt(ip + 12) ^ by);
        return this;
    }

    Answer shiftSourcePort(int by) {
        frame.putShort(tcp, (short) (frame.getShort(tcp) + by));
        return this;
    }

    Answer shiftDestinationPort(int by) {
        frame.putShort(tcp + 2, (short) (frame.getShort(tcp + 2) + by));
        return this;
    }

    /** Any byte of the IP header. */
    Answer ipByte(int offset, int value) {
        frame.put(ip + offset, (byte) value);
        return this;
    }

    /** Any byte of the TCP header. */
    Answer tcpByte(int offset, int value) {
        frame.put(tcp + offset, (byte) value);
        return this;
    }

    /** The frame with both checksums right. */
    byte[] frame() {
        frame.putShort(ip + 10, (short) 0);
        frame.putShort(ip + 10, (short) ~fold(sum(ip, IP_BYTES)));
        frame.putShort(tcp + 16, (short) 0);
        long pseudo = sum(ip + 12, 8) + PROTOCOL_TCP + tcpBytes;
        frame.putShort(tcp + 16, (short) ~fold(pseudo + sum(tcp, tcpBytes)));
        return bytes.clone();
    }

    /** The frame cut off after so many bytes of its IP packet. */
    byte[] frameCutTo(int ipBytes) {
        return Arrays.copyOf(frame(), ip + ipBytes);
    }

    private long sum(int offset, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += frame.getShort(offset + i) & 0xFFFF;
        }
        return length % 2 == 0 ? sum : sum + ((frame.get(offset + length - 1) & 0xFF) << 8);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }
}
