// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Probes that are made and thrown away. */
@Tag("e2e")
class OfflineTest {

    private static final long RESIDENT_KIB_MAX = 128 * 1024;

    @BeforeAll
    static void needs() {
        Require.rootAnd();
    }

    @Test
    void keepsUnder128MbResidentOverTheWholeOfIpv4() {
        try (Lab lab = Lab.silent()) {
            SondeResult result =
                    lab.run(
                            "0.0.0.0/0",
                            "--exclude",
                            "224.0.0.0/3",
                            "--offline",
                            "-p80",
                            "--resume-count",
                            "200000000",
                            "--rate",
                            "100M");
            assertEquals(0, result.exitCode(), result::story);
            assertTrue(
                    result.peakResidentKib() > 0 && result.peakResidentKib() < RESIDENT_KIB_MAX,
                    () -> result.peakResidentKib() + " KiB resident: " + result.story());
        }
    }

    @Test
    void putsNothingOnTheWire() {
        try (Lab lab = Lab.silent()) {
            long before = lab.peerPacketCount();
            SondeResult result =
                    lab.run(Lab.TARGETS, "-p80", "--offline", "--rate", "1000000", "--wait", "0");
            assertEquals(0, result.exitCode(), result::story);
            assertEquals(before, lab.peerPacketCount());
        }
    }
}
