// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The packaged program, started by its launcher on the scanner's side of a lab. The launcher is the
 * file named by the system property {@code sonde.launcher}, else {@code sonde} in this folder or
 * the nearest one above that has it.
 *
 * <p>It ends with the lab at the latest: whoever closes the lab needs no hold on the process.
 */
final class SondeProcess {

    /** Longer than any run here takes. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String commandLine;
    private final Process process;
    private final Path out;
    private final Path err;
    private final long startNanos = System.nanoTime();
    private final SenderWait senderWait;
    private long peakResidentKib;

    private SondeProcess(String commandLine, Process process, Path out, Path err) {
        this.commandLine = commandLine;
        this.process = process;
        this.out = out;
        this.err = err;
        this.senderWait = new SenderWait(process.pid());
    }

    /** Starts the program, behind the words of a wrapper such as setpriv(1) if there are any. */
    static SondeProcess start(Lab lab, List<String> wrapper, List<String> arguments) {
        return start(lab, lab.file(""), wrapper, arguments);
    }

    /** As {@link #start(Lab, List, List)}, in a folder of its own, where its checkpoint will be. */
    static SondeProcess start(
            Lab lab, Path folder, List<String> wrapper, List<String> arguments) {
        int number = COUNT.incrementAndGet();
        Path out = lab.file("sonde-" + number + ".out");
        Path err = lab.file("sonde-" + number + ".err");
        // A shell that starts the tests in the background has SIGINT ignored, and children inherit
        // that.
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
        words.addAll(wrapper);
        words.add(launcher().toString());
        words.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(lab.scanner().command(words))
                            .directory(folder.toFile())
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            return new SondeProcess("sonde " + String.join(" ", arguments), process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path launcher() {
        String named = System.getProperty("sonde.launcher");
        if (named != null) {
            return Path.of(named);
        }
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("sonde"))) {
                return folder.resolve("sonde");
            }
        }
        throw new IllegalStateException("no launcher: give -Dsonde.launcher=FILE");
    }

    void interrupt() {
        Command.signal("INT", process.pid());
    }

    void terminate() {
        Command.signal("TERM", process.pid());
    }

    /** Sends a signal by its name without SIG. */
    void signal(String name) {
        Command.signal(name, process.pid());
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Its process and those it has started. */
    LongStream pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(ProcessHandle::pid);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How much processor time it has used so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** What it has printed on standard output so far. */
    String outSoFar() {
        return text(out);
    }

    /** What it has printed on standard error so far. */
    String errSoFar() {
        return text(err);
    }

    /** Waits for its end; one that doesn't end in time is killed and fails the test. */
    SondeResult await() {
        return await(LIMIT);
    }

    SondeResult await(Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        try {
            while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
                senderWait.look();
                peakResidentKib = Math.max(peakResidentKib, residentKib());
                if (System.nanoTime() - deadlineNanos > 0) {
                    kill();
                    process.waitFor();
                    throw new AssertionError(
                            "still running after " + limit + ": " + result().story());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return result();
    }

    private SondeResult result() {
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        return new SondeResult(
                commandLine,
                process.exitValue(),
                text(out),
                text(err),
                took,
                peakResidentKib,
                senderWait.heldUp());
    }

    /**
     * The most memory it, or a process it started, has had resident, by the kernel's own high-water
     * mark.
     */
    private long residentKib() {
        return pids().map(SondeProcess::highWaterKib).max().orElse(0);
    }

    private static long highWaterKib(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // gone meanwhile
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
