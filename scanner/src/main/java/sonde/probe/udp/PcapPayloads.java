// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes payloads out of a capture file (draft-ietf-opsawg-pcap): each UDP datagram's, for the port
 * it goes to. Frames that are something else are passed over. One for each file.
 */
final class PcapPayloads {

    private static final int MAGIC_MICROS = 0xA1B2C3D4;
    private static final int MAGIC_NANOS = 0xA1B23C4D;

    /** The first word of the newer format, draft-ietf-opsawg-pcapng. */
    private static final int MAGIC_NEWER = 0x0A0D0D0A;

    private static final int FILE_HEADER_BYTES = 24;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int CAPTURED_LENGTH_OFFSET = 8;

    /** Link types: draft-ietf-opsawg-pcaplinktype. */
    private static final int LINK_ETHERNET = 1;

    private static final int LINK_RAW_OLD = 12;
    private static final int LINK_RAW = 101;
    private static final int LINK_IPV4 = 228;
    private static final int LINK_IPV6 = 229;

    /** EtherTypes (IEEE 802): tags before the packet. */
    private static final int TYPE_VLAN = 0x8100;

    private static final int TYPE_SERVICE_VLAN = 0x88A8;
    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int TAG_BYTES = 4;
    private static final int PROTOCOL_UDP = 17;
    private static final int UDP_HEADER_BYTES = 8;
    private static final int IPV4_HEADER_MIN_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;

    private final String file;
    private final ByteBuffer content;
    private final UdpPayloads.Builder payloads = new UdpPayloads.Builder();

    /** What each port has already: captures repeat themselves. */
    private final Set<List<Object>> known = new HashSet<>();

    private int frameNumber;
    private int taken;

    private PcapPayloads(String file, byte[] content) {
        this.file = file;
        this.content = ByteBuffer.wrap(content);
    }

    /** Reads a whole file; its name is for messages. */
    static UdpPayloads parse(String file, byte[] content) throws PayloadException {
        PcapPayloads reader = new PcapPayloads(file, content);
        reader.readAll();
        if (reader.taken == 0) {
            throw new PayloadException(
                    file, 0, "has no UDP datagram; capture with the filter \"udp\"");
        }
        return reader.payloads.build();
    }

    private PayloadException error(String what) {
        String place = frameNumber > 0 ? "frame " + frameNumber + ' ' : "";
        return new PayloadException(file, 0, place + what);
    }

    private void readAll() throws PayloadException {
        int linkType = readHeader();
        int at = FILE_HEADER_BYTES;
        while (at < content.limit()) {
            frameNumber++;
            int left = content.limit() - at - FRAME_HEADER_BYTES;
            int length = left < 0 ? -1 : content.getInt(at + CAPTURED_LENGTH_OFFSET);
            if (length < 0 || length > left) {
                throw error("is cut off; capture again, or cut the file behind the frame before");
            }
            at += FRAME_HEADER_BYTES;
            ByteBuffer packet = packet(content.slice(at, length), linkType);
            if (packet != null) {
                readPacket(packet);
            }
            at += length;
        }
    }

    /** Sets the byte order and returns the link type. */
    private int readHeader() throws PayloadException {
        if (content.limit() < FILE_HEADER_BYTES) {
            throw error("is no capture file; save one in pcap format");
        }
        int magic = content.getInt(0);
        if (magic == MAGIC_NEWER) {
            throw error("is a pcapng file; convert it: editcap -F pcap IN OUT");
        }
        if (magic == Integer.reverseBytes(MAGIC_MICROS)
                || magic == Integer.reverseBytes(MAGIC_NANOS)) {
            content.order(ByteOrder.LITTLE_ENDIAN);
        } else if (magic != MAGIC_MICROS && magic != MAGIC_NANOS) {
            throw error("is no capture file; save one in pcap format");
        }
        int linkType = content.getInt(LINK_TYPE_OFFSET) & 0xFFFF;
        return switch (linkType) {
            case LINK_ETHERNET, LINK_RAW_OLD, LINK_RAW, LINK_IPV4, LINK_IPV6 -> linkType;
            default ->
                    throw error("has link type " + linkType + "; capture on Ethernet or a tunnel");
        };
    }

    /** What follows the link header, in network order; null if it can't be an IP packet. */
    private static @Nullable ByteBuffer packet(ByteBuffer frame, int linkType) {
        int at = 0;
        if (linkType == LINK_ETHERNET) {
            at = ETHERNET_TYPE_OFFSET;
            while (at + 2 <= frame.limit() && isTag(frame.getShort(at) & 0xFFFF)) {
                at += TAG_BYTES;
            }
            at += 2;
        }
        return at < frame.limit() ? frame.slice(at, frame.limit() - at) : null;
    }

    private static boolean isTag(int type) {
        return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN;
    }

    private void readPacket(ByteBuffer packet) throws PayloadException {
        int version = packet.get(0) >> 4 & 0xF;
        if (version == 4 && packet.limit() >= IPV4_HEADER_MIN_BYTES) {
            int headerBytes = (packet.get(0) & 0xF) * 4;
            boolean isFragment = (packet.getShort(6) & 0x3FFF) != 0;
            if (packet.get(9) == PROTOCOL_UDP
                    && headerBytes >= IPV4_HEADER_MIN_BYTES
                    && !isFragment) {
                readUdp(packet, headerBytes);
            }
        } else if (version == 6
                && packet.limit() >= IPV6_HEADER_BYTES
                && packet.get(6) == PROTOCOL_UDP) {
            readUdp(packet, IPV6_HEADER_BYTES);
        }
    }

    private void readUdp(ByteBuffer packet, int at) throws PayloadException {
        if (at + UDP_HEADER_BYTES > packet.limit()) {
            return;
        }
        int port = packet.getShort(at + 2) & 0xFFFF;
        int length = (packet.getShort(at + 4) & 0xFFFF) - UDP_HEADER_BYTES;
        if (length < 0 || at + UDP_HEADER_BYTES + length > packet.limit()) {
            throw error("lacks a part of its datagram; capture with tcpdump -s 0");
        }
        if (length > UdpPayload.LENGTH_MAX_BYTES) {
            throw error(
                    "carries more than " + UdpPayload.LENGTH_MAX_BYTES + " bytes; filter it out");
        }
        byte[] bytes = new byte[length];
        packet.get(at + UDP_HEADER_BYTES, bytes);
        taken++;
        if (!known.add(List.of(port, ByteBuffer.wrap(bytes)))) {
            return;
        }
        Template template = new Template.Builder().fixed(bytes).build();
        UdpPayload payload = new UdpPayload("pcap-" + frameNumber, template, List.of(), List.of());
        if (!payloads.add(port, payload)) {
            throw error("goes to a port with too many: " + PayloadFile.tooMany(port));
        }
    }
}
