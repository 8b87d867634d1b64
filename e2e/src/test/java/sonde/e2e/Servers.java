// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The real servers of {@code e2e/servers}: all that are installed, started in one namespace of a
 * lab on their usual ports and on odd ones. They end with the lab.
 */
final class Servers {

    /** Some make their database first. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Path FOLDER = SondeProcess.launcher().resolveSibling("e2e/servers");

    /**
     * One service of a server.
     *
     * @param label as Sonde has to name it
     * @param inside as Sonde may name it besides, inside TLS
     * @param program a name on the PATH or a path, which may be a pattern
     */
    record Service(
            String server,
            String label,
            String inside,
            int usualPort,
            int oddPort,
            String program,
            String debianPackage) {

        private static Service of(String line) {
            String[] fields = line.split(" +");
            String nmapName = fields[4];
            return new Service(
                    fields[0],
                    fields[1],
                    nmapName.substring(nmapName.indexOf('/') + 1),
                    Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]),
                    fields[5],
                    fields[6]);
        }

        boolean isInstalled() {
            String script =
                    "PATH=$PATH:/usr/sbin:/sbin; for f in "
                            + program
                            + "; do command -v $f && exit; done; exit 1";
            return Command.run(List.of("sh", "-c", script)).exitCode() == 0;
        }

        List<Integer> ports() {
            return List.of(usualPort, oddPort);
        }

        @Override
        public String toString() {
            return label + " of " + server;
        }
    }

    private Servers() {}

    static List<Service> all() {
        return Json.read(FOLDER.resolve("table"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Service::of)
                .toList();
    }

    /** Starts the servers of these services, and returns once they listen on all ports. */
    static void start(Lab lab, Namespace namespace, List<Service> services) {
        Set<String> names =
                services.stream()
                        .map(Service::server)
                        .collect(Collectors.toCollection(TreeSet::new));
        names.forEach(name -> start(lab, namespace, name));
        Set<Integer> ports = ports(services);
        Await.until(
                LIMIT,
                "all servers listen: " + ports,
                () -> Listeners.in(namespace).containsAll(ports));
    }

    static Set<Integer> ports(List<Service> services) {
        return services.stream()
                .flatMap(service -> service.ports().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void start(Lab lab, Namespace namespace, String server) {
        List<String> words = List.of(FOLDER.resolve("start.sh").toString(), server);
        try {
            new ProcessBuilder(namespace.command(words))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log(lab, server).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server has written so far, for a failed test. */
    static String said(Lab lab, String server) {
        return Json.read(log(lab, server));
    }

    private static Path log(Lab lab, String server) {
        return lab.file("server-" + server + ".log");
    }

    /** What the banner must have in it, as the server's own program tells; empty if nothing. */
    static String says(String server) {
        return Command.must(FOLDER.resolve("start.sh").toString(), "says", server).strip();
    }
}
