// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A scan with outputs of all formats at once, ended at random moments: every file is whole, and
 * where the end was in order, finished and as long as all others. A hundred times with {@code
 * -Dsonde.e2e.full=true}.
 */
@Tag("e2e")
class CutShortTest {

    private static final int ROUNDS = Boolean.getBoolean("sonde.e2e.full") ? 100 : 2;

    private static final int EXIT_INTERRUPTED = 130;
    private static final int EXIT_TERMINATED = 143;

    /** The scan lasts longer than this. */
    private static final int MOMENT_MILLIS_MAX = 500;

    private static final int RATE_PPS = 8000;

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "jq", "zstd");
        Require.file(XmlFile.DTD);
    }

    @Test
    void leavesWholeFilesWheneverAndHoweverItEnds() {
        long seed = System.nanoTime();
        System.err.println("CutShortTest: seed " + seed);
        Random random = new Random(seed);
        try (Lab lab = Nginx.routedLab()) {
            for (int i = 0; i < ROUNDS; i++) {
                ManyFiles files = new ManyFiles(lab.file("files" + i));
                SondeProcess sonde = start(lab, files);
                Await.pause(random.nextInt(MOMENT_MILLIS_MAX));
                end(sonde, files, i % 4);
                assertReadBack(lab, files);
            }
        }
    }

    private static SondeProcess start(Lab lab, ManyFiles files) {
        Path checkpoint = files.file("checkpoint");
        SondeProcess sonde =
                lab.start(
                        Stream.concat(
                                        Stream.of(
                                                Lab.TARGETS,
                                                "-p80",
                                                "--rate",
                                                Integer.toString(RATE_PPS),
                                                "--wait",
                                                "0.2",
                                                "--checkpoint",
                                                checkpoint.toString()),
                                        files.options().stream())
                                .toArray(String[]::new));
        Await.until(
                Duration.ofSeconds(20),
                "the first records are in the files",
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return files.haveRecords();
                });
        return sonde;
    }

    /** What is compressed says the same to Sonde as to the programs that people have. */
    private static void assertReadBack(Lab lab, ManyFiles files) {
        String packed = files.file("ndjson.zst").toString();
        SondeResult read = lab.run("--readscan", packed, "-oD", "-");
        assertEquals(0, read.exitCode(), read::story);
        assertEquals(Command.must("zstd", "-dcq", packed), read.out(), read::story);
    }

    /** By kill -9, which is twice as likely, Ctrl-C or SIGTERM. */
    private static void end(SondeProcess sonde, ManyFiles files, int how) {
        switch (how) {
            case 1 -> sonde.interrupt();
            case 3 -> sonde.terminate();
            default -> sonde.kill();
        }
        SondeResult result = sonde.await();
        if (how == 1 || how == 3) {
            assertEquals(
                    how == 1 ? EXIT_INTERRUPTED : EXIT_TERMINATED,
                    result.exitCode(),
                    result::story);
            files.assertRecords(Json.lineCount(files.file("ndjson")));
        } else {
            files.assertWhole();
        }
    }
}
