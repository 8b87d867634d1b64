// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.engine.ScanException;
import sonde.engine.ScanOptions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

final class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<ScanOptions> ran = new ArrayList<>();

    private ExitCode run(String... args) {
        return run(
                options -> {
                    ran.add(options);
                    return ExitCode.FINISHED;
                },
                args);
    }

    private ExitCode run(ScanRunner runner, String... args) {
        return new Main(out, err, runner).run(List.of(args));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runsScans() {
        assertEquals(ExitCode.FINISHED, run("-p80", "198.18.0.1"));
        assertEquals(List.of("198.18.0.1"), ran.getFirst().targets);
        assertEquals(ExitCode.FINISHED, run("--iflist"));
        assertTrue(ran.getLast().listInterfaces);
        assertEquals("", printed() + complained());
    }

    @Test
    void saysWhatOfAPausedFileDoesNotHold(@TempDir Path directory) throws IOException {
        String text = "# resume information\nresume-index = 5\nports = 80\nrange = 198.18.0.1\n";
        Path file = Files.writeString(directory.resolve("paused.conf"), text);
        assertEquals(ExitCode.FINISHED, run("--resume", file.toString()));
        assertEquals(0, ran.getFirst().resumeIndex);
        assertEquals(
                file
                        + ":2: resume-index is of masscan's order, which is not Sonde's: all is"
                        + " scanned again\n",
                complained());
        err.reset();
        assertEquals(ExitCode.FINISHED, run("--resume", file.toString(), "--status-json"));
        assertTrue(complained().matches("\\{\"note\":\".*again\"}\n"), complained());
    }

    @Test
    void helpsWithoutAScan() {
        assertEquals(ExitCode.FINISHED, run("--help"));
        assertEquals(Help.page(), printed());
        assertEquals(ExitCode.USAGE, run());
        assertEquals(Help.brief(), complained());
        assertEquals(List.of(), ran);
    }

    @Test
    void printsVersions() {
        assertEquals(ExitCode.FINISHED, run("-V"));
        String[] lines = printed().split("\n", -1);
        assertTrue(lines[0].matches("sonde \\S.*"), printed());
        assertTrue(lines[1].startsWith("Java " + Runtime.version().feature()), printed());
        assertTrue(lines[2].startsWith("Linux "), printed());
    }

    @Test
    void echoes() {
        assertEquals(ExitCode.FINISHED, run("--echo", "-p80"));
        assertTrue(printed().startsWith("# PORTS\nports = 80\n"), printed());
        assertEquals(List.of(), ran);
    }

    @Test
    void explainsWrongUse() {
        assertEquals(ExitCode.USAGE, run("--rate=\033"));
        assertEquals(
                "sonde: --rate: \"\\x1b\" contains a control character; remove it\n", complained());
    }

    @ParameterizedTest
    @CsvSource({"INPUT,USAGE", "HOST,HOST", "OUTPUT,OUTPUT", "LINK,LINK"})
    void tellsWhoseFaultItIs(ScanException.Cause cause, ExitCode code) {
        ScanRunner runner =
                _ -> {
                    throw new ScanException(cause, "no \033 route");
                };
        assertEquals(code, run(runner, "-p80", "198.18.0.1"));
        assertEquals("sonde: no \\x1b route\n", complained());
    }

    @Test
    void neverShowsAStackTrace() {
        ScanRunner faulty =
                _ -> {
                    throw new IllegalStateException("oh\nno");
                };
        assertEquals(ExitCode.INTERNAL, run(faulty, "-p80", "198.18.0.1"));
        assertEquals(
                "sonde: internal error: IllegalStateException: oh\\x0ano; please report\n",
                complained());
        err.reset();
        ScanRunner hungry =
                _ -> {
                    throw new OutOfMemoryError("Java heap space");
                };
        assertEquals(ExitCode.HOST, run(hungry, "-p80", "198.18.0.1"));
        assertTrue(complained().startsWith("sonde: out of memory; "), complained());
    }

    @Test
    void isQuietWhenTheReaderIsGone() {
        assertEquals(
                ExitCode.FINISHED,
                new Main(failing("Broken pipe"), err, _ -> ExitCode.FINISHED).run(List.of("-h")));
        assertEquals("", complained());
    }

    /** The real process, with what only it has: file descriptors, environment, exit status. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--help > /dev/full; echo $?"
                        + " | sonde: can't write to standard output: No space left on device#4",
                "--help | true",
                "--rate=x; echo $? | sonde: --rate: \"x\" is not a number; give 0.01 to 1G"
                        + " packets a second, such as 1000, 10k or 1.5M#2",
                "--version >&- 2>&-; echo $? | 4",
            })
    void isAWellBehavedProcess(String command, String expected) throws Exception {
        boolean piped = expected.equals("true");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script =
                "\"$0\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$1\" sonde.cli.Main "
                        + command
                        + (piped ? " | true" : "");
        Process process =
                new ProcessBuilder("sh", "-c", script, java, System.getProperty("java.class.path"))
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(piped ? "" : expected, text.strip().replace('\n', '#'));
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
