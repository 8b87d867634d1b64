// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The ports on which services are met most often, best first: {@code --top-ports}. The rankings are
 * the resources {@value #TCP_RESOURCE} and {@value #UDP_RESOURCE}, which say where they come from;
 * they are read when asked for.
 */
public final class TopPorts {

    /** How many TCP ports are ranked. */
    public static final int COUNT = 1000;

    /** How many UDP ports are ranked. */
    public static final int UDP_COUNT = 272;

    private static final String TCP_RESOURCE = "top-tcp-ports.txt";
    private static final String UDP_RESOURCE = "top-udp-ports.txt";

    private TopPorts() {}

    /**
     * The best TCP ports.
     *
     * @param count 1 to {@link #COUNT}
     * @throws IllegalArgumentException if it is outside
     */
    public static PortRanges first(int count) {
        return best(count, COUNT, TCP_RESOURCE);
    }

    /**
     * The best UDP ports.
     *
     * @param count 1 to {@link #UDP_COUNT}
     * @throws IllegalArgumentException if it is outside
     */
    public static PortRanges udp(int count) {
        return best(count, UDP_COUNT, UDP_RESOURCE);
    }

    private static PortRanges best(int count, int max, String resource) {
        if (count < 1 || count > max) {
            throw new IllegalArgumentException(
                    "the ranking has 1 to " + max + " ports, not " + count);
        }
        PortRanges.Builder ports = PortRanges.builder();
        for (int port : ranking(resource, count)) {
            ports.add(port, port);
        }
        return ports.build();
    }

    /** The first {@code count} TCP ports, best first. */
    static int[] ranking(int count) {
        return ranking(TCP_RESOURCE, count);
    }

    /** The first {@code count} UDP ports, best first. */
    static int[] udpRanking(int count) {
        return ranking(UDP_RESOURCE, count);
    }

    private static int[] ranking(String resource, int count) {
        InputStream in = TopPorts.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("resource missing: " + resource);
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
            throw new IllegalStateException(resource + " has " + found + " ports");
        }
        return ranking;
    }
}
