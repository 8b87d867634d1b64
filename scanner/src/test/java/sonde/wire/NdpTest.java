// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.SplittableRandom;

class NdpTest {

    private static final int BASE = 3;
    private static final int IP = BASE + 14;
    private static final int MESSAGE = IP + 40;
    private static final long MAC = 0x0200_0000_0001L;
    private static final long OTHER_MAC = 0x0200_0000_00FFL;
    private static final IpAddress SOURCE = IpAddress.parse("fe80::2");
    private static final IpAddress TARGET = IpAddress.parse("2001:db8::12:3456");

    private final MemorySegment memory = MemorySegment.ofArray(new byte[BASE + 120]);

    private int solicit(IpAddress source) {
        return Ndp.writeSolicitation(
                memory, BASE, MAC, source.high(), source.low(), TARGET.high(), TARGET.low());
    }

    private int advertise(IpAddress to, int flags) {
        return Ndp.writeAdvertisement(
                memory,
                BASE,
                MAC,
                OTHER_MAC,
                TARGET.high(),
                TARGET.low(),
                to.high(),
                to.low(),
                flags);
    }

    /** What the parser would say of a frame of this length. */
    private ParsedFrame parsed(int frameLengthBytes) {
        ParsedFrame parsed = new ParsedFrame();
        parsed.isIpv6 = true;
        parsed.ipOffset = IP;
        parsed.ttl = Bytes.get8(memory, IP + 7);
        parsed.sourceHigh = get64(IP + 8);
        parsed.sourceLow = get64(IP + 16);
        parsed.destinationHigh = get64(IP + 24);
        parsed.destinationLow = get64(IP + 32);
        parsed.protocol = Bytes.get8(memory, IP + 6);
        parsed.transportOffset = MESSAGE;
        parsed.transportLengthBytes = frameLengthBytes - 54;
        return parsed;
    }

    private long get64(long offset) {
        return (long) Bytes.get32(memory, offset) << 32
                | Integer.toUnsignedLong(Bytes.get32(memory, offset + 4));
    }

    /** Makes the checksum right again after a change. */
    private void repair(int lengthBytes) {
        Bytes.set16(memory, MESSAGE + 2, 0);
        long sum = Checksum.sum(memory, IP + 8, 32) + 58 + lengthBytes;
        Bytes.set16(
                memory,
                MESSAGE + 2,
                Checksum.finish(sum + Checksum.sum(memory, MESSAGE, lengthBytes)));
    }

    /** Each byte by hand from RFC 4861 section 4.3, RFC 8200 section 3 and RFC 2464. */
    @Test
    void writesASolicitation() {
        int length = solicit(SOURCE);
        assertEquals(Ndp.FRAME_LENGTH_MAX_BYTES, length);
        String expected =
                "3333ff123456"
                        + "020000000001"
                        + "86dd"
                        + "60000000"
                        + "0020"
                        + "3a"
                        + "ff"
                        + "fe800000000000000000000000000002"
                        + "ff0200000000000000000001ff123456"
                        + "8700"
                        + checksumInHex()
                        + "00000000"
                        + "20010db8000000000000000000123456"
                        + "0101"
                        + "020000000001";
        assertEquals(expected, hex(length));
        ParsedFrame parsed = parsed(length);
        assertTrue(Ndp.isSolicitation(memory, parsed));
        assertFalse(Ndp.isAdvertisement(memory, parsed));
        assertEquals(TARGET.high(), Ndp.targetHigh(memory, parsed));
        assertEquals(TARGET.low(), Ndp.targetLow(memory, parsed));
        assertEquals(MAC, Ndp.linkAddress(memory, parsed, Ndp.SOURCE_LINK_ADDRESS));
        assertEquals(-1, Ndp.linkAddress(memory, parsed, Ndp.TARGET_LINK_ADDRESS));
    }

    private String hex(int length) {
        return HexFormat.of()
                .formatHex(memory.asSlice(BASE, length).toArray(ValueLayout.JAVA_BYTE));
    }

    private String checksumInHex() {
        int written = Bytes.get16(memory, MESSAGE + 2);
        repair(32);
        assertEquals(written, Bytes.get16(memory, MESSAGE + 2));
        return HexFormat.of().toHexDigits((short) written);
    }

    @Test
    void asksForAFreeAddressWithoutSayingWhereItIs() {
        int length = solicit(IpAddress.parse("::"));
        assertEquals(78, length);
        assertTrue(Ndp.isSolicitation(memory, parsed(length)));
        assertEquals(-1, Ndp.linkAddress(memory, parsed(length), Ndp.SOURCE_LINK_ADDRESS));
    }

    @Test
    void writesAnAdvertisement() {
        int length = advertise(SOURCE, Ndp.SOLICITED | Ndp.OVERRIDE);
        String expected =
                "0200000000ff"
                        + "020000000001"
                        + "86dd"
                        + "60000000"
                        + "0020"
                        + "3a"
                        + "ff"
                        + "20010db8000000000000000000123456"
                        + "fe800000000000000000000000000002"
                        + "8800"
                        + checksumInHex()
                        + "60000000"
                        + "20010db8000000000000000000123456"
                        + "0201"
                        + "020000000001";
        assertEquals(expected, hex(length));
        ParsedFrame parsed = parsed(length);
        assertTrue(Ndp.isAdvertisement(memory, parsed));
        assertFalse(Ndp.isSolicitation(memory, parsed));
        assertEquals(Ndp.SOLICITED | Ndp.OVERRIDE, Ndp.flags(memory, parsed));
        assertEquals(MAC, Ndp.linkAddress(memory, parsed, Ndp.TARGET_LINK_ADDRESS));
    }

    @Test
    void refusesSolicitedAdvertisementsToMany() {
        IpAddress allNodes = new IpAddress(Ndp.ALL_NODES_HIGH, Ndp.ALL_NODES_LOW);
        assertEquals("ff02::1", allNodes.toText());
        assertTrue(Ndp.isAdvertisement(memory, parsed(advertise(allNodes, Ndp.OVERRIDE))));
        assertFalse(Ndp.isAdvertisement(memory, parsed(advertise(allNodes, Ndp.SOLICITED))));
    }

    @Test
    void refusesWhatARouterPassedOn() {
        ParsedFrame parsed = parsed(solicit(SOURCE));
        parsed.ttl = 254;
        assertFalse(Ndp.isSolicitation(memory, parsed));
    }

    @Test
    void refusesWhatContradictsItself() {
        ParsedFrame parsed = parsed(solicit(SOURCE));
        Bytes.set8(memory, MESSAGE + 30, 7);
        assertFalse(Ndp.isSolicitation(memory, parsed), "checksum");
        repair(32);
        assertTrue(Ndp.isSolicitation(memory, parsed));
        Bytes.set8(memory, MESSAGE + 1, 1);
        repair(32);
        assertFalse(Ndp.isSolicitation(memory, parsed), "code");
        Bytes.set8(memory, MESSAGE + 1, 0);
        Bytes.set8(memory, MESSAGE + 8, 0xFF);
        repair(32);
        assertFalse(Ndp.isSolicitation(memory, parsed), "of a group");
        Bytes.set8(memory, MESSAGE + 8, 0x20);
        for (int optionLength : new int[] {0, 2, 255}) {
            Bytes.set8(memory, MESSAGE + 25, optionLength);
            repair(32);
            assertFalse(Ndp.isSolicitation(memory, parsed), "option of " + optionLength);
        }
        parsed.transportLengthBytes = 23;
        assertFalse(Ndp.isSolicitation(memory, parsed), "cut off");
    }

    @Test
    void refusesClaimsThatSayMoreThanTheyMay() {
        ParsedFrame parsed = parsed(solicit(SOURCE));
        for (int i = 8; i < 24; i++) {
            Bytes.set8(memory, IP + i, 0);
        }
        repair(32);
        parsed.sourceHigh = 0;
        parsed.sourceLow = 0;
        assertFalse(Ndp.isSolicitation(memory, parsed), "where it is");
        ParsedFrame claim = parsed(solicit(IpAddress.parse("::")));
        claim.destinationLow = 1;
        assertFalse(Ndp.isSolicitation(memory, claim), "to all");
    }

    @Test
    void readsNoOptionBeyondTheMessage() {
        for (long seed = 0; seed < 10_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < memory.byteSize(); i++) {
                memory.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(4));
            }
            int length = random.nextInt(60);
            ParsedFrame parsed = parsed(54 + length);
            parsed.ttl = 255;
            MemorySegment frame = memory.asSlice(0, MESSAGE + length);
            Bytes.set8(memory, MESSAGE, 135 + random.nextInt(2));
            Bytes.set8(memory, MESSAGE + 1, 0);
            repair(length);
            if (Ndp.isSolicitation(frame, parsed) || Ndp.isAdvertisement(frame, parsed)) {
                Ndp.linkAddress(frame, parsed, Ndp.SOURCE_LINK_ADDRESS);
                Ndp.linkAddress(frame, parsed, Ndp.TARGET_LINK_ADDRESS);
            }
        }
    }
}
