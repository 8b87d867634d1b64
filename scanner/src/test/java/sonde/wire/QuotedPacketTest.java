// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

class QuotedPacketTest {

    private static final String UNREACHABLE = "0303 0000 00000000";
    private static final String UNREACHABLE_V6 = "0104 0000 00000000";
    private static final int QUOTE_IPV4 = 14 + 20 + 8;
    private static final int QUOTE_IPV6 = 14 + 40 + 8;

    private final ParsedFrame parsed = new ParsedFrame();
    private final QuotedPacket quoted = new QuotedPacket();

    private boolean parse(byte[] frame) {
        MemorySegment memory = MemorySegment.ofArray(frame);
        FrameKind kind = FrameParser.parse(memory, 0, frame.length, 14, parsed);
        assertTrue(kind == FrameKind.ICMP || kind == FrameKind.ICMPV6, kind.toString());
        return quoted.parse(memory, parsed);
    }

    @Test
    void readsAQuotedDatagram() {
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 17, "c350 0035 000c 0000 6162")));
        assertFalse(quoted.isIpv6);
        assertEquals(0xC6120001, quoted.sourceAddress);
        assertEquals(0xC6120002, quoted.destinationAddress);
        assertEquals(IpAddress.parse("198.18.0.1").low(), quoted.sourceLow);
        assertEquals(IpAddress.parse("198.18.0.2").low(), quoted.destinationLow);
        assertEquals(0, quoted.sourceHigh | quoted.destinationHigh);
        assertEquals(0xABCD, quoted.identification);
        assertEquals(17, quoted.protocol);
        assertEquals(QUOTE_IPV4 + 20, quoted.transportOffset);
        assertEquals(10, quoted.transportLengthBytes);
        assertTrue(quoted.hasPorts);
        assertEquals(50000, quoted.sourcePort);
        assertEquals(53, quoted.destinationPort);
        assertFalse(quoted.hasNumbers);
    }

    @Test
    void readsAQuotedDatagramOfIpv6() {
        assertTrue(
                parse(FrameSamples.errorIpv6(UNREACHABLE_V6, 17, "c350 0035 000c 0000 61626364")));
        assertTrue(quoted.isIpv6);
        assertEquals(0x20010db8_00000000L, quoted.sourceHigh);
        assertEquals(1, quoted.sourceLow);
        assertEquals(0x20010db8_00000000L, quoted.destinationHigh);
        assertEquals(2, quoted.destinationLow);
        assertEquals(0xABCDE, quoted.identification);
        assertEquals(QUOTE_IPV6 + 40, quoted.transportOffset);
        assertEquals(12, quoted.transportLengthBytes);
        assertEquals(50000, quoted.sourcePort);
        assertEquals(53, quoted.destinationPort);
    }

    @Test
    void readsNumbersOfEachProtocol() {
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 6, "c350 0050 deadbeef")));
        assertTrue(quoted.hasPorts && quoted.hasNumbers);
        assertEquals(0xDEADBEEF, quoted.number);
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 1, "0800 1234 cafebabe")));
        assertTrue(quoted.hasNumbers && !quoted.hasPorts);
        assertEquals(0xCAFEBABE, quoted.number);
        assertEquals(0, quoted.sourcePort);
        assertTrue(parse(FrameSamples.errorIpv6(UNREACHABLE_V6, 58, "8000 1234 cafebabe")));
        assertEquals(0xCAFEBABE, quoted.number);
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 253, "cafebabe 12345678")));
        assertFalse(quoted.hasNumbers || quoted.hasPorts);
        assertEquals(8, quoted.transportLengthBytes);
    }

    @Test
    void readsAnInitAsFarAsItIsQuoted() {
        String init = "c350 0050 00000000 00000000 0100 0014 cafebabe";
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 132, init)));
        assertTrue(quoted.hasInitiateTag);
        assertEquals(0xCAFEBABE, quoted.initiateTag);
        assertEquals(0, quoted.number);
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 132, init.substring(0, 18))));
        assertTrue(quoted.hasNumbers);
        assertFalse(quoted.hasInitiateTag);
        assertEquals(0, quoted.initiateTag);
        String data = init.replace("0100 0014", "0000 0014");
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 132, data)));
        assertFalse(quoted.hasInitiateTag);
    }

    @Test
    void readsWhatAShortQuoteLeaves() {
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 6, "c350 0050")));
        assertTrue(quoted.hasPorts);
        assertFalse(quoted.hasNumbers);
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 6, "c350")));
        assertFalse(quoted.hasPorts);
        assertTrue(parse(FrameSamples.errorIpv4(UNREACHABLE, 6, "")));
        assertEquals(0, quoted.transportLengthBytes);
    }

    @Test
    void passesOverQuotedExtensionHeaders() {
        String quote = "1100 0104 00000000 c350 0035 0008 0000";
        assertTrue(parse(FrameSamples.errorIpv6(UNREACHABLE_V6, 60, quote)));
        assertEquals(17, quoted.protocol);
        assertEquals(QUOTE_IPV6 + 48, quoted.transportOffset);
        assertEquals(53, quoted.destinationPort);
    }

    /** Some stacks write the total length in host order, or without the header. */
    @Test
    void believesLengthsOnlyIfTheyCanBeTrue() {
        byte[] frame = FrameSamples.errorIpv4(UNREACHABLE, 6, "c350 0050 deadbeef 00000000");
        frame[QUOTE_IPV4 + 3] = 28;
        assertTrue(parse(frame));
        assertEquals(8, quoted.transportLengthBytes);
        frame[QUOTE_IPV4 + 3] = 12;
        assertTrue(parse(frame));
        assertEquals(12, quoted.transportLengthBytes);
        frame[QUOTE_IPV4 + 2] = 32;
        frame[QUOTE_IPV4 + 3] = 0;
        assertTrue(parse(frame));
        assertEquals(12, quoted.transportLengthBytes);
    }

    /** Behind 128 quoted bytes stands an extension, which is no payload (RFC 4884). */
    @Test
    void endsWhereAnExtensionBegins() {
        String quote = "c350 0035 0200 0000" + "ab".repeat(100) + "2000 0000 0008 0101 00000000";
        assertTrue(parse(FrameSamples.errorIpv4("0303 0000 0020 0000", 17, quote)));
        assertEquals(128 - 20, quoted.transportLengthBytes);
        quote = "c350 0035 0200 0000" + "ab".repeat(80) + "2000 0000 0008 0101 00000000";
        assertTrue(parse(FrameSamples.errorIpv6("0104 0000 10000000", 17, quote)));
        assertEquals(128 - 40, quoted.transportLengthBytes);
        assertTrue(parse(FrameSamples.errorIpv6("0200 0000 10000000", 17, quote)));
        assertEquals(100, quoted.transportLengthBytes);
    }

    @Test
    void refusesWhatIsNoError() {
        String quote = "c350 0035 000c 0000";
        for (int type : new int[] {0, 4, 5, 8, 13, 14}) {
            String header = "%02x00 0000 00000000".formatted(type);
            assertFalse(parse(FrameSamples.errorIpv4(header, 17, quote)));
        }
        for (int type : new int[] {0, 5, 128, 129, 135}) {
            String header = "%02x00 0000 00000000".formatted(type);
            assertFalse(parse(FrameSamples.errorIpv6(header, 17, quote)));
        }
    }

    @Test
    void refusesQuotesThatAreNone() {
        assertFalse(parse(FrameSamples.ipv4(1, UNREACHABLE)));
        assertFalse(parse(FrameSamples.ipv6(58, UNREACHABLE_V6)));
        byte[] frame = FrameSamples.errorIpv4(UNREACHABLE, 6, "c350 0050 deadbeef");
        frame[QUOTE_IPV4] = 0x65;
        assertFalse(parse(frame));
        frame[QUOTE_IPV4] = 0x44;
        assertFalse(parse(frame));
        frame[QUOTE_IPV4] = 0x48;
        assertFalse(parse(frame));
        frame[QUOTE_IPV4] = 0x45;
        assertTrue(parse(frame));
        frame[QUOTE_IPV4 + 7] = 1;
        assertFalse(parse(frame), "fragment");
    }

    @Test
    void takesNoQuoteOfIpv6ThatPassesForIpv4() {
        byte[] frame = FrameSamples.errorIpv6(UNREACHABLE_V6, 17, "c350 0035 000c 0000 61626364");
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 0xC6, 0x12, 0, 1};
        for (int offset : new int[] {QUOTE_IPV6 + 8, QUOTE_IPV6 + 24}) {
            byte[] wrong = frame.clone();
            System.arraycopy(mapped, 0, wrong, offset, mapped.length);
            assertFalse(parse(wrong));
        }
    }
}
