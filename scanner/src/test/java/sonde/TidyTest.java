// SPDX-License-Identifier: Apache-2.0
package sonde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keeps the source tree tidy: what a review should not have to look for. */
class TidyTest {

    private static final int LINES_MAX = 800;
    private static final int LINES_WITHOUT_REASON = 500;

    /** Java files between the two limits, and why they are that long. */
    private static final Map<String, String> LONG_FILES = Map.of();

    /** Packages without a test of their own, and why. */
    private static final Map<String, String> UNTESTED_PACKAGES = Map.of();

    private static final String SPDX = "SPDX-License-Identifier: Apache-2.0";

    // Written so that this file does not match itself.
    private static final Pattern POSTPONED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern UNSAFE =
            Pattern.compile("\\b(sun|jdk\\.internal)\\.misc\\.Uns" + "afe\\b");
    private static final Pattern OWN_MACHINE =
            Pattern.compile("(?<![\\w.~])/(work|home|Users)" + "/\\w");

    private static final Set<String> BINARY =
            Set.of("bin", "pcap", "pcapng", "png", "gif", "ico", "gz", "jar", "zst");

    /** Path from the root of the clone, with slashes, to the file's lines; text files only. */
    private static final Map<String, List<String>> FILES = new HashMap<>();

    private static Path root = Path.of("");

    @BeforeAll
    static void readTheTree() throws IOException {
        root = findRoot();
        for (String name : names()) {
            Path file = root.resolve(name);
            String extension = name.substring(name.lastIndexOf('.') + 1);
            if (!BINARY.contains(extension) && Files.isRegularFile(file)) {
                try {
                    FILES.put(name, Files.readAllLines(file));
                } catch (CharacterCodingException _) {
                    // A test's input that is no text, whatever its name.
                }
            }
        }
        assertTrue(FILES.containsKey("pom.xml") && javaFiles().size() > 20, "tree not found");
    }

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            assertTrue(folder != null, "tests run inside the clone");
        }
        return folder;
    }

    /** What git tracks or would; in an unpacked archive, all files but those that are built. */
    private static List<String> names() throws IOException {
        if (Files.exists(root.resolve(".git"))) {
            Process git =
                    new ProcessBuilder(
                                    "git",
                                    "-c",
                                    "safe.directory=*",
                                    "ls-files",
                                    "-z",
                                    "--cached",
                                    "--others",
                                    "--exclude-standard")
                            .directory(root.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String names;
            try (InputStream out = git.getInputStream()) {
                names = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!names.isEmpty()) {
                return List.of(names.split("\0"));
            }
        }
        Pattern built = Pattern.compile("\\.git/.*|([^/]+/)?target/.*");
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.map(path -> root.relativize(path).toString())
                    .filter(name -> !built.matcher(name).matches())
                    .toList();
        }
    }

    private static Map<String, List<String>> javaFiles() {
        Map<String, List<String>> java = new HashMap<>(FILES);
        java.keySet().removeIf(name -> !name.endsWith(".java"));
        return java;
    }

    @Test
    void noJavaFileIsTooLong() {
        Set<String> found = new TreeSet<>();
        javaFiles()
                .forEach((name, lines) -> {
                    boolean tooLong =
                            lines.size() > LINES_MAX
                                    || (lines.size() > LINES_WITHOUT_REASON
                                            && !LONG_FILES.containsKey(name));
                    if (tooLong) {
                        found.add(name + ": " + lines.size() + " lines");
                    }
                });
        assertEquals(Set.of(), found, "split these, or say in LONG_FILES why up to 800 are right");
    }

    @Test
    void everyLongFileStillIsOne() {
        Set<String> found = new TreeSet<>(LONG_FILES.keySet());
        found.removeIf(name -> FILES.getOrDefault(name, List.of()).size() > LINES_WITHOUT_REASON);
        assertEquals(Set.of(), found, "no longer long: take these off LONG_FILES");
    }

    @Test
    void everySourceNamesItsLicence() {
        Set<String> found = new TreeSet<>();
        FILES.forEach((name, lines) -> {
            boolean java = name.endsWith(".java");
            boolean script = isScript(name);
            String expected = (java ? "// " : "# ") + SPDX;
            if ((java || script) && !expected.equals(line(lines, java ? 0 : 1))) {
                found.add(name);
            }
        });
        assertEquals(Set.of(), found, "first line of Java, second of scripts: " + SPDX);
    }

    @Test
    void everyScriptSaysWhatRunsIt() {
        Set<String> found = new TreeSet<>();
        FILES.forEach((name, lines) -> {
            if (isScript(name) && !line(lines, 0).matches("#!/(bin/(ba)?sh|usr/bin/env .+)")) {
                found.add(name);
            }
        });
        assertEquals(Set.of(), found);
        assertTrue(isScript("sonde") && isScript("test"), "launcher and test command are here");
    }

    @Test
    void noTabsAndNoTrailingBlanks() {
        assertNoLine(
                TidyTest::isSource,
                line -> line.indexOf('\t') >= 0 || line.endsWith(" "),
                "tabs or trailing blanks");
    }

    @Test
    void nothingIsPutOff() {
        assertNoLine(_ -> true, line -> POSTPONED.matcher(line).find(), "belongs into an issue");
    }

    @Test
    void nothingUsesUnsafe() {
        assertNoLine(
                name -> name.endsWith(".java"), line -> UNSAFE.matcher(line).find(), "no Unsafe");
    }

    @Test
    void nothingKnowsTheMachineItWasWrittenOn() {
        assertNoLine(_ -> true, line -> OWN_MACHINE.matcher(line).find(), "absolute path");
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> found = new TreeSet<>();
        for (String folder : packagesOf("scanner/src/main/java/")) {
            List<String> info = FILES.get("scanner/src/main/java/" + folder + "/package-info.java");
            if (info == null || !info.contains("@NullMarked")) {
                found.add(folder);
            }
        }
        assertEquals(Set.of(), found, "needs a package-info.java with @NullMarked");
    }

    @Test
    void everyPackageHasTests() {
        Set<String> untested = packagesOf("scanner/src/main/java/");
        untested.removeAll(packagesOf("scanner/src/test/java/"));
        untested.removeIf(UNTESTED_PACKAGES::containsKey);
        assertEquals(Set.of(), untested, "no test class there");
    }

    /** Folders below one that have a class in them; among tests, a class that is a test. */
    private static Set<String> packagesOf(String top) {
        boolean tests = top.contains("/test/");
        Set<String> packages = new TreeSet<>();
        for (String name : javaFiles().keySet()) {
            boolean counts = tests ? name.endsWith("Test.java") : !name.endsWith("-info.java");
            if (name.startsWith(top) && counts && name.lastIndexOf('/') >= top.length()) {
                packages.add(name.substring(top.length(), name.lastIndexOf('/')));
            }
        }
        return packages;
    }

    private static void assertNoLine(
            Predicate<String> ofFile, Predicate<String> matches, String why) {
        List<String> found = new ArrayList<>();
        FILES.forEach((name, lines) -> {
            for (int i = 0; ofFile.test(name) && i < lines.size(); i++) {
                if (matches.test(lines.get(i))) {
                    found.add(name + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        });
        assertEquals(List.of(), found, why);
    }

    private static boolean isSource(String name) {
        return name.endsWith(".java") || name.endsWith(".xml") || isScript(name);
    }

    private static boolean isScript(String name) {
        return name.endsWith(".sh")
                || (FILES.containsKey(name) && Files.isExecutable(root.resolve(name)));
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }
}
