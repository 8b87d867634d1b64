// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.util.List;

class ServiceProbesFuzzTest {

    private static final byte[] ANSWER = {'2', '2', '0', ' ', 'a', 'a', 'a', 'a', 0, '\n'};

    /** Any file is one of probes, which then can be used, or an error that is safe to print. */
    @FuzzTest
    void readsOrRefuses(FuzzedDataProvider data) {
        byte[] content = data.consumeRemainingAsBytes();
        try {
            ServiceProbes probes = ServiceProbes.parse("probes", content);
            probes.compileAll();
            assertTrue(probes.skippedCount() <= probes.matchCount());
            for (Probe probe : probes.forPort(80, 9)) {
                probes.identify(probe, ANSWER, ANSWER.length);
            }
            probes.identify(null, ANSWER, ANSWER.length);
        } catch (NmapSyntaxException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.length() < 200, message);
            assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
        }
    }

    /** Any answer is one of a service or of none. */
    @FuzzTest
    void identifiesAnything(FuzzedDataProvider data) throws IOException, NmapSyntaxException {
        ServiceProbes probes = ServiceProbesTest.sample();
        List<Probe> said = probes.forPort(0, 9);
        int choice = data.consumeInt(0, said.size());
        byte[] answer = data.consumeRemainingAsBytes();
        String text =
                probes.identify(
                        choice == said.size() ? null : said.get(choice), answer, answer.length);
        assertTrue(text == null || !text.isEmpty());
    }
}
