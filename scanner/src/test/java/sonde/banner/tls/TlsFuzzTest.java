// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Whatever a server sends is read within bounds. */
class TlsFuzzTest {

    private static final List<String> NAMES = List.of("tls10", "tls11", "tls12", "tls13", "alert");

    @FuzzTest(maxDuration = "30s")
    void readsAnyAnswer(FuzzedDataProvider data) {
        check(data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "30s")
    void readsAnyCertificate(FuzzedDataProvider data) {
        checkNames(data.consumeRemainingAsBytes());
    }

    /** The same without a fuzzer, from answers that are right but for a few bytes. */
    @Test
    void readsBrokenAnswers() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] answer = Recorded.answer(NAMES.get(round % NAMES.size()));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                // Most lengths stand at the beginning.
                int bound = random.nextBoolean() ? answer.length : Math.min(128, answer.length);
                answer[random.nextInt(bound)] = (byte) random.nextInt(256);
            }
            try {
                check(answer);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void readsBrokenCertificates() {
        byte[] answer = Recorded.answer("tls12");
        byte[] good = ServerFlight.parse(answer, answer.length).certificates().getFirst();
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            bad[random.nextInt(64)] = (byte) random.nextInt(256);
            try {
                checkNames(bad);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void check(byte[] bytes) {
        ServerFlight flight = ServerFlight.parse(bytes, bytes.length);
        int total = flight.certificates().stream().mapToInt(each -> each.length).sum();
        assertTrue(total <= bytes.length);
        assertTrue(flight.end() <= bytes.length);
        flight.certificates().forEach(TlsFuzzTest::checkNames);
        if (flight.hasHello()) {
            assertTrue(
                    Ja4s.of(flight)
                            .matches(
                                    "t(1[0-3]|s3|00)\\d\\d[0-9A-Za-z]{2}_[0-9a-f]{4}"
                                            + "_[0-9a-f]{12}"));
        }
        Jarm.Answer answer = Jarm.answer(bytes, bytes.length);
        assertTrue(
                Jarm.fingerprint(Collections.nCopies(Jarm.HELLO_COUNT, answer))
                        .matches("[0-9a-f]{62}"));
    }

    private static void checkNames(byte[] certificate) {
        int total = CertificateNames.of(certificate).stream().mapToInt(String::length).sum();
        // UTF-16 may grow by a half in UTF-8.
        assertTrue(total <= 2 * certificate.length);
    }
}
