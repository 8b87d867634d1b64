// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * Whatever kills the process, and whenever: the files it leaves are valid and hold whole records. A
 * hundred times with {@code -Dsonde.e2e.full=true}.
 */
@Tag("e2e")
class KillTest {

    private static final int KILLS = Boolean.getBoolean("sonde.e2e.full") ? 100 : 10;

    /** The scan lasts this long, so that a moment within it is in mid-scan. */
    private static final int RATE_PPS = 20000;

    private static final int MOMENT_MILLIS_MAX = 600;

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "jq");
    }

    @Test
    void leavesValidFilesWhenKilledInMidScan() {
        long seed = System.nanoTime();
        System.err.println("KillTest: seed " + seed);
        Random moments = new Random(seed);
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "80");
            for (int i = 0; i < KILLS; i++) {
                Path list = lab.file(i + ".list");
                Path json = lab.file(i + ".json");
                Path lines = lab.file(i + ".ndjson");
                SondeProcess sonde =
                        lab.start(
                                Lab.TARGETS,
                                "-p80",
                                "--rate",
                                Integer.toString(RATE_PPS),
                                "-oL",
                                list.toString(),
                                "-oJ",
                                json.toString(),
                                "-oD",
                                lines.toString());
                Await.until(
                        Duration.ofSeconds(20),
                        "the first record is in the file",
                        () -> {
                            assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                            return Files.exists(lines) && lines.toFile().length() > 0;
                        });
                Await.pause(moments.nextInt(MOMENT_MILLIS_MAX));
                sonde.kill();
                sonde.await();
                assertValid(list, json, lines);
            }
        }
    }

    private static void assertValid(Path list, Path json, Path lines) {
        int records = Json.lineCount(lines);
        assertTrue(records > 0, "records were written");
        assertTrue(Json.read(lines).endsWith("}\n"), "NDJSON ends in a whole line");
        assertEquals(records, Json.read(lines).lines().count());
        assertTrue(Json.recordCount(json) >= 0, "JSON is one array");
        assertTrue(Json.read(list).endsWith("\n"), "the list ends in a whole line");
        assertTrue(Finding.inList(list).size() <= Lab.TARGET_COUNT); // and each line parses
    }
}
