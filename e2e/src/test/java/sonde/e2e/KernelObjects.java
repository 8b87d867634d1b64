// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The BPF programs, maps and links that some processes hold, by the kernel's numbers for them. The
 * kernel gives a number again only when it has been through two thousand millions of them.
 */
record KernelObjects(Set<KernelObject> all) {

    /** How the kernel tells of them in {@code /proc/PID/fdinfo}. */
    private static final Pattern ID = Pattern.compile("(prog|map|link)_id:\\s*(\\d+)");

    /**
     * One of them.
     *
     * @param kind as bpftool(8) names it: {@code prog}, {@code map} or {@code link}
     */
    record KernelObject(String kind, long id) implements Comparable<KernelObject> {

        boolean isThere() {
            List<String> words = List.of("bpftool", kind, "show", "id", Long.toString(id));
            return Command.run(words).exitCode() == 0;
        }

        @Override
        public int compareTo(KernelObject other) {
            int order = kind.compareTo(other.kind);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }

    /** Reads what processes hold at this moment. */
    static KernelObjects heldBy(LongStream pids) {
        Set<KernelObject> all = new TreeSet<>();
        pids.forEach(pid -> {
            try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
                files.forEach(file -> add(all, file));
            } catch (IOException e) {
                // The process has ended, and holds nothing.
            }
        });
        return new KernelObjects(all);
    }

    private static void add(Set<KernelObject> all, Path file) {
        try {
            Matcher matcher = ID.matcher(Files.readString(file));
            while (matcher.find()) {
                all.add(new KernelObject(matcher.group(1), Long.parseLong(matcher.group(2))));
            }
        } catch (IOException e) {
            // Closed meanwhile.
        }
    }

    boolean has(String kind) {
        return all.stream().anyMatch(object -> object.kind().equals(kind));
    }

    /** Those that the kernel still has. */
    List<KernelObject> left() {
        return all.stream().filter(KernelObject::isThere).toList();
    }
}
