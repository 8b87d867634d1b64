// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One result as the program reported it. */
record Finding(String status, String address, int port) {

    private static final Pattern LINE =
            Pattern.compile("Discovered (\\w+) port (\\d+)/tcp on ([0-9a-f.:]+) *");
    private static final Pattern LIST_LINE =
            Pattern.compile("(\\w+) tcp (\\d+) ([0-9a-f.:]+) \\d{10}");

    /** Reads what stands on standard output; any other line there is an error. */
    static List<Finding> onStdout(SondeResult result) {
        return parse(LINE, result.out());
    }

    /** Reads a file written by {@code -oL}. */
    static List<Finding> inList(Path file) {
        try {
            String records =
                    Files.readString(file)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining());
            return parse(LIST_LINE, records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Finding> parse(Pattern pattern, String text) {
        List<Finding> findings = new ArrayList<>();
        for (String line : text.split("[\n\r]+")) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                findings.add(
                        new Finding(
                                matcher.group(1),
                                matcher.group(3),
                                Integer.parseInt(matcher.group(2))));
            } else if (!line.isBlank()) {
                throw new AssertionError("not a result line: '" + line + "'");
            }
        }
        return findings;
    }

    static List<String> addresses(List<Finding> findings) {
        return findings.stream().map(Finding::address).toList();
    }

    static Set<Integer> ports(List<Finding> findings, String status) {
        return findings.stream()
                .filter(finding -> finding.status.equals(status))
                .map(Finding::port)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The findings that are there more than once. */
    static Set<Finding> repeated(List<Finding> findings) {
        Set<Finding> seen = new HashSet<>();
        return findings.stream().filter(finding -> !seen.add(finding)).collect(Collectors.toSet());
    }
}
