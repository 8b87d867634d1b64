// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import sonde.probe.udp.UdpPayload;
import sonde.probe.udp.UdpPayloads;
import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.Service;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

class DatagramReadersTest {

    static String text(Banner banner) {
        byte[] bytes = new byte[banner.lengthBytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) banner.at(i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Banner only(String payload, int port, byte[] answer) {
        List<Banner> banners = DatagramReaders.read(payload, port, answer);
        assertEquals(1, banners.size());
        return banners.getFirst();
    }

    @TestFactory
    Stream<DynamicTest> readsRealAnswers() {
        return Answers.all().stream()
                .map(answer ->
                        DynamicTest.dynamicTest(
                                answer.payload() + ' ' + answer.port(),
                                () -> {
                                    Banner banner =
                                            only(answer.payload(), answer.port(), answer.bytes());
                                    assertEquals(
                                            answer.banner(),
                                            banner.service().label() + ' ' + text(banner));
                                    assertEquals(Recognition.ANSWER, banner.recognition());
                                }));
    }

    @Test
    void addsTheAnswerItselfWhereItIsWanted() {
        for (Answer answer : Answers.all()) {
            byte[] bytes = answer.bytes();
            List<Banner> read = DatagramReaders.read(answer.payload(), answer.port(), bytes);
            List<Banner> raw = DatagramReaders.readRaw(answer.payload(), answer.port(), bytes);
            assertEquals(read.size() + 1, raw.size());
            assertEquals(Service.UNKNOWN, raw.getFirst().service());
            assertEquals(bytes.length, raw.getFirst().lengthBytes());
            for (int i = 0; i < bytes.length; i++) {
                assertEquals(bytes[i] & 0xFF, raw.getFirst().at(i));
            }
            assertEquals(read.getLast().service(), raw.getLast().service());
        }
    }

    @Test
    void reportsWhatNobodyReadsOnce() {
        byte[] strange = {1, 2, 3};
        assertEquals(1, DatagramReaders.readRaw("default", 9, strange).size());
    }

    /** What stands in the payload file of answers is what servers really say. */
    @Test
    void answersProveThemselves() {
        UdpPayloads payloads = UdpPayloads.builtIn(Set.of("ntp-control", "ntp-monlist"));
        for (Answer answer : Answers.all()) {
            UdpPayload payload = named(payloads, answer.payload());
            MemorySegment memory = MemorySegment.ofArray(answer.bytes());
            int length = answer.bytes().length;
            assertTrue(payload.isAnswer(memory, 0, length, Answers.COOKIE), answer.payload());
            if (payload.hasCookie()) {
                assertFalse(payload.isAnswer(memory, 0, length, ~Answers.COOKIE), answer.payload());
            }
        }
    }

    private static UdpPayload named(UdpPayloads payloads, String name) {
        for (int port = 0; port < 1 << 16; port++) {
            for (UdpPayload each : payloads.of(port)) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
        }
        throw new AssertionError("no payload " + name);
    }

    @Test
    void everyReaderHasAnAnswerToRead() {
        Set<String> answered = new HashSet<>();
        Answers.all().forEach(each -> answered.add(each.payload()));
        Set<String> missing = new TreeSet<>();
        for (DatagramReader each : DatagramReaders.ALL) {
            if (each.payloads().stream().noneMatch(answered::contains)) {
                missing.add(each.getClass().getSimpleName());
            }
        }
        assertEquals(Set.of(), missing, "add an answer to answers.txt");
    }

    @Test
    void noPayloadHasTwoReaders() {
        Set<String> seen = new HashSet<>();
        for (DatagramReader each : DatagramReaders.ALL) {
            for (String payload : each.payloads()) {
                assertTrue(seen.add(payload), payload);
            }
        }
    }

    @Test
    void whatNobodyReadsIsShownAsItCame() {
        Banner banner = only("default", 9999, new byte[] {1, (byte) 0xFF});
        assertEquals(Service.UNKNOWN, banner.service());
        assertEquals(Recognition.NONE, banner.recognition());
        assertEquals(0xFF, banner.at(1));
        assertEquals(0, only("default", 9999, new byte[0]).lengthBytes());
    }

    @Test
    void anEntryWithoutReaderIsNamed() {
        Banner banner = only("db2", 523, "DB2RETADDR".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Service.DATAGRAM, banner.service());
        assertEquals("db2: DB2RETADDR", text(banner));
    }

    @Test
    void recognisesAnswersToOtherPayloads() {
        for (Answer answer : Answers.all()) {
            if (answer.payload().equals("stun") || answer.payload().equals("sip")) {
                Banner banner = only("default", 9999, answer.bytes());
                assertEquals(answer.banner(), banner.service().label() + ' ' + text(banner));
            }
        }
    }

    /** What the first answer of a port would have taken for it, no later one could tell. */
    @Test
    void noOtherPayloadOfThePortTakesAnAnswer() {
        UdpPayloads payloads = UdpPayloads.builtIn(Set.of("ntp-control", "ntp-monlist"));
        for (Answer answer : Answers.all()) {
            MemorySegment memory = MemorySegment.ofArray(answer.bytes());
            List<String> takers =
                    payloads.of(answer.port()).stream()
                            .filter(UdpPayload::hasCookie)
                            .filter(each ->
                                    each.isAnswer(memory, 0, answer.bytes().length, Answers.COOKIE))
                            .map(UdpPayload::name)
                            .filter(name -> !name.equals(answer.payload()))
                            .toList();
            assertEquals(List.of(), takers, answer.payload());
        }
    }

    /** RFC 8489 section 14.2: hidden by the magic number and the transaction id. */
    @Test
    void readsAnIpv6AddressThatStunHides() {
        String hex =
                "010100182112a442a1b2c3d4736f6e6465736964"
                        + "002000140002cf5a0113a9faa1d6c3d4736f6e6465736965";
        Banner banner = only("stun", 3478, HexFormat.of().parseHex(hex));
        assertEquals("success mapped=[2001:db8:64::1]:61000", text(banner));
    }

    @Test
    void preparesForAllThatMayBeRead() {
        DatagramReaders.prepare();
        assertEquals(Service.UNKNOWN, only("dns-version", 53, new byte[1]).service());
    }

    @Test
    void garbageIsNotTakenForTheService() {
        for (Answer answer : Answers.all()) {
            byte[] garbage = "x7 is none of these".getBytes(StandardCharsets.US_ASCII);
            assertEquals(
                    Service.UNKNOWN,
                    only(answer.payload(), answer.port(), garbage).service(),
                    answer.payload());
        }
    }
}
