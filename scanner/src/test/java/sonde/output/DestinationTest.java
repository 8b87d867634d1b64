// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sonde.record.ScanRecord;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class DestinationTest {

    @TempDir Path folder;

    private static String failure(OutputFormat format, String destination) {
        OutputException e =
                assertThrows(
                        OutputException.class,
                        () -> format.open(destination, Records.SETTINGS, null));
        String message = String.valueOf(e.getMessage());
        assertEquals(1, message.lines().count());
        return message;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void refusesADirectory(OutputFormat format) {
        assertEquals(
                "cannot write " + folder + ": it is a directory: name a file in it",
                failure(format, folder.toString()));
    }

    @Test
    void namesTheDirectoryThatIsMissing() {
        Path missing = folder.resolve("a/b/results");
        assertEquals(
                "cannot write "
                        + missing
                        + ": there is no directory "
                        + missing.getParent()
                        + ": create it first",
                failure(OutputFormat.LIST, missing.toString()));
    }

    @Test
    void takesNoDirectoryForAFile() {
        String missing = folder.resolve("missing") + "/";
        assertEquals(
                "cannot write " + missing + ": it is a directory: name a file in it",
                failure(OutputFormat.LIST, missing));
        assertTrue(Files.notExists(folder.resolve("missing")));
    }

    @Test
    void givesAReasonWhereTheKernelHasNone() {
        assertTrue(Files.isDirectory(Path.of("/proc")));
        assertEquals(
                "cannot write /proc/results: no file can be there: choose another place",
                failure(OutputFormat.LIST, "/proc/results"));
    }

    @Test
    void saysThatAPathIsNone() {
        assertTrue(failure(OutputFormat.LIST, "a\0b").contains("it is no path ("));
    }

    @Test
    void saysThatPermissionIsDenied() throws IOException {
        Path file = Files.createFile(folder.resolve("locked"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "skipped: this user may write to anything");
        assertEquals(
                "cannot write " + file + ": permission denied: choose a place you may write to",
                failure(OutputFormat.LIST, file.toString()));
    }

    @Test
    void saysThatAFileSystemIsReadOnly() {
        Path file = Path.of("/proc/sonde-results");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: no /proc here");
        String message = failure(OutputFormat.JSON, file.toString());
        assertTrue(message.startsWith("cannot write " + file + ": "), message);
        assertTrue(message.endsWith(": choose another place"), message);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "JSON"})
    void aFullDeviceFailsWithItsName(OutputFormat format) {
        assertTrue(failure(format, "/dev/full").startsWith("disk full while writing /dev/full: "));
    }

    @Test
    void aFullDeviceFailsAtTheFirstFlush() throws IOException {
        RecordWriter writer = OutputFormat.NDJSON.open("/dev/full", Records.SETTINGS, null);
        writer.write(Records.PLAIN);
        assertThrows(OutputException.class, writer::flush);
        assertThrows(OutputException.class, writer::flush);
        writer.close();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void streamsToAFifo(OutputFormat format) throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Process cat = new ProcessBuilder("cat", fifo.toString()).start();
        List<ScanRecord> records = Records.random(6, 200);
        try (RecordWriter writer = format.open(fifo.toString(), Records.SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
        }
        try (InputStream read = cat.getInputStream()) {
            assertEquals(
                    Records.document(format, records),
                    Records.settled(new String(read.readAllBytes(), StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void tellsThatTheReaderOfAFifoIsGone() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Process head = new ProcessBuilder("head", "-n", "1", fifo.toString()).start();
        RecordWriter writer = OutputFormat.NDJSON.open(fifo.toString(), Records.SETTINGS, null);
        writer.write(Records.PLAIN);
        writer.flush();
        assertTrue(head.waitFor(30, TimeUnit.SECONDS));
        BrokenPipeException gone =
                assertThrows(
                        BrokenPipeException.class,
                        () -> {
                            writer.write(Records.PLAIN);
                            writer.flush();
                        });
        assertEquals("the reader of " + fifo + " is gone", gone.getMessage());
        writer.close();
    }

    @Test
    void standardOutputStaysOpen() throws IOException {
        // The formats that have nothing to say without a record: this is the test runner's output.
        OutputFormat.NDJSON.open("-", Records.SETTINGS, null).close();
        OutputFormat.INTERACTIVE.open("-", Records.SETTINGS, null).close();
        assertTrue(FileDescriptor.out.valid());
    }

    /**
     * Writes to a tmpfs of 64 KiB that only a child process has mounted, reached through the
     * child's root in /proc.
     */
    @ParameterizedTest
    @EnumSource(names = {"LIST", "JSON", "NDJSON", "XML", "GREPABLE", "UNICORNSCAN"})
    void leavesAWholeFileOnAFullDisk(OutputFormat format) throws Exception {
        Process holder =
                new ProcessBuilder(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=64k tmpfs \"$0\" && echo mounted && exec"
                                        + " cat",
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader lines = holder.inputReader()) {
            boolean mounted = "mounted".equals(lines.readLine());
            if (!mounted) {
                System.err.println("SKIPPED leavesAWholeFileOnAFullDisk: may not mount a tmpfs");
            }
            assumeTrue(mounted, "skipped: may not mount a tmpfs in a mount namespace");
            fillDisk(format, Path.of("/proc/" + holder.pid() + "/root" + folder + "/results"));
        } finally {
            holder.destroy();
            holder.waitFor();
        }
    }

    private static void fillDisk(OutputFormat format, Path file) throws IOException {
        List<ScanRecord> records = Records.random(12, 2000);
        RecordWriter writer = format.open(file.toString(), Records.SETTINGS, null);
        int flushed = 0;
        OutputException failure = null;
        try {
            for (ScanRecord record : records) {
                writer.write(record);
                writer.flush();
                flushed++;
            }
        } catch (OutputException e) {
            failure = e;
        }
        assertTrue(failure != null, "the disk never got full");
        assertTrue(String.valueOf(failure.getMessage()).startsWith("disk full while writing "));
        writer.close();
        String content = Records.settled(Files.readString(file));
        String expected = Records.document(format, records.subList(0, flushed));
        // Other formats lack their end; the bracket of a JSON file may stand alone at the end of a
        // page.
        String closing = Records.closing(format);
        String whole = (content + closing).replaceAll("(?m)^ +([],]$|<)", "$1").stripTrailing();
        assertEquals(expected, whole + "\n");
        assertTrue(content.length() > 60_000);
    }
}
