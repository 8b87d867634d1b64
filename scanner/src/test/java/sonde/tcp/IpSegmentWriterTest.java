// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.wire.Golden;
import sonde.wire.Ipv4;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Against frames that something else has written; what, they say themselves. */
class IpSegmentWriterTest {

    private static final byte[] REQUEST =
            "GET / HTTP/1.0\r\n\r\n!".getBytes(StandardCharsets.US_ASCII);

    private static byte[] write(int ipOffsetBytes, int flags, int mss, byte[] payload) {
        IpSegmentWriter writer = new IpSegmentWriter(ipOffsetBytes, 0x0200_0000_0001L, 64, 7);
        OutgoingSegment segment = new OutgoingSegment();
        segment.tuple.localLow = 0xC612_0001L;
        segment.tuple.remoteLow = 0xC612_0101L;
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
        System.arraycopy(payload, 0, frame, 3 + writer.payloadOffsetBytes(), payload.length);
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

    @Test
    void identificationsDiffer() {
        IpSegmentWriter writer = new IpSegmentWriter(0, 0, 64, 0);
        OutgoingSegment segment = new OutgoingSegment();
        MemorySegment frame = MemorySegment.ofArray(new byte[64]);
        writer.write(frame, 0, segment);
        int first = Ipv4.identification(frame, 0);
        writer.write(frame, 0, segment);
        assertNotEquals(first, Ipv4.identification(frame, 0));
    }

    @Test
    void rejectsOtherLinksAndNoTimeToLive() {
        assertThrows(IllegalArgumentException.class, () -> new IpSegmentWriter(4, 0, 64));
        assertThrows(IllegalArgumentException.class, () -> new IpSegmentWriter(14, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new IpSegmentWriter(14, 0, 256));
    }
}
