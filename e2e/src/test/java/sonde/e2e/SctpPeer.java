// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * An SCTP endpoint for kernels without one: answers INITs over IPv4 as RFC 9260 section 5.1 asks,
 * INIT-ACK on {@link #OPEN_PORT}, ABORT on all others. It runs as a process of its own and ends
 * with the lab.
 */
final class SctpPeer {

    static final int OPEN_PORT = 80;

    /** Where an association is answered with tags that nobody chose. */
    static final int LYING_PORT = 83;

    private static final int ETHERNET_BYTES = 14;
    private static final int SCTP_PROTOCOL = 132;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int ABORT = 6;
    private static final int HEADER_BYTES = 12;
    private static final int INIT_CHUNK_BYTES = 20;

    /** A state cookie of four bytes (RFC 9260 section 3.3.3), its parameter header included. */
    private static final int COOKIE_PARAMETER_BYTES = 8;

    private static final int ABORT_CHUNK_BYTES = 4;

    private SctpPeer() {}

    /** Starts it on the far side, whose kernel is told to keep quiet about SCTP over IPv4. */
    static void start(Lab lab) {
        lab.peer().must("nft", "add table ip lab");
        lab.peer().must("nft", "add chain ip lab in { type filter hook input priority 0; }");
        lab.peer().must("nft", "add rule ip lab in meta l4proto sctp drop");
        JavaProgram.start(lab, lab.peer(), SctpPeer.class, Lab.PEER_LINK);
    }

    /** Answers until it is killed. */
    public static void main(String[] arguments) throws Throwable {
        RawDevice device = RawDevice.packet(arguments[0]);
        JavaProgram.sayReady();
        while (true) {
            byte[] frame = device.read();
            if (frame.length == 0) {
                Await.pause(1);
            } else if (isInit(frame)) {
                device.write(answer(frame));
            }
        }
    }

    private static boolean isInit(byte[] frame) {
        int sctp = ETHERNET_BYTES + (frame[ETHERNET_BYTES] & 0xF) * 4;
        return frame.length >= sctp + HEADER_BYTES + INIT_CHUNK_BYTES
                && frame[ETHERNET_BYTES + 9] == (byte) SCTP_PROTOCOL
                && frame[sctp + HEADER_BYTES] == INIT;
    }

    private static byte[] answer(byte[] init) {
        int sctp = ETHERNET_BYTES + 20;
        ByteBuffer asked = ByteBuffer.wrap(init);
        int port = asked.getShort(sctp + 2) & 0xFFFF;
        int tag = asked.getInt(sctp + HEADER_BYTES + 4);
        boolean isOpen = port == OPEN_PORT || port == LYING_PORT;
        int chunkBytes = isOpen ? INIT_CHUNK_BYTES + COOKIE_PARAMETER_BYTES : ABORT_CHUNK_BYTES;
        ByteBuffer frame = ByteBuffer.allocate(sctp + HEADER_BYTES + chunkBytes);
        frame.put(init, 6, 6).put(init, 0, 6).putShort((short) 0x0800);
        frame.put((byte) 0x45).put((byte) 0);
        frame.putShort((short) (frame.capacity() - ETHERNET_BYTES)).putInt(0);
        frame.put((byte) 64).put((byte) SCTP_PROTOCOL).putShort((short) 0);
        frame.putInt(asked.getInt(ETHERNET_BYTES + 16)).putInt(asked.getInt(ETHERNET_BYTES + 12));
        frame.putShort(ETHERNET_BYTES + 10, ipChecksum(frame));
        frame.putShort((short) port).putShort(asked.getShort(sctp));
        frame.putInt(port == LYING_PORT ? tag + 1 : tag).putInt(0);
        if (isOpen) {
            frame.put((byte) INIT_ACK).put((byte) 0).putShort((short) chunkBytes);
            frame.putInt(0x5EED).putInt(65536).putShort((short) 1).putShort((short) 1).putInt(1);
            frame.putShort((short) 7).putShort((short) COOKIE_PARAMETER_BYTES).putInt(1);
        } else {
            frame.put((byte) ABORT).put((byte) 0).putShort((short) chunkBytes);
        }
        CRC32C crc = new CRC32C();
        crc.update(Arrays.copyOfRange(frame.array(), sctp, frame.capacity()));
        frame.order(ByteOrder.LITTLE_ENDIAN).putInt(sctp + 8, (int) crc.getValue());
        return frame.array();
    }

    private static short ipChecksum(ByteBuffer frame) {
        int sum = 0;
        for (int at = ETHERNET_BYTES; at < ETHERNET_BYTES + 20; at += 2) {
            sum += frame.getShort(at) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }
}
