// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A scan whose disk is full waits for room, and goes on as if nothing had been. */
@Tag("e2e")
class DiskFullTest {

    private static final int ADDRESS_COUNT = 4096;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String RESULTS = "-oL found.list -oJ found.json -oX found.xml";
    private static final String RESUME = "--resume sonde.checkpoint --rate 4000 --wait 1";

    /** Less than the results and the journal need. */
    private static final String SIZE = "256k";

    @BeforeAll
    static void needs() {
        Require.rootAnd("nsenter", "unshare", "jq");
    }

    @Test
    void goesOnExactlyWhenThereIsRoom() {
        try (Lab lab = Lab.routed()) {
            Disk disk = new Disk(lab);
            SondeProcess sonde = disk.start(scan(RESULTS));
            awaitPause(sonde);
            disk.makeRoom();
            assertComplete(disk, sonde.await());
        }
    }

    @Test
    void goesOnExactlyAfterItWasKilledWhileItWaited() {
        try (Lab lab = Lab.routed()) {
            Disk disk = new Disk(lab);
            SondeProcess sonde = disk.start(scan(RESULTS));
            awaitPause(sonde);
            sonde.kill();
            sonde.await();
            disk.makeRoom();
            assertComplete(disk, disk.start(RESUME).await());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void endsAtCtrlCWhileItWaitsAndIsResumed() {
        try (Lab lab = Lab.routed()) {
            Disk disk = new Disk(lab);
            SondeProcess sonde = disk.start(scan(RESULTS));
            awaitPause(sonde);
            sonde.interrupt();
            sonde.interrupt();
            SondeResult ended = sonde.await(SOON);
            assertTrue(ended.exitCode() != 0, ended::story);
            assertTrue(ended.err().contains("sonde --resume sonde.checkpoint"), ended::story);
            disk.makeRoom();
            assertComplete(disk, disk.start(RESUME).await());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sonde.e2e.full", matches = "true")
    void waitsForRoomForACaptureToo() {
        try (Lab lab = Lab.routed()) {
            Disk disk = new Disk(lab);
            Path list = lab.file("found.list");
            SondeProcess sonde =
                    disk.start(
                            scan("--pcap answers.pcap -oL " + list + " --checkpoint ")
                                    + lab.file("kept"));
            awaitPause(sonde);
            disk.makeRoom();
            SondeResult result = sonde.await();
            assertEquals(0, result.exitCode(), result::story);
            assertEquals(ADDRESS_COUNT, Finding.inList(list).size(), result::story);
        }
    }

    private static String scan(String more) {
        return "198.18.0.0/20 -p81 --show closed --rate 4000 --wait 1 " + more;
    }

    /** Waits until the scan has said so, in one line. */
    private static void awaitPause(SondeProcess sonde) {
        Await.until(
                SOON,
                "the scan waits",
                () -> {
                    assertTrue(sonde.isAlive(), () -> "runs on: " + sonde.errSoFar());
                    return sonde.errSoFar().contains("paused: ");
                });
        List<String> notes =
                sonde.errSoFar().lines().filter(line -> line.startsWith("paused: ")).toList();
        assertEquals(1, notes.size(), sonde::errSoFar);
        assertTrue(
                notes.getFirst().matches(".*(disk full|No space left on device).*"),
                sonde::errSoFar);
    }

    private static void assertComplete(Disk disk, SondeResult result) {
        assertEquals(0, result.exitCode(), result::story);
        Path folder = disk.copy();
        List<String> found = Finding.addresses(Finding.inList(folder.resolve("found.list")));
        assertEquals(ADDRESS_COUNT, found.size(), result::story);
        Check.sameElements(Addresses.first(ADDRESS_COUNT), found, result::story);
        for (ResultFormat format : List.of(ResultFormat.JSON, ResultFormat.XML)) {
            List<String> targets = format.read(folder).targets();
            assertEquals(ADDRESS_COUNT, targets.size(), format + " " + result.story());
            assertEquals(ADDRESS_COUNT, targets.stream().distinct().count(), result::story);
        }
        assertTrue(Files.notExists(folder.resolve("sonde.checkpoint")), result::story);
    }

    /** A small disk that only programs started by it see; it ends with the lab. */
    private static final class Disk {
        private final Lab lab;
        private final Path folder;
        private final Process holder;

        Disk(Lab lab) {
            this.lab = lab;
            folder = lab.file("disk");
            Path ready = lab.file("ready");
            String script =
                    "mount -t tmpfs -o size="
                            + SIZE
                            + " sonde-e2e "
                            + folder
                            + " && echo >"
                            + ready
                            + " && exec sleep 300";
            try {
                Files.createDirectories(folder);
                holder =
                        new ProcessBuilder(
                                        lab.scanner()
                                                .command(
                                                        List.of(
                                                                "unshare", "-m", "sh", "-c",
                                                                script)))
                                .redirectInput(new File("/dev/null"))
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Await.until(SOON, "the disk is there", () -> Files.exists(ready));
        }

        private List<String> inside() {
            return List.of(
                    "nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "--wdns=" + folder);
        }

        SondeProcess start(String words) {
            return SondeProcess.start(lab, inside(), List.of(words.split(" ")));
        }

        void makeRoom() {
            must("mount", "-o", "remount,size=16m", folder.toString());
        }

        /** A copy of what is on it, where this process sees it. */
        Path copy() {
            Path copy = lab.file("copy");
            must("cp", "-r", ".", copy.toString());
            return copy;
        }

        private void must(String... words) {
            List<String> all = new ArrayList<>(inside());
            all.addAll(List.of(words));
            Command.must(all);
        }
    }
}
