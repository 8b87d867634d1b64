// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a server said, as the program reported it.
 *
 * @param text with what can't be shown escaped, as it stands in the file
 */
record Banner(String address, int port, String label, String text) {

    private static final String FIELDS =
            "select(.rec_type == \"banner\")"
                    + " | [.ip, .port, .data.service_name, .data.banner] | @tsv";

    /** Reads a file written by {@code -oD}; fails unless all of it is JSON. */
    static List<Banner> inLines(Path file) {
        return Json.query(file, FIELDS, "-r")
                .lines()
                .map(line -> line.split("\t", -1))
                .map(fields ->
                        new Banner(fields[0], Integer.parseInt(fields[1]), fields[2], fields[3]))
                .toList();
    }

    /** How often each address has a banner of the label. */
    static Map<String, Long> countByAddress(List<Banner> banners, String label) {
        return banners.stream()
                .filter(banner -> banner.label.equals(label))
                .collect(Collectors.groupingBy(Banner::address, Collectors.counting()));
    }

    static List<Banner> onPort(List<Banner> banners, int port) {
        return banners.stream().filter(banner -> banner.port == port).toList();
    }
}
