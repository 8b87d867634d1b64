// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A class of these tests run as a process of its own, in a namespace of a lab. It ends with the
 * lab.
 */
final class JavaProgram {

    private static final String READY = "ready";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private JavaProgram() {}

    /** Starts the main method of a class, and returns once it has called {@link #sayReady}. */
    static void start(Lab lab, Namespace namespace, Class<?> main, String... arguments) {
        String name = main.getSimpleName();
        Path out = lab.file(name + "-" + COUNT.incrementAndGet() + ".out");
        try {
            Process process =
                    new ProcessBuilder(namespace.command(words(main, arguments)))
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            Await.until(
                    LIMIT,
                    name + " is ready",
                    () -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(name + " ended: " + Json.read(out));
                        }
                        return Json.read(out).startsWith(READY);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the program: from here on it does what it is there for. */
    static void sayReady() {
        System.out.println(READY);
    }

    private static List<String> words(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes(main).toString(),
                        main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    private static Path classes(Class<?> main) {
        try {
            return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
