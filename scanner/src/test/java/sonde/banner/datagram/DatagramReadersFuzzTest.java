// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import sonde.record.Banner;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Any datagram is read by every reader without exception, and gives little text. */
class DatagramReadersFuzzTest {

    /** How much longer a text may be than its datagram: keys, numbers and escapes. */
    private static final int GROWTH_MAX = 40;

    private static final int TEXT_MAX_BYTES = 1000;

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) {
        int reader = data.consumeInt(0, DatagramReaders.ALL.size() - 1);
        check(DatagramReaders.ALL.get(reader), data.consumeRemainingAsBytes());
    }

    /** The same without a fuzzer, from answers that are nearly right. */
    @Test
    void readsBrokenAnswers() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<Answer> answers = Answers.all();
        for (int round = 0; round < 30_000; round++) {
            byte[] whole = answers.get(random.nextInt(answers.size())).bytes();
            byte[] answer = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
            for (int flips = random.nextInt(5); flips > 0 && answer.length > 0; flips--) {
                answer[random.nextInt(Math.min(answer.length, 64))] = (byte) random.nextInt(256);
            }
            try {
                DatagramReaders.ALL.forEach(each -> check(each, answer));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void check(DatagramReader reader, byte[] answer) {
        byte[] before = answer.clone();
        Findings findings = new Findings();
        boolean isRead = reader.read(answer, findings);
        assertEquals(isRead, !findings.banners().isEmpty());
        assertTrue(Arrays.equals(before, answer), "an answer is only read");
        for (Banner each : findings.banners()) {
            assertTrue(each.lengthBytes() <= TEXT_MAX_BYTES + GROWTH_MAX * answer.length);
        }
        String payload = reader.payloads().iterator().next();
        assertEquals(1, DatagramReaders.read(payload, 1, answer).size());
    }
}
