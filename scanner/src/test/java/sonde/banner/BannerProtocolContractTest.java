// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import sonde.record.Service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What holds for every protocol of {@link Protocols}, whatever a server sends. */
class BannerProtocolContractTest {

    /** The most that a protocol may say in one conversation, in bytes. */
    private static final int SAID_MAX_BYTES = 16_384;

    private static final int ROUNDS = 300;

    private final long seed = System.nanoTime();

    @Test
    void namesAreUniqueLowerCaseAndFound() {
        Set<String> names = new HashSet<>();
        for (BannerProtocol each : Protocols.ALL) {
            assertTrue(names.add(each.name()), each.name());
            assertTrue(each.name().matches("[a-z][a-z0-9-]*"), each.name());
            assertEquals(each, Protocols.byName(each.name()).orElseThrow());
        }
    }

    @TestFactory
    Stream<DynamicTest> portsAreInRange() {
        return forAll(protocol -> {
            for (int port : protocol.usualPorts()) {
                assertTrue(port > 0 && port < 65_536);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> helloSaysAndReportsNothingItself() {
        return forAll(protocol -> {
            FakeTalk talk = new FakeTalk(protocol);
            assertNotNull(protocol.hello(talk));
            talk.hostName = "www.example.com";
            assertNotNull(protocol.hello(talk));
            assertEquals(List.of(), talk.said);
            assertEquals(List.of(), talk.reports);
        });
    }

    @TestFactory
    Stream<DynamicTest> matchesItsOwnGreetings() {
        return forGreetings((protocol, greeting) -> {
            Match match = protocol.match(padded(greeting), greeting.length);
            assertTrue(match == Match.YES || match == Match.WEAK, match.toString());
        });
    }

    /** A pattern that says NO too early loses servers whose greeting comes in pieces. */
    @TestFactory
    Stream<DynamicTest> noBeginningOfItsGreetingIsRefused() {
        return forGreetings((protocol, greeting) -> {
            for (int length = 1; length < greeting.length; length++) {
                assertNotEquals(Match.NO, protocol.match(padded(greeting), length), "at " + length);
            }
        });
    }

    /** Nobody else is sure of it. */
    @TestFactory
    Stream<DynamicTest> greetingsAreNotTakenForAnothers() {
        return forGreetings((protocol, greeting) -> {
            for (BannerProtocol each : Protocols.ALL) {
                assertTrue(
                        each == protocol
                                || each.match(padded(greeting), greeting.length) != Match.YES,
                        each.name() + " says YES");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> matchesAnythingWithoutException() {
        return forAll(protocol -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] input = input(protocol, random);
                for (int length = 1; length <= Math.min(input.length, 300); length++) {
                    assertNotNull(protocol.match(input, length));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> endsAndReportsWhateverComes() {
        return forAll(protocol -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] input = input(protocol, random);
                FakeTalk talk = talk(protocol, round);
                talk.receive(input).end().end();
                assertTrue(talk.isOver(), "goes on after the input ended");
                assertFalseSilence(talk);
                assertLittleSaid(talk);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> endsWithoutAnyInput() {
        return forAll(protocol -> {
            FakeTalk talk = new FakeTalk(protocol);
            talk.end();
            assertTrue(talk.isOver());
            assertEquals(List.of(), talk.reports);
        });
    }

    @TestFactory
    Stream<DynamicTest> endsWhenTheServerNeverDoes() {
        return forAll(protocol -> {
            for (String each : List.of("\n", "a", "220 x\r\n", "\u00ff\u00fd\u0001", "\0", "<")) {
                for (String greeting :
                        Greetings.BY_PROTOCOL.getOrDefault(protocol.name(), List.of())) {
                    // Deep, without further connections, and with one.
                    hearEndlessly(talk(protocol, 0), greeting, each);
                    hearEndlessly(talk(protocol, 1), greeting, each);
                }
            }
        });
    }

    private static void hearEndlessly(FakeTalk talk, String greeting, String endless) {
        talk.receive(greeting);
        for (int i = 0; i < 20 && !talk.isOver(); i++) {
            talk.receive(endless.repeat(5000));
        }
        assertTrue(talk.isOver(), "endless input is read endlessly");
        assertFalseSilence(talk);
        assertLittleSaid(talk);
    }

    @TestFactory
    Stream<DynamicTest> reportsTheSameHoweverItIsCut() {
        return forAll(protocol -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] input = input(protocol, random);
                FakeTalk whole = talk(protocol, round).receive(input).end();
                FakeTalk bytes = talk(protocol, round).receiveByteByByte(input).end();
                FakeTalk pieces = talk(protocol, round).receiveInPieces(input, random).end();
                assertEquals(whole.reports, bytes.reports, "byte by byte");
                assertEquals(whole.reports, pieces.reports, "in pieces");
                assertEquals(said(protocol, whole), said(protocol, bytes));
                assertEquals(whole.suspected, bytes.suspected);
                assertEquals(whole.tlsStarted, bytes.tlsStarted);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> keepsToTheLongestBanner() {
        return forGreetings((protocol, greeting) -> {
            FakeTalk talk = talk(protocol, 1);
            talk.options.bannerMaxBytes = 3;
            talk.receive(greeting).end();
            for (FakeTalk.Report each : talk.reports) {
                assertTrue(each.text().length() <= 3);
            }
        });
    }

    /** What was said; of TLS, whose every hello has bytes of its own, how often. */
    private static String said(BannerProtocol protocol, FakeTalk talk) {
        return protocol.name().equals("tls")
                ? talk.said.size() + " times"
                : String.join("", talk.said);
    }

    /** Something was reported, were it only that the server is of this protocol. */
    private static void assertFalseSilence(FakeTalk talk) {
        assertTrue(
                !talk.reports.isEmpty() || talk.suspected != null,
                "there were bytes, and no report");
        for (FakeTalk.Report each : talk.reports) {
            assertNotEquals(Service.NONE, each.service());
        }
    }

    private static void assertLittleSaid(FakeTalk talk) {
        assertTrue(talk.said.stream().mapToInt(String::length).sum() <= SAID_MAX_BYTES);
    }

    /** Every third conversation is deep, every fifth keeps all, every second may reconnect. */
    private static FakeTalk talk(BannerProtocol protocol, int round) {
        FakeTalk talk = new FakeTalk(protocol);
        talk.options.deep = round % 3 == 0;
        if (round % 5 == 0) {
            talk.options.captures.addAll(List.of(BannerOptions.Capture.values()));
        }
        talk.reconnectsMax = round % 2;
        return talk;
    }

    /** A greeting, sometimes broken, and behind it pieces of answers and noise. */
    private static byte[] input(BannerProtocol protocol, SplittableRandom random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> own = Greetings.BY_PROTOCOL.getOrDefault(protocol.name(), List.of());
        if (!own.isEmpty() && random.nextInt(8) > 0) {
            bytes.writeBytes(latin1(own.get(random.nextInt(own.size()))));
        }
        int count = random.nextInt(12) + (bytes.size() == 0 ? 1 : 0);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(4) == 0) {
                byte[] noise = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 2000 : 20)];
                random.nextBytes(noise);
                bytes.writeBytes(noise);
            } else {
                bytes.writeBytes(latin1(Snippets.ALL.get(random.nextInt(Snippets.ALL.size()))));
            }
        }
        byte[] input = bytes.toByteArray();
        for (int flips = random.nextInt(3); flips > 0 && random.nextInt(2) == 0; flips--) {
            input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(input, 1 + random.nextInt(input.length))
                : input;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** With bytes behind it that don't count. */
    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 8);
    }

    private Stream<DynamicTest> forAll(Consumer<BannerProtocol> check) {
        return Protocols.ALL.stream()
                .map(protocol ->
                        DynamicTest.dynamicTest(
                                protocol.name() + ", seed " + seed, () -> check.accept(protocol)));
    }

    private interface GreetingCheck {
        void accept(BannerProtocol protocol, byte[] greeting);
    }

    private Stream<DynamicTest> forGreetings(GreetingCheck check) {
        return forAll(protocol -> {
            for (String each : Greetings.BY_PROTOCOL.getOrDefault(protocol.name(), List.of())) {
                check.accept(protocol, latin1(each));
            }
        });
    }
}
