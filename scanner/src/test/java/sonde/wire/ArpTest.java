// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

class ArpTest {

    private static final long OUR_MAC = 0x0200_0000_0001L;
    private static final long THEIR_MAC = 0x0200_0000_0002L;
    private static final int OUR_ADDRESS = Ipv4Address.parse("198.18.0.1");
    private static final int THEIR_ADDRESS = Ipv4Address.parse("198.18.7.9");

    @Test
    void writesTheGoldenRequestOverWhateverWasThere() {
        byte[] frame = new byte[Arp.FRAME_LENGTH_BYTES];
        Arrays.fill(frame, (byte) 0xA5);
        int lengthBytes =
                Arp.writeRequest(
                        MemorySegment.ofArray(frame), 0, OUR_MAC, OUR_ADDRESS, THEIR_ADDRESS);
        assertEquals(frame.length, lengthBytes);
        assertArrayEquals(Golden.frame("arp-request"), frame);
    }

    @Test
    void writesTheGoldenReplyOverWhateverWasThere() {
        byte[] frame = new byte[Arp.FRAME_LENGTH_BYTES];
        Arrays.fill(frame, (byte) 0xA5);
        int lengthBytes =
                Arp.writeReply(
                        MemorySegment.ofArray(frame),
                        0,
                        THEIR_MAC,
                        THEIR_ADDRESS,
                        OUR_MAC,
                        OUR_ADDRESS);
        assertEquals(frame.length, lengthBytes);
        assertArrayEquals(Golden.frame("arp-reply"), frame);
    }

    @Test
    void readsTheGoldenReply() {
        MemorySegment frame = MemorySegment.ofArray(Golden.frame("arp-reply"));
        long base = Ethernet.HEADER_LENGTH_BYTES;
        assertTrue(Arp.isIpv4OverEthernet(frame, base));
        assertEquals(Arp.REPLY, Arp.operation(frame, base));
        assertEquals(THEIR_MAC, Arp.senderMac(frame, base));
        assertEquals(THEIR_ADDRESS, Arp.senderAddress(frame, base));
        assertEquals(OUR_MAC, Arp.targetMac(frame, base));
        assertEquals(OUR_ADDRESS, Arp.targetAddress(frame, base));
    }

    @Test
    void knowsWhatIsNotIpv4OverEthernet() {
        for (int i = 0; i < 6; i++) {
            byte[] frame = Golden.frame("arp-reply");
            frame[Ethernet.HEADER_LENGTH_BYTES + i] ^= 0x10;
            assertFalse(
                    Arp.isIpv4OverEthernet(
                            MemorySegment.ofArray(frame), Ethernet.HEADER_LENGTH_BYTES));
        }
    }
}
