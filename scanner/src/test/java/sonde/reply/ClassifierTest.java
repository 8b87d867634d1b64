// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.record.Status;
import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class ClassifierTest {

    private static final int TARGET = 0xC6120709;

    private final Classifier classifier = Answers.classifier();
    private final Answer answer = new Answer();

    private AnswerKind classify(int flags, int acknowledged) {
        return classifier.classify(Answers.frame(TARGET, 443, flags, acknowledged), answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Tcp.ECE, Tcp.ECE | Tcp.CWR, Tcp.PSH, Tcp.FIN, Tcp.URG})
    void synAckMeansOpen(int furtherFlags) {
        int flags = Tcp.SYN | Tcp.ACK | furtherFlags;
        assertEquals(AnswerKind.OPEN, classify(flags, 1));
        assertEquals(0, answer.addressHigh);
        assertEquals(IpAddress.ipv4Low(TARGET), answer.addressLow);
        assertEquals(443, answer.port);
        assertEquals(Status.OPEN, answer.status);
        assertEquals(flags, answer.tcpFlags);
        assertEquals(57, answer.ttl);
        assertEquals(Answers.cookie(TARGET, 443), answer.cookie);
    }

    /** {@code ack = seq + 1} as RFC 9293 has it, {@code ack = seq} as some stacks have it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void resetMeansClosed(int acknowledged) {
        for (int furtherFlags : new int[] {Tcp.ACK, 0, Tcp.ACK | Tcp.SYN, Tcp.ACK | Tcp.PSH}) {
            answer.cookie = 0;
            assertEquals(AnswerKind.CLOSED, classify(Tcp.RST | furtherFlags, acknowledged));
            assertEquals(Status.CLOSED, answer.status);
            assertEquals(Tcp.RST | furtherFlags, answer.tcpFlags);
            assertEquals(Answers.cookie(TARGET, 443), answer.cookie);
        }
    }

    @Test
    void aWrongAcknowledgmentIsForeign() {
        assertEquals(AnswerKind.FOREIGN, classify(Tcp.SYN | Tcp.ACK, 0));
        assertEquals(AnswerKind.FOREIGN, classify(Tcp.SYN | Tcp.ACK, 2));
        assertEquals(AnswerKind.FOREIGN, classify(Tcp.RST | Tcp.ACK, 2));
        assertEquals(AnswerKind.FOREIGN, classify(Tcp.RST | Tcp.ACK, -1));
        for (int bit = 1; bit < 32; bit++) {
            assertEquals(AnswerKind.FOREIGN, classify(Tcp.SYN | Tcp.ACK, 1 ^ 1 << bit));
            assertEquals(AnswerKind.FOREIGN, classify(Tcp.RST | Tcp.ACK, 1 << bit));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Tcp.SYN, Tcp.ACK, Tcp.FIN | Tcp.ACK, Tcp.PSH | Tcp.ACK, Tcp.FIN})
    void otherSegmentsAreForeign(int flags) {
        assertEquals(AnswerKind.FOREIGN, classify(flags, 1));
        assertEquals(AnswerKind.FOREIGN, classify(flags, 0));
    }

    /** The third form of RFC 9293 section 3.5.2 answers segments with ACK, so never a probe. */
    @Test
    void aBareResetWithNothingButAGuessableSequenceIsForeign() {
        ParsedFrame frame = Answers.frame(TARGET, 443, Tcp.RST, 0);
        frame.acknowledgment = 0;
        assertEquals(AnswerKind.FOREIGN, classifier.classify(frame, answer));
    }

    /**
     * Each with the cookie right for the changed frame, so that only the check itself refuses it.
     */
    @Test
    void segmentsToOthersAreForeignWhateverTheirCookie() {
        ParsedFrame frame = Answers.frame(TARGET, 443, Tcp.SYN | Tcp.ACK, 1);
        int rightAddress = frame.destinationAddress;
        for (int address : new int[] {Answers.SOURCE - 1, Answers.SOURCE + 3, 0, -1}) {
            frame.destinationAddress = address;
            frame.acknowledgment =
                    Answers.COOKIES.cookie(TARGET, 443, address, frame.destinationPort) + 1;
            assertEquals(AnswerKind.FOREIGN, classifier.classify(frame, answer));
        }
        for (int port : new int[] {39999, 40100, 0, 65535}) {
            frame = Answers.frame(TARGET, 443, Tcp.SYN | Tcp.ACK, 1);
            frame.destinationPort = port;
            frame.acknowledgment = Answers.COOKIES.cookie(TARGET, 443, rightAddress, port) + 1;
            assertEquals(AnswerKind.FOREIGN, classifier.classify(frame, answer));
        }
    }

    /** Of the range, the address that the probe came from, whose cookie it is. */
    @Test
    void anAnswerToAnotherAddressOfOursIsForeign() {
        ParsedFrame frame = Answers.frame(TARGET, 443, Tcp.SYN | Tcp.ACK, 1);
        for (int i = 0; i < 3; i++) {
            boolean isRight = Answers.SOURCE + i == Answers.ADDRESSES.sourceAddress(TARGET, 443);
            frame.destinationAddress = Answers.SOURCE + i;
            assertEquals(
                    isRight ? AnswerKind.OPEN : AnswerKind.FOREIGN,
                    classifier.classify(frame, answer));
        }
    }

    @Test
    void theAnswerOfAnotherTargetIsForeign() {
        ParsedFrame frame = Answers.frame(TARGET, 443, Tcp.SYN | Tcp.ACK, 1);
        frame.sourceAddress ^= 1;
        assertEquals(AnswerKind.FOREIGN, classifier.classify(frame, answer));
        frame.sourceAddress ^= 1;
        frame.sourcePort ^= 1;
        assertEquals(AnswerKind.FOREIGN, classifier.classify(frame, answer));
    }

    @Test
    void foreignSegmentsLeaveTheAnswerAlone() {
        classify(Tcp.SYN | Tcp.ACK, 1);
        classifier.classify(Answers.frame(TARGET + 1, 80, Tcp.RST, 5), answer);
        assertEquals(0, answer.addressHigh);
        assertEquals(IpAddress.ipv4Low(TARGET), answer.addressLow);
        assertEquals(443, answer.port);
        assertEquals(Status.OPEN, answer.status);
    }

    /** Few are checked one by one, many together: the counts lie on both sides. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 95, 96, 97, 200, 256})
    void aBatchFindsWhatSingleSegmentsFind(int count) {
        System.out.println("seed " + count);
        SplittableRandom random = new SplittableRandom(count);
        AnswerBatch batch = new AnswerBatch();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ParsedFrame frame =
                    Answers.frame(
                            TARGET + random.nextInt(9),
                            random.nextInt(65_536),
                            random.nextInt(64),
                            random.nextInt(3));
            if (classifier.classify(frame, answer) != AnswerKind.FOREIGN) {
                expected.add(text(answer, i));
            }
            classifier.collect(frame, i, batch);
        }
        classifier.prove(batch);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < batch.count; i++) {
            Answer one = new Answer();
            one.addressLow = IpAddress.ipv4Low(batch.address[i]);
            one.port = batch.port[i];
            one.status = Classifier.statusOf(batch.tcpFlags[i]);
            one.cookie = batch.cookie[i];
            one.tcpFlags = batch.tcpFlags[i];
            one.ttl = batch.ttl[i];
            assertEquals(
                    Answers.ADDRESSES.sourceAddress(batch.address[i], one.port),
                    batch.ourAddress[i]);
            found.add(text(one, batch.epochNanos[i]));
        }
        assertEquals(expected, found);
        assertTrue(count < 31 || !found.isEmpty(), "nothing to find");
    }

    private static String text(Answer answer, long nanos) {
        return nanos
                + ": "
                + List.of(
                        answer.addressHigh,
                        answer.addressLow,
                        answer.port,
                        answer.status,
                        answer.cookie,
                        answer.tcpFlags,
                        answer.ttl);
    }
}
