// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Scans that are killed at random moments and resumed probe every target and have every result
 * once, in every format. {@code -Dsonde.e2e.full=true} has 200 kills, {@code -Dsonde.e2e.kills=N}
 * as many as you like, {@code -Dsonde.e2e.seed=N} the shapes and moments of an earlier run. Many
 * take longer than a build may: {@code bench/kills.sh} runs them alone.
 */
@Tag("e2e")
class KillResumeTest {

    private static final int KILLS =
            Integer.getInteger("sonde.e2e.kills", Boolean.getBoolean("sonde.e2e.full") ? 200 : 3);

    private static final int KILLS_OF_A_SCAN = 3;

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "tcpdump", "tshark", "jq", "gzip", "zstd");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void goesOnExactlyWhereItWasKilled() {
        long seed = Long.getLong("sonde.e2e.seed", System.nanoTime());
        System.out.println("seed of the kills: " + seed);
        Random random = new Random(seed);
        List<String> faults = new ArrayList<>();
        int kills = 0;
        int missing = 0;
        int twice = 0;
        double secondsAgain = 0;
        int scans = 0;
        while (kills < KILLS && scans < KILLS) {
            scans++;
            try (Lab lab = Nginx.routedLabOfBothFamilies()) {
                KilledScan scan = new KilledScan(lab, random, scans);
                scan.run(Math.min(KILLS - kills, 1 + random.nextInt(2 * KILLS_OF_A_SCAN)));
                kills += scan.kills();
                missing += scan.missing();
                twice += scan.twice();
                secondsAgain += scan.secondsAgain();
                scan.faults().forEach(fault -> faults.add(scan.toString()));
                System.out.println("scan " + scans + ", " + scan);
            }
        }
        System.out.printf(
                "%d kills of %d scans: %d missing, %d twice, %.2f s of probes again a kill,"
                        + " %d faults%n",
                kills, scans, missing, twice, secondsAgain / Math.max(1, kills), faults.size());
        assertEquals(List.of(), faults);
    }
}
