// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Checks one written frame byte by byte against the RFCs, with checksums of its own: no code of
 * what wrote it is used.
 *
 * @param i which probe of the batch
 */
record WrittenFrame(Probes probes, ProbeTemplate template, ProbeBatch batch, int i, byte[] frame) {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    void check() {
        int link = template.ipOffsetBytes();
        if (link != 0) {
            checkLinkHeader();
        }
        ByteBuffer packet = ByteBuffer.wrap(frame, link, frame.length - link).slice();
        if (probes.isArp()) {
            checkArp(packet);
        } else if (probes.isIpv6()) {
            checkIpv6(packet);
        } else {
            checkIpv4(packet);
        }
    }

    private void checkLinkHeader() {
        ByteBuffer header = ByteBuffer.wrap(frame);
        long destination = probes.isArp() ? 0xFFFF_FFFF_FFFFL : template.destinationMac();
        assertEquals(destination, header.getLong(0) >>> 16);
        assertEquals(template.sourceMac(), header.getLong(6) >>> 16);
        int type = probes.isArp() ? 0x0806 : probes.isIpv6() ? 0x86DD : 0x0800;
        assertEquals((short) type, header.getShort(template.ipOffsetBytes() - 2));
    }

    private void checkArp(ByteBuffer message) {
        assertEquals(28, message.remaining());
        assertEquals(0x0001_0800_0604_0001L, message.getLong(0));
        assertEquals(template.sourceMac(), message.getLong(8) >>> 16);
        assertEquals(batch.sourceAddress[i], message.getInt(14));
        assertEquals(0, message.getLong(16) & 0xFFFF_FFFF_FFFFL);
        assertEquals(batch.address[i], message.getInt(24));
    }

    private void checkIpv4(ByteBuffer packet) {
        assertEquals(0x4500, packet.getShort(0));
        assertEquals(packet.remaining(), packet.getShort(2));
        assertEquals(0x4000, packet.getShort(6));
        assertEquals(template.ttl(), packet.get(8) & 0xFF);
        assertEquals(0, checksum(Arrays.copyOfRange(packetBytes(packet), 0, 20)));
        assertEquals(batch.sourceAddress[i], packet.getInt(12));
        assertEquals(batch.address[i], packet.getInt(16));
        ByteBuffer pseudo = ByteBuffer.allocate(12);
        pseudo.putInt(packet.getInt(12)).putInt(packet.getInt(16));
        pseudo.putShort(packet.get(9) < 0 ? (short) (packet.get(9) & 0xFF) : packet.get(9));
        pseudo.putShort((short) (packet.remaining() - 20));
        checkTransport(packet.get(9) & 0xFF, packet.slice(20, packet.remaining() - 20), pseudo);
    }

    private void checkIpv6(ByteBuffer packet) {
        assertEquals(0x600, packet.getInt(0) >>> 20);
        assertTrue((packet.getInt(0) & 0xFFFFF) != 0, "no flow label");
        assertEquals(packet.remaining() - 40, packet.getShort(4));
        assertEquals(template.ttl(), packet.get(7) & 0xFF);
        assertEquals(batch.sourceHigh[i], packet.getLong(8));
        assertEquals(batch.sourceLow[i], packet.getLong(16));
        assertEquals(batch.addressHigh[i], packet.getLong(24));
        assertEquals(batch.addressLow[i], packet.getLong(32));
        ByteBuffer pseudo = ByteBuffer.allocate(40);
        pseudo.put(0, packet, 8, 32);
        pseudo.putInt(32, packet.remaining() - 40).putInt(36, packet.get(6) & 0xFF);
        checkTransport(packet.get(6) & 0xFF, packet.slice(40, packet.remaining() - 40), pseudo);
    }

    private void checkTransport(int protocol, ByteBuffer body, ByteBuffer pseudo) {
        assertEquals(expectedProtocol(), protocol);
        boolean isOwnKind = probes.kind() != ProbeKind.IP_PROTOCOL;
        int port = isOwnKind ? batch.port[i] : -1;
        if (protocol == TCP) {
            checkTcp(body, port, isOwnKind ? probes.details().tcpFlags() : 0x10);
            assertEquals(0, checksum(pseudo.array(), packetBytes(body)));
        } else if (protocol == UDP) {
            checkPorts(body, port);
            assertEquals(body.remaining(), body.getShort(4));
            assertTrue(body.getShort(6) != 0, "no checksum");
            assertEquals(0, checksum(pseudo.array(), packetBytes(body)));
        } else if (protocol == SCTP) {
            checkPorts(body, port);
            checkInit(body);
        } else if (protocol == (probes.isIpv6() ? 58 : 1)) {
            checkIcmp(body);
            byte[] above = probes.isIpv6() ? pseudo.array() : new byte[0];
            assertEquals(0, checksum(above, packetBytes(body)));
        } else {
            assertEquals(8, body.remaining());
            assertEquals(batch.cookie[i], body.getInt(0));
        }
    }

    private int expectedProtocol() {
        return switch (probes.kind()) {
            case TCP -> TCP;
            case UDP -> UDP;
            case SCTP -> SCTP;
            case ICMP_ECHO, ICMP_TIMESTAMP -> probes.isIpv6() ? 58 : 1;
            case IP_PROTOCOL -> batch.port[i];
            case ARP -> throw new AssertionError("ARP is no IP");
        };
    }

    private void checkPorts(ByteBuffer body, int port) {
        assertEquals((short) batch.sourcePort[i], body.getShort(0));
        if (port >= 0) {
            assertEquals((short) port, body.getShort(2));
        }
    }

    private void checkTcp(ByteBuffer segment, int port, int flags) {
        checkPorts(segment, port);
        boolean isSyn = (flags & 2) != 0;
        TcpOptions options = probes.details().tcpOptions();
        int headerBytes = 20 + (isSyn ? options.lengthBytes() : 0);
        assertEquals(headerBytes, segment.remaining());
        assertEquals(batch.cookie[i], segment.getInt(4));
        assertEquals((flags & 0x10) != 0 ? batch.cookie[i] : 0, segment.getInt(8));
        assertEquals((byte) (headerBytes / 4 << 4), segment.get(12));
        assertEquals((byte) flags, segment.get(13));
        assertEquals(0, segment.getShort(18));
        int mss = options.mss().orElse(probes.isIpv6() ? 1440 : 1460);
        if (isSyn && mss != TcpOptions.NO_MSS) {
            assertEquals(0x0204 << 16 | mss, segment.getInt(20));
        }
    }

    private void checkInit(ByteBuffer packet) {
        assertEquals(32, packet.remaining());
        assertEquals(0, packet.getInt(4));
        assertEquals(0x0100_0014, packet.getInt(12));
        assertEquals(batch.cookie[i] == 0 ? 1 : batch.cookie[i], packet.getInt(16));
        assertTrue(packet.getInt(20) >= 1500, "window");
        assertTrue(packet.getShort(24) != 0 && packet.getShort(26) != 0, "streams");
        byte[] bytes = packetBytes(packet);
        Arrays.fill(bytes, 8, 12, (byte) 0);
        assertEquals(Integer.reverseBytes(crc32c(bytes)), packet.getInt(8));
    }

    private void checkIcmp(ByteBuffer message) {
        boolean isTimestamp = probes.kind() == ProbeKind.ICMP_TIMESTAMP;
        int type = isTimestamp ? 13 : probes.isIpv6() ? 128 : 8;
        assertEquals((short) (type << 8), message.getShort(0));
        assertEquals(batch.cookie[i], message.getInt(4));
        assertEquals(isTimestamp ? 20 : 16, message.remaining());
        if (isTimestamp) {
            assertTrue(message.getInt(8) >= 0 && message.getInt(8) < 24 * 60 * 60 * 1000);
            assertEquals(0, message.getLong(12));
        }
    }

    private static byte[] packetBytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(0, bytes);
        return bytes;
    }

    /** RFC 1071 by the word, with the carry brought in at once; parts but the last are even. */
    private static int checksum(byte[]... parts) {
        int sum = 0;
        for (byte[] part : parts) {
            for (int at = 0; at < part.length; at++) {
                sum += (part[at] & 0xFF) << ((at & 1) == 0 ? 8 : 0);
                sum = (sum & 0xFFFF) + (sum >>> 16);
            }
        }
        return ~sum & 0xFFFF;
    }

    /** CRC32c by the bit (RFC 9260 appendix A), reflected polynomial 0x82F63B78. */
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ (0x82F63B78 & -(crc & 1));
            }
        }
        return ~crc;
    }
}
