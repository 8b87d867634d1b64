// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import sonde.probe.ProbeKind;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.IpProtocol;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Frames that nobody should send: whatever is in them, nothing breaks, and targets alone answer.
 */
class AnswerReaderFuzzTest {

    private static final int RUNS = 200;

    private final Answer answer = new Answer();
    private final ParsedFrame parsed = new ParsedFrame();

    private boolean isRead(AnswerReader reader, byte[] bytes) {
        MemorySegment frame = MemorySegment.ofArray(bytes);
        FrameKind kind =
                FrameParser.parse(frame, 0, bytes.length, Ethernet.HEADER_LENGTH_BYTES, parsed);
        return kind != FrameKind.MALFORMED && reader.read(frame, kind, parsed, answer);
    }

    private static byte[] bytesOf(HostPacket packet) {
        return packet.frame().toArray(ValueLayout.JAVA_BYTE);
    }

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) {
        List<SentProbe> probes = AnswerReaderTest.probes();
        SentProbe probe = probes.get(data.consumeInt(0, probes.size() - 1));
        if (isRead(new AnswerReader(probe.sent()), data.consumeRemainingAsBytes())) {
            assertEquals(probe.host(), new IpAddress(answer.addressHigh, answer.addressLow));
        }
    }

    /** The same without a fuzzer, from answers and errors that are right but for a few bytes. */
    @Test
    void framesWithWrongBytesInThemBreakNothing() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int taken = 0;
        for (SentProbe probe : AnswerReaderTest.probes()) {
            AnswerReader reader = new AnswerReader(probe.sent());
            byte[] right = bytesOf(HostPacket.answerTo(probe));
            byte[] error =
                    probe.kind() == ProbeKind.ARP
                            ? right
                            : bytesOf(HostPacket.error(probe, probe.host(), 3, 3, 64));
            for (int run = 0; run < RUNS; run++) {
                byte[] wrong = (random.nextBoolean() ? right : error).clone();
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
                }
                wrong = Arrays.copyOf(wrong, 1 + random.nextInt(2 * wrong.length));
                if (isRead(reader, wrong)) {
                    taken++;
                    IpAddress target = new IpAddress(answer.addressHigh, answer.addressLow);
                    assertEquals(probe.host(), target, () -> "seed " + seed);
                }
            }
        }
        assertTrue(taken > 0, "nothing was left right: seed " + seed);
    }

    /** Between the right addresses, from the right port to the right port. */
    @Test
    void randomNumbersProveNothing() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<SentProbe> proven =
                AnswerReaderTest.probes().stream()
                        .filter(probe -> probe.kind() != ProbeKind.ARP)
                        .filter(probe -> probe.kind() != ProbeKind.UDP)
                        .filter(probe -> probe.kind() != ProbeKind.IP_PROTOCOL)
                        .toList();
        for (SentProbe probe : proven) {
            AnswerReader reader = new AnswerReader(probe.sent());
            for (int run = 0; run < RUNS; run++) {
                HostPacket packet = HostPacket.answerTo(probe);
                packet.sequence = random.nextInt();
                packet.acknowledgment = random.nextInt();
                packet.tag = random.nextInt();
                packet.number = random.nextInt();
                packet.tcpFlags = random.nextInt(256);
                packet.payload = new byte[4 + random.nextInt(80)];
                random.nextBytes(packet.payload);
                if (packet.protocol == IpProtocol.ICMP || packet.protocol == IpProtocol.ICMPV6) {
                    packet.type = random.nextInt(256);
                    packet.code = random.nextInt(256);
                }
                assertFalse(isRead(reader, bytesOf(packet)), () -> probe + ", seed " + seed);
            }
        }
    }
}
