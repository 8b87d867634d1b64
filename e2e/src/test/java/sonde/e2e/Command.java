// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs helper programs (ip, tshark, ss) to their end, never longer than a limit. */
final class Command {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How a program ended. */
    record Outcome(int exitCode, String out, String err) {}

    private Command() {}

    /** Runs a program that has to succeed. Returns its standard output. */
    static String must(List<String> words) {
        Outcome outcome = run(words);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(
                    String.join(" ", words)
                            + " ended with "
                            + outcome.exitCode()
                            + ": "
                            + outcome.err());
        }
        return outcome.out();
    }

    static String must(String... words) {
        return must(List.of(words));
    }

    /** Runs a program, whatever its exit code. */
    static Outcome run(List<String> words) {
        Path out = null;
        Path err = null;
        Process process = null;
        try {
            out = Files.createTempFile("sonde-e2e-", ".out");
            err = Files.createTempFile("sonde-e2e-", ".err");
            out.toFile().deleteOnExit();
            err.toFile().deleteOnExit();
            process =
                    new ProcessBuilder(words)
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(String.join(" ", words) + " ran over " + LIMIT);
            }
            return new Outcome(process.exitValue(), text(out), text(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            delete(out);
            delete(err);
        }
    }

    /** Sends a signal, named as kill(1) names it, to a process that may be gone already. */
    static void signal(String name, long pid) {
        run(List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
