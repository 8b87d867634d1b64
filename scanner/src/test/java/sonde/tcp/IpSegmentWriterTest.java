// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.wire.Checksum;
import sonde.wire.Golden;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Against frames that something else has written; what, they say themselves. */
class IpSegmentWriterTest {

    private static final byte[] REQUEST =
            "GET / HTTP/1.0\r\n\r\n!".getBytes(StandardCharsets.US_ASCII);

    private static final FlowLabels LABELS = TestSegment.FLOW_LABELS;
    private static final IpAddress US = IpAddress.ofIpv4(0xC612_0001);
    private static final IpAddress PEER = IpAddress.ofIpv4(0xC612_0101);
    private static final IpAddress US_6 = IpAddress.parse("2001:db8:0:1::1");
    private static final IpAddress PEER_6 = IpAddress.parse("2001:db8:1234:5678:9abc:def0:0:101");

    private static byte[] write(int ipOffsetBytes, int flags, int mss, byte[] payload) {
        return write(ipOffsetBytes, flags, mss, payload, US, PEER);
    }

    private static byte[] write(
            int ipOffsetBytes, int flags, int mss, byte[] payload, IpAddress us, IpAddress peer) {
        IpSegmentWriter writer =
                new IpSegmentWriter(
                        ipOffsetBytes, 0x0200_0000_0001L, 64, TestSegment.FLOW_LABELS, 7);
        OutgoingSegment segment = new OutgoingSegment();
        segment.tuple.localHigh = us.high();
        segment.tuple.localLow = us.low();
        segment.tuple.remoteHigh = peer.high();
        segment.tuple.remoteLow = peer.low();
        segment.tuple.setPorts(80, 40_000);
        segment.destinationMac = 0x0200_0000_0002L;
        segment.sequence = 0x1122_3344;
        segment.acknowledgment = (flags & Tcp.ACK) != 0 ? 0xAABB_CCDD : 0;
        segment.flags = flags;
        segment.window = 65_535;
        segment.mss = mss;
        segment.payloadLengthBytes = payload.length;
        byte[] frame = new byte[200];
        Arrays.fill(frame, (byte) 0xEE);
        System.arraycopy(
                payload, 0, frame, 3 + writer.payloadOffsetBytes(!us.isIpv4()), payload.length);
        int length = writer.write(MemorySegment.ofArray(frame), 3, segment);
        assertEquals((byte) 0xEE, frame[2]);
        assertEquals((byte) 0xEE, frame[3 + length]);
        return Arrays.copyOfRange(frame, 3, 3 + length);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp-conversation-ack, 16, 0, false",
        "tcp-conversation-data, 24, 0, true",
        "tcp-conversation-fin, 17, 0, false",
        "tcp-conversation-rst, 20, 0, false",
        "tcp-conversation-syn, 2, 1460, false"
    })
    void writesTheGoldenFrames(String name, int flags, int mss, boolean isRequest) {
        byte[] payload = isRequest ? REQUEST : new byte[0];
        byte[] golden = Golden.frame(name);
        assertArrayEquals(golden, write(14, flags, mss, payload));
        byte[] packet = Arrays.copyOfRange(golden, 14, golden.length);
        assertArrayEquals(packet, write(0, flags, mss, payload));
    }

    /** Field by field, and a checksum computed over the pseudo header as RFC 8200 draws it. */
    @ParameterizedTest
    @CsvSource({"16, 0, 0", "24, 0, 23", "24, 0, 22", "2, 1440, 0"})
    void writesIpv6(int flags, int mss, int payloadBytes) {
        byte[] payload = Arrays.copyOf(REQUEST, payloadBytes);
        byte[] frame = write(14, flags, mss, payload, US_6, PEER_6);
        int tcpBytes = 20 + (mss == 0 ? 0 : 4) + payloadBytes;
        assertEquals(14 + 40 + tcpBytes, frame.length);
        assertEquals(
                "02000000000202000000000186dd"
                        + "600abcde%04x0640".formatted(tcpBytes)
                        + "20010db8000000010000000000000001"
                        + "20010db8123456789abcdef000000101"
                        + "9c40005011223344"
                        + ((flags & Tcp.ACK) != 0 ? "aabbccdd" : "00000000")
                        + (mss == 0 ? "50" : "60")
                        + "%02xffff".formatted(flags),
                HexFormat.of().formatHex(frame, 0, 14 + 40 + 16));
        assertArrayEquals(
                payload, Arrays.copyOfRange(frame, frame.length - payloadBytes, frame.length));
        byte[] pseudo = new byte[40 + tcpBytes];
        System.arraycopy(frame, 14 + 8, pseudo, 0, 32);
        pseudo[34] = (byte) (tcpBytes >>> 8);
        pseudo[35] = (byte) tcpBytes;
        pseudo[39] = 6;
        System.arraycopy(frame, 14 + 40, pseudo, 40, tcpBytes);
        assertEquals(0, Checksum.of(MemorySegment.ofArray(pseudo), 0, pseudo.length));
        byte[] packet = Arrays.copyOfRange(frame, 14, frame.length);
        assertArrayEquals(packet, write(0, flags, mss, payload, US_6, PEER_6));
    }

    @Test
    void identificationsDiffer() {
        IpSegmentWriter writer = new IpSegmentWriter(0, 0, 64, TestSegment.FLOW_LABELS, 0);
        OutgoingSegment segment = new OutgoingSegment();
        segment.tuple.remoteLow = PEER.low();
        MemorySegment frame = MemorySegment.ofArray(new byte[64]);
        writer.write(frame, 0, segment);
        int first = Ipv4.identification(frame, 0);
        writer.write(frame, 0, segment);
        assertNotEquals(first, Ipv4.identification(frame, 0));
    }

    @Test
    void rejectsOtherLinksAndNoTimeToLive() {
        assertThrows(IllegalArgumentException.class, () -> new IpSegmentWriter(4, 0, 64, LABELS));
        assertThrows(IllegalArgumentException.class, () -> new IpSegmentWriter(14, 0, 0, LABELS));
        assertThrows(IllegalArgumentException.class, () -> new IpSegmentWriter(14, 0, 256, LABELS));
    }
}
