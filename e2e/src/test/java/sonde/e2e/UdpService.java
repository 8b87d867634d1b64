// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.file.Path;
import java.util.List;

/**
 * One line of {@code e2e/servers/udp-table}: a real server that answers over UDP.
 *
 * @param label as Sonde has to name it
 * @param families where it answers: {@code 4}, {@code 6} or both digits
 * @param when {@code always} or {@code full}
 * @param program a name on the PATH or a path
 */
record UdpService(
        String server,
        String label,
        int port,
        String families,
        String when,
        String program,
        String debianPackage) {

    private static final Path FOLDER = SondeProcess.launcher().resolveSibling("e2e/servers");
    private static final String SCRIPT = FOLDER.resolve("start-udp.sh").toString();

    /** All that are to be tested in this run. */
    static List<UdpService> all() {
        boolean isFull = Boolean.getBoolean("sonde.e2e.full");
        return Json.read(FOLDER.resolve("udp-table"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(UdpService::of)
                .filter(service -> isFull || service.when.equals("always"))
                .toList();
    }

    private static UdpService of(String line) {
        String[] fields = line.split(" +");
        return new UdpService(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                fields[4],
                fields[5],
                fields[6]);
    }

    boolean isInstalled() {
        String script = "PATH=$PATH:/usr/sbin:/sbin; command -v " + program;
        return Command.run(List.of("sh", "-c", script)).exitCode() == 0;
    }

    boolean answers(String address) {
        return families.contains(address.contains(":") ? "6" : "4");
    }

    void start(Lab lab, Namespace namespace) {
        UdpServers.start(lab, namespace, server, List.of(SCRIPT, server));
    }

    /** What its own client, run in a namespace, reads of it, a piece a line; may be none. */
    List<String> says(Namespace client, String address) {
        return client.must(SCRIPT, "asks", server, address)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return label + " of " + server;
    }
}
