// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointFile;
import sonde.engine.ScanOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** {@code --resume} with a checkpoint, and what may stand beside it. */
class ResumeOptionsTest {

    @TempDir Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void makeCheckpoint() throws IOException {
        file = directory.resolve("sonde.checkpoint");
        String options = "range = 198.18.0.0/24\nports = 80\nrate = 7\ncheckpoint = elsewhere\n";
        new CheckpointFile(file)
                .write(new Checkpoint(1, 5, 0, 1, 9, List.of(), 2, 3, 4, 16, List.of(), options));
    }

    private ScanOptions resume(String... more) throws UsageException {
        List<String> words = new ArrayList<>(List.of("--resume", file.toString()));
        words.addAll(List.of(more));
        return CommandLine.parse(words, 0).options();
    }

    @Test
    void takesTheOptionsOfTheScan() throws UsageException {
        ScanOptions options = resume("--rate", "8");
        assertEquals(8, options.ratePps);
        assertEquals(OptionalLong.of(5), options.seed);
        assertEquals(file, options.resume);
    }

    /** What the checkpoint says was said before. */
    @Test
    void whatIsTypedHoldsWhereverItStands() throws UsageException {
        for (String resume : List.of("--resume " + file, "--resume=" + file)) {
            List<String> words = new ArrayList<>(List.of("--rate", "8"));
            words.addAll(List.of(resume.split(" ")));
            words.addAll(List.of("--wait", "3"));
            ScanOptions options = CommandLine.parse(words, 0).options();
            assertEquals(8, options.ratePps, resume);
            assertEquals(3, options.waitSeconds, resume);
            assertEquals(OptionalLong.of(5), options.seed, resume);
            assertEquals(file, options.resume, resume);
        }
    }

    @Test
    void refusesTwoCheckpoints() {
        UsageException refusal =
                assertThrows(UsageException.class, () -> resume("--resume", file.toString()));
        assertEquals(
                "--resume is given twice: a scan goes on from one checkpoint",
                refusal.getMessage());
    }

    @Test
    void keepsTheScanWhereItsCheckpointLies() throws UsageException {
        assertNull(resume().checkpointFile);
    }

    /** Without a checkpoint, outputs would begin anew and lack what was found before. */
    @Test
    void refusesToGoOnWithoutKeepingOn() {
        for (String[] more : new String[][] {{"--no-checkpoint"}, {"--checkpoint", "other"}}) {
            UsageException refusal = assertThrows(UsageException.class, () -> resume(more));
            assertTrue(String.valueOf(refusal.getMessage()).contains(more[0]), refusal::toString);
        }
    }
}
