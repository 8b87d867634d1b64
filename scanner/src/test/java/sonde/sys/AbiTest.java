// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Every constant, size and offset of this package is what the C compiler makes of the kernel's
 * headers.
 */
class AbiTest {

    @ParameterizedTest
    @CsvSource({"abi-x86_64.txt, amd64", "abi-aarch64.txt, aarch64"})
    void agreesWithTheCompilersOutput(String resource, String architecture) throws Exception {
        Map<String, Long> expected = parse(read(resource));
        assertTrue(expected.size() > 300, "only " + expected.size() + " lines");
        assertSame(expected, declared(architecture));
    }

    @Test
    void checkedInOutputIsWhatThisCompilerSays(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(
                System.getProperty("os.arch", "").equals("amd64"),
                "SKIPPED: needs an x86-64 machine");
        Path source = directory.resolve("abi.c");
        Files.writeString(source, read("abi.c"));
        Path program = directory.resolve("abi");
        compareWithCompiler(source, program, "abi-x86_64.txt");
        compareWithCompiler(source, program, "abi-aarch64.txt", "-DGENERIC_CALLS");
    }

    private static void compareWithCompiler(
            Path source, Path program, String resource, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("cc", "-o", program.toString()));
        command.addAll(List.of(options));
        command.add(source.toString());
        String said;
        try {
            said = run(command);
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: no C compiler here: " + e.getMessage());
            return;
        }
        assertEquals("", said, "the compiler's messages");
        assertSame(parse(read(resource)), parse(run(List.of(program.toString()))));
    }

    /** Names only what differs: all of it would fill pages. */
    private static void assertSame(Map<String, Long> expected, Map<String, Long> actual) {
        Map<String, String> differences = new TreeMap<>();
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            if (!Objects.equals(expected.get(name), actual.get(name))) {
                differences.put(name, expected.get(name) + " in C, " + actual.get(name) + " here");
            }
        }
        assertEquals(Map.of(), differences);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running: " + command);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = AbiTest.class.getResourceAsStream("/abi/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Long> parse(String lines) {
        Map<String, Long> values = new TreeMap<>();
        lines.lines()
                .map(line -> line.split(" "))
                .forEach(words -> values.put(words[0], Long.parseLong(words[1])));
        return values;
    }

    /** Every number the package declares for others, and the numbers of its system calls. */
    private static Map<String, Long> declared(String architecture) throws Exception {
        Map<String, Long> values = new TreeMap<>();
        for (String className : classNames()) {
            for (Field field : Class.forName("sonde.sys." + className).getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean isNumber = field.getType() == int.class || field.getType() == long.class;
                if (Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers) && isNumber) {
                    values.put(
                            className + "." + field.getName(),
                            ((Number) field.get(null)).longValue());
                }
            }
        }
        for (Syscall call : Syscall.values()) {
            values.put("Syscall." + call.name(), (long) call.number("Linux", architecture));
        }
        return values;
    }

    private static Iterable<String> classNames() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Socket.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(classes.resolve("sonde/sys"), "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("Test") && !name.equals("package-info")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
