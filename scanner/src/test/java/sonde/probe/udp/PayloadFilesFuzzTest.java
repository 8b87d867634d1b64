// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Any file is one of payloads, which then can be used, or an error that is safe to print. */
class PayloadFilesFuzzTest {

    private static final String[] PIECES = {
        "payload ", "ports ", "send ", "answer ", "contains ", "udp ", "\n", "\n", " ", "\"", "a",
                "\\x",
        "00", "7,", "9-99", "cookie(", "4)", "zeros-to(", "any(", "1452)", "??", "80/f0", "#",
                "default",
        "source ", "-", ")", "("
    };

    @FuzzTest(maxDuration = "20s")
    void readsOrRefuses(FuzzedDataProvider data) {
        int format = data.consumeInt(0, 2);
        check(format, data.consumeRemainingAsBytes());
    }

    /** The same without a fuzzer, from files that are nearly right. */
    @Test
    void readsOrRefusesPieces() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "payload a\n" : "");
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            try {
                check(random.nextInt(2), text.toString().getBytes(StandardCharsets.ISO_8859_1));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    private static void check(int format, byte[] content) {
        try {
            UdpPayloads read =
                    switch (format) {
                        case 0 -> PayloadFile.parse("file", content, null);
                        case 1 -> NmapPayloads.parse("file", content);
                        default -> PcapPayloads.parse("file", content);
                    };
            MemorySegment memory = MemorySegment.ofArray(new byte[UdpPayload.LENGTH_MAX_BYTES]);
            assertTrue(read.lengthMaxBytes() <= UdpPayload.LENGTH_MAX_BYTES);
            for (int port = 0; port < 100; port++) {
                for (UdpPayload each : read.of(port)) {
                    each.write(memory, 0, port);
                    assertTrue(each.isQuote(memory, 0, each.lengthBytes(), port));
                    each.isAnswer(memory, 0, 60, port);
                }
            }
        } catch (PayloadException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.length() < 200, message);
            assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
        }
    }
}
