// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One status as the program reported it, with all that its evidence has.
 *
 * @param from who sent an ICMP error in place of the target, or empty
 * @param icmp type and code with a slash between, or empty
 * @param rttMicros from probe to answer in microseconds, or empty
 */
record Reported(
        String address,
        String protocol,
        int port,
        String status,
        String reason,
        String ttl,
        String from,
        String icmp,
        String rttMicros,
        String mac,
        String vendor) {

    private static final String FIELDS =
            "select(.rec_type == \"status\") | [.ip, .proto, .port, .data.status, .data.reason,"
                    + " .data.ttl, .data.from, .data.icmp, .data.rtt_us, .data.mac, .data.vendor]"
                    + " | @tsv";

    /** Reads a file written by {@code -oD}; fails unless all of it is JSON. */
    static List<Reported> inLines(Path file) {
        return Json.query(file, FIELDS, "-r").lines().map(Reported::of).toList();
    }

    private static Reported of(String line) {
        String[] fields = line.split("\t", -1);
        return new Reported(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                fields[4],
                fields[5],
                fields[6],
                fields[7],
                fields[8],
                fields[9],
                fields[10]);
    }

    /** What was probed. */
    String target() {
        return address + " " + protocol + "/" + port;
    }

    /** What was probed and found, with what it rests on. */
    String finding() {
        String numbers = icmp.isEmpty() ? "" : " " + icmp;
        String sender = from.isEmpty() ? "" : " from " + from;
        return target() + " " + status + " " + reason + numbers + sender;
    }

    /** What was probed and found. */
    String verdict() {
        return target() + " " + status;
    }

    static Set<String> findings(List<Reported> all) {
        Set<String> findings = new TreeSet<>();
        all.forEach(each -> findings.add(each.finding()));
        return findings;
    }
}
