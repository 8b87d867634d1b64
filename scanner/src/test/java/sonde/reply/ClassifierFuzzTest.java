// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Whatever arrives, nothing is thrown, and nothing without the cookie is taken for an answer. */
class ClassifierFuzzTest {

    private static final int FRAME_LENGTH_BYTES = 54;

    private final Classifier classifier = Answers.classifier();
    private final ParsedFrame parsed = new ParsedFrame();
    private final Answer answer = new Answer();

    @FuzzTest(maxDuration = "30s")
    void classifiesAnything(FuzzedDataProvider data) {
        check(data.consumeRemainingAsBytes());
    }

    /** The same without a fuzzer, from answers that are right but for a few bytes. */
    @Test
    void classifiesBrokenAnswers() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int taken = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] frame = new byte[FRAME_LENGTH_BYTES];
            int flags = random.nextBoolean() ? Tcp.SYN | Tcp.ACK : Tcp.RST | Tcp.ACK;
            int port = random.nextInt(65536);
            ParsedFrame right = Answers.frame(random.nextInt(), port, flags, 1);
            Answers.write(MemorySegment.ofArray(frame), 0, right);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            try {
                taken += check(frame) == AnswerKind.FOREIGN ? 0 : 1;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(taken > 60_000, "a third of the frames is unchanged, taken " + taken);
    }

    private AnswerKind check(byte[] frame) {
        FrameKind frameKind =
                FrameParser.parse(
                        MemorySegment.ofArray(frame),
                        0,
                        frame.length,
                        Ethernet.HEADER_LENGTH_BYTES,
                        parsed);
        if (frameKind != FrameKind.TCP) {
            return AnswerKind.FOREIGN;
        }
        AnswerKind kind = classifier.classify(parsed, answer);
        if (kind != AnswerKind.FOREIGN) {
            int cookie =
                    Answers.COOKIES.cookie(
                            (int) answer.addressLow,
                            answer.port,
                            parsed.destinationAddress,
                            parsed.destinationPort);
            assertEquals(parsed.sourceHigh, answer.addressHigh);
            assertEquals(parsed.sourceLow, answer.addressLow);
            assertEquals(cookie, answer.cookie);
            int acknowledged = parsed.acknowledgment - cookie;
            assertTrue(acknowledged == 1 || (acknowledged == 0 && kind == AnswerKind.CLOSED));
            assertTrue(Answers.ADDRESSES.contains(parsed.destinationAddress));
            assertTrue(Answers.PORTS.contains(parsed.destinationPort));
        }
        return kind;
    }
}
