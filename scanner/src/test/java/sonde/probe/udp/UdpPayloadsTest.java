// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

class UdpPayloadsTest {

    private static final int COOKIE = 0xA1B2C3D4;
    private static final int PORT_COUNT = 1 << 16;

    private static UdpPayload named(String name) {
        UdpPayloads all = UdpPayloads.builtIn(Set.of("ntp-control", "ntp-monlist"));
        for (int port = 0; port < PORT_COUNT; port++) {
            for (UdpPayload each : all.of(port)) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
        }
        throw new AssertionError("no payload " + name);
    }

    private static byte[] written(UdpPayload payload, int cookie) {
        byte[] bytes = new byte[payload.lengthBytes()];
        payload.write(MemorySegment.ofArray(bytes), 0, cookie);
        return bytes;
    }

    private static boolean isAnswer(UdpPayload payload, String hex, int cookie) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return payload.isAnswer(MemorySegment.ofArray(bytes), 0, bytes.length, cookie);
    }

    private static UdpPayloads parse(String text) throws PayloadException {
        return PayloadFile.parse("mine", text.getBytes(StandardCharsets.ISO_8859_1), null);
    }

    @Test
    void everyPortHasOnePayloadAtLeast() {
        UdpPayloads all = UdpPayloads.builtIn();
        for (int port = 0; port < PORT_COUNT; port++) {
            assertFalse(all.of(port).isEmpty());
        }
        assertEquals(UdpPayloads.DEFAULT_NAME, all.of(9999).getFirst().name());
    }

    @Test
    void sendsSeveralWhereOneIsNotEnough() {
        UdpPayloads all = UdpPayloads.builtIn();
        assertEquals(
                List.of("snmp-v1", "snmp-v2c", "snmp-v3"),
                all.of(161).stream().map(UdpPayload::name).toList());
        assertEquals(3, all.variantCountMax());
        BitSet third = all.portsWithVariant(2);
        assertTrue(third.get(161));
        assertFalse(third.get(53));
        assertTrue(all.portsWithVariant(1).get(53));
        assertEquals(PORT_COUNT, all.portsWithVariant(0).cardinality());
    }

    @Test
    void extrasAreSentOnlyIfAskedFor() {
        assertEquals(1, UdpPayloads.builtIn().of(123).size());
        assertEquals(2, UdpPayloads.builtIn(Set.of("ntp-control")).of(123).size());
    }

    @Test
    void longestIsAsLongAsQuicDemands() {
        assertEquals(1200, UdpPayloads.builtIn().lengthMaxBytes());
        assertEquals(1200, UdpPayloads.builtIn().of(443).getFirst().lengthBytes());
    }

    @Test
    void namesAreUnique() {
        Set<UdpPayload> payloads = new HashSet<>();
        for (int port = 0; port < PORT_COUNT; port++) {
            payloads.addAll(UdpPayloads.builtIn().of(port));
        }
        assertEquals(payloads.size(), payloads.stream().map(UdpPayload::name).distinct().count());
    }

    @Test
    void cookieStandsInTheProbe() {
        byte[] dns = written(named("dns-version"), COOKIE);
        assertArrayEquals(new byte[] {(byte) 0xC3, (byte) 0xD4}, new byte[] {dns[0], dns[1]});
        String sip = new String(written(named("sip"), 0xBEEF), StandardCharsets.ISO_8859_1);
        assertTrue(sip.contains("branch=z9hG4bK0000beef\r\n"), sip);
        byte[] l2tp = written(named("l2tp"), 0);
        assertEquals(1, l2tp[l2tp.length - 1]);
    }

    @Test
    void writesWhereToldAndNothingElse() {
        UdpPayload payload = named("ntp");
        byte[] memory = new byte[payload.lengthBytes() + 8];
        payload.write(MemorySegment.ofArray(memory), 4, COOKIE);
        byte[] alone = new byte[payload.lengthBytes()];
        System.arraycopy(memory, 4, alone, 0, alone.length);
        assertArrayEquals(written(payload, COOKIE), alone);
        assertEquals(0, memory[0] | memory[3] | memory[memory.length - 1]);
    }

    @Test
    void answersProveThemselvesByTheCookie() {
        UdpPayload portmap = named("portmap");
        assertTrue(portmap.hasCookie());
        assertTrue(isAnswer(portmap, "a1b2c3d400000001", COOKIE));
        assertFalse(isAnswer(portmap, "a1b2c3d500000001", COOKIE));
        assertFalse(isAnswer(portmap, "a1b2c3d4000000", COOKIE));
    }

    @Test
    void garbageIsNoAnswerWhereTheProtocolHasAForm() {
        UdpPayload tftp = named("tftp");
        assertFalse(tftp.hasCookie());
        assertTrue(isAnswer(tftp, "00050001", 0));
        assertFalse(isAnswer(tftp, "00060001", 0));
        assertTrue(isAnswer(named(UdpPayloads.DEFAULT_NAME), "", 0));
    }

    @Test
    void cookieIsFoundAnywhereWhereAnswersAreText() {
        UdpPayload sip = named("sip");
        String text =
                HexFormat.of()
                        .formatHex(
                                "SIP/2.0 200 OK\r\nVia: 000000aa"
                                        .getBytes(StandardCharsets.US_ASCII));
        assertTrue(isAnswer(sip, text, 0xAA));
        assertFalse(isAnswer(sip, text, 0xAB));
    }

    @Test
    void quotesAreComparedAsFarAsTheyGo() {
        UdpPayload payload = named("portmap");
        byte[] bytes = written(payload, COOKIE);
        MemorySegment memory = MemorySegment.ofArray(bytes);
        assertTrue(payload.isQuote(memory, 0, bytes.length, COOKIE));
        assertTrue(payload.isQuote(memory, 0, 3, COOKIE));
        assertTrue(payload.isQuote(memory, 0, 0, COOKIE));
        assertFalse(payload.isQuote(memory, 0, 4, COOKIE + 1));
        bytes[20] ^= 1;
        assertFalse(payload.isQuote(memory, 0, bytes.length, COOKIE));
    }

    @Test
    void usersPayloadsStandInsteadOrBefore() throws PayloadException {
        UdpPayloads mine = parse("payload mine\nports 53\nsend 01\npayload default\nsend 02\n");
        UdpPayloads instead = UdpPayloads.builtIn().replacedBy(mine);
        assertEquals(List.of("mine"), instead.of(53).stream().map(UdpPayload::name).toList());
        assertArrayEquals(new byte[] {2}, written(instead.of(9999).getFirst(), 0));
        assertEquals("snmp-v1", instead.of(161).getFirst().name());
        UdpPayloads before = UdpPayloads.builtIn().precededBy(mine);
        assertEquals(
                List.of("mine", "dns-version", "dns-a"),
                before.of(53).stream().map(UdpPayload::name).toList());
    }

    @Test
    void missingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none");
        PayloadException e = assertThrows(PayloadException.class, () -> UdpPayloads.read(file));
        assertTrue(String.valueOf(e.getMessage()).contains("none: can't be read"), e.getMessage());
    }
}
