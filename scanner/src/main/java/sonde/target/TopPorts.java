// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The TCP ports on which services are met most often, best first: {@code --top-ports}. The ranking
 * is the resource {@value #RESOURCE}, which says where it comes from; it is read when asked for.
 */
public final class TopPorts {

    /** How many ports are ranked. */
    public static final int COUNT = 1000;

    private static final String RESOURCE = "top-tcp-ports.txt";

    private TopPorts() {}

    /**
     * The best ports.
     *
     * @param count 1 to {@link #COUNT}
     * @throws IllegalArgumentException if it is outside
     */
    public static PortRanges first(int count) {
        if (count < 1 || count > COUNT) {
            throw new IllegalArgumentException(
                    "the ranking has 1 to " + COUNT + " ports, not " + count);
        }
        PortRanges.Builder ports = PortRanges.builder();
        for (int port : ranking(count)) {
            ports.add(port, port);
        }
        return ports.build();
    }

    /** The first {@code count} ports, best first. */
    static int[] ranking(int count) {
        InputStream in = TopPorts.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IllegalStateException("resource missing: " + RESOURCE);
        }
        int[] ranking = new int[count];
        int found = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine();
                    line != null && found < count;
                    line = reader.readLine()) {
                int space = line.indexOf(' ');
                if (space > 0 && line.charAt(0) != '#') {
                    ranking[found++] = Integer.parseInt(line.substring(0, space));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found < count) {
            throw new IllegalStateException(RESOURCE + " has " + found + " ports");
        }
        return ranking;
    }
}
