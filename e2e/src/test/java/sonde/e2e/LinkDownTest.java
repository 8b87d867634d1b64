// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/** An interface that goes down in mid-scan ends the scan, by whatever link. */
@Tag("e2e")
class LinkDownTest {

    private static final int LINK_FAILED = 5;

    @BeforeAll
    static void needs() {
        Require.rootAnd("ethtool");
    }

    @ParameterizedTest
    @EnumSource(Rung.class)
    void endsWithOneLineThatSaysSo(Rung rung) {
        try (Lab lab = Lab.silent().takingLiveFrames()) {
            SondeProcess sonde =
                    lab.startScan(
                            1000,
                            Lab.TARGETS,
                            "-p1-100",
                            "--rate",
                            "10000",
                            "--wait",
                            "30",
                            "--link",
                            rung.word());
            lab.scanner().ip("link", "set", Lab.SCANNER_LINK, "down");

            SondeResult result = sonde.await(Duration.ofSeconds(20));

            rung.assertTaken(result);
            assertEquals(LINK_FAILED, result.exitCode(), result::story);
            List<String> errors =
                    result.err().lines().filter(line -> line.startsWith("sonde: ")).toList();
            assertEquals(1, errors.size(), result::story);
            assertTrue(errors.getFirst().contains(Lab.SCANNER_LINK + " went down"), result::story);
            assertTrue(result.err().endsWith(errors.getFirst() + "\n"), result::story);
            assertTrue(Summary.of(result).count("sent") > 0, result::story);
        }
    }
}
