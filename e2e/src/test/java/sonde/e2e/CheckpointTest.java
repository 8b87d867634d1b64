// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checkpoints that can't be kept, or gone on with: each is one line, and never a stack trace. */
@Tag("e2e")
class CheckpointTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHECKPOINT = "sonde.checkpoint";

    private static Lab lab;
    private static int count;

    private Path folder = Path.of("");

    @BeforeAll
    static void openLab() {
        Require.rootAnd("setpriv", "zstd");
        lab = Lab.routed();
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void makeFolder() throws IOException {
        count++;
        folder = Files.createDirectories(lab.file("folder-" + count));
    }

    @Test
    void runsWithANoteWhereItsFolderTakesNoCheckpoint() {
        SondeResult result =
                SondeProcess.start(
                                lab, Path.of("/proc"), List.of(), List.of(words("--wait 0", 5000)))
                        .await(SOON);
        assertEquals(0, result.exitCode(), result::story);
        List<String> notes =
                result.err().lines().filter(line -> line.startsWith("note: ")).toList();
        assertEquals(1, notes.size(), result::story);
        assertTrue(notes.getFirst().contains("--checkpoint FILE"), result::story);
    }

    @Test
    void keepsNothingWhereThatIsWished() {
        SondeProcess sonde = start("--no-checkpoint -oL found.list");
        awaitFile("found.list", sonde);
        assertFalse(Files.exists(folder.resolve(CHECKPOINT)));
        sonde.terminate();
        SondeResult result = sonde.await(SOON);
        assertTrue(result.err().contains("--resume-index"), result::story);
    }

    @Test
    void refusesACheckpointInAFolderThatIsNotThere() {
        refused(start("--checkpoint missing/place"), "missing/place");
    }

    @Test
    void refusesACheckpointThatIsNotThere() {
        refused(resume(), "no such file");
    }

    @Test
    void refusesACheckpointThatWasCutOrChangedOrIsOfAnotherVersion() throws IOException {
        Path checkpoint = killed();
        byte[] whole = Files.readAllBytes(checkpoint);
        String text = new String(whole, StandardCharsets.UTF_8);
        for (int length : new int[] {0, 1, 17, 18, whole.length / 2, whole.length - 2}) {
            Files.write(checkpoint, Arrays.copyOf(whole, length));
            refused(resume(), CHECKPOINT);
        }
        Files.writeString(checkpoint, text.replace("cursor = ", "cursor = 1"));
        refused(resume(), "its checksum does not fit");
        Files.writeString(
                checkpoint, text.replaceFirst("sonde-checkpoint 1", "sonde-checkpoint 9"));
        refused(resume(), "version 9");
        Files.write(checkpoint, new byte[4096]);
        refused(resume(), CHECKPOINT);
        Files.write(checkpoint, whole);
        SondeResult result = start("--resume " + CHECKPOINT + " --rate 5000 --wait 1").await();
        assertEquals(0, result.exitCode(), result::story);
    }

    @Test
    void refusesTargetsThatHaveChanged() throws IOException {
        Path targets = folder.resolve("targets");
        Files.writeString(targets, "198.18.0.0/22\n");
        kill(start("-iL targets -p81 --rate 500", List.of()));
        Files.writeString(targets, "198.18.0.0/22\n198.18.9.9\n");
        refused(resume(), "targets");
        Files.delete(targets);
        refused(resume(), "targets");
    }

    @Test
    void refusesToGoOnWithoutItsJournal() throws IOException {
        Path checkpoint = killed();
        Files.delete(checkpoint.resolveSibling(CHECKPOINT + ".journal"));
        refused(resume(), "journal");
    }

    @Test
    void refusesToGoOnWithAnOutputThatIsGoneOrShorter() throws IOException {
        kill(start("-oL found.list"));
        Path list = folder.resolve("found.list");
        byte[] whole = Files.readAllBytes(list);
        Files.write(list, Arrays.copyOf(whole, 5));
        refused(resume(), "found.list");
        Files.delete(list);
        refused(resume(), "found.list");
    }

    @Test
    void goesOnWithACompressedOutputBehindItsWholeFrames() throws IOException {
        kill(start("-oL found.list -oL found.list.zst"));
        Path packed = folder.resolve("found.list.zst");
        Files.write(packed, new byte[] {0x28, (byte) 0xb5, 0x2f}, StandardOpenOption.APPEND);
        SondeResult resumed = start("--resume " + CHECKPOINT + " --rate 5000 --wait 1").await();
        assertEquals(0, resumed.exitCode(), resumed::story);
        String expected = Files.readString(folder.resolve("found.list"));
        assertTrue(expected.lines().count() > 2, expected);
        assertEquals(expected, Command.must("zstd", "-dcq", packed.toString()));
    }

    @Test
    void keepsSeveralScansInOneFolderApart() {
        SondeProcess first = start("");
        awaitFile(CHECKPOINT, first);
        SondeProcess second = start("");
        awaitFile("sonde-2.checkpoint", second);
        refused(resume(), "another scan uses it");
        second.terminate();
        assertTrue(
                second.await(SOON)
                        .err()
                        .endsWith("go on with: sonde --resume sonde-2.checkpoint\n"));
        first.terminate();
        assertTrue(first.await(SOON).err().endsWith("sonde --resume sonde.checkpoint\n"));
    }

    /** A scan of 1024 targets, at 500 packets a second if nothing else is said. */
    private static String[] words(String more, int ratePps) {
        String common = "198.18.0.0/22 -p81 --show closed --rate " + ratePps;
        return (more.isEmpty() ? common : common + " " + more).split(" ");
    }

    private SondeProcess start(String more) {
        return start(more, more.startsWith("--resume") ? List.of() : List.of(words("", 500)));
    }

    private SondeProcess start(String more, List<String> before) {
        List<String> words = new ArrayList<>(before);
        if (!more.isEmpty()) {
            words.addAll(List.of(more.split(" ")));
        }
        return SondeProcess.start(lab, folder, List.of(), words);
    }

    private SondeProcess resume() {
        return start("--resume " + CHECKPOINT);
    }

    private void awaitFile(String name, SondeProcess sonde) {
        Await.until(
                SOON,
                name + " is there",
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return Files.exists(folder.resolve(name));
                });
    }

    private Path killed() {
        return kill(start(""));
    }

    private Path kill(SondeProcess sonde) {
        awaitFile(CHECKPOINT, sonde);
        sonde.kill();
        sonde.await();
        return folder.resolve(CHECKPOINT);
    }

    private static void refused(SondeProcess sonde, String reason) {
        SondeResult result = sonde.await(SOON);
        assertNotEquals(0, result.exitCode(), result::story);
        List<String> errors =
                result.err().lines().filter(line -> line.startsWith("sonde: ")).toList();
        assertEquals(1, errors.size(), result::story);
        assertTrue(errors.getFirst().contains(reason), result::story);
        assertFalse(result.err().contains("internal error"), result::story);
        assertFalse(result.err().contains("\tat "), result::story);
    }
}
