// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which local TCP ports the host uses, and a choice of source ports it doesn't.
 *
 * <p>The kernel gives its own outgoing connections ports from {@code ip_local_port_range}; a probe
 * from one of these could take the answer to a connection of the host's, or a connection of the
 * host's the answer to a probe. So source ports come from outside that range, above it where there
 * is room, and never from a run of ports in which one is bound.
 *
 * @param ephemeralFirst first port of {@code ip_local_port_range}
 * @param ephemeralLast last port of it
 * @param reserved ports that the administrator keeps the kernel from giving away
 * @param bound ports that sockets of the host have
 */
record LocalPorts(int ephemeralFirst, int ephemeralLast, BitSet reserved, BitSet bound) {

    /** How many source ports a scan uses unless told otherwise. */
    static final int DEFAULT_COUNT = 64;

    static final int PORT_MAX = 65_535;
    private static final int UNPRIVILEGED_FIRST = 1024;
    private static final Path IPV4 = Path.of("/proc/sys/net/ipv4");

    /**
     * Reads the state of the network namespace this process is in; what can't be read counts as
     * unused.
     */
    static LocalPorts read() {
        int first = 32_768;
        int last = 60_999;
        String[] range = text(IPV4.resolve("ip_local_port_range")).strip().split("\t", -1);
        if (range.length == 2) {
            first = Integer.parseInt(range[0]);
            last = Integer.parseInt(range[1]);
        }
        BitSet reserved = new BitSet(PORT_MAX + 1);
        for (String item : text(IPV4.resolve("ip_local_reserved_ports")).strip().split(",", -1)) {
            if (!item.isEmpty()) {
                String[] ends = item.split("-", -1);
                reserved.set(
                        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        BitSet bound = new BitSet(PORT_MAX + 1);
        addBound(text(Path.of("/proc/net/tcp")), bound);
        addBound(text(Path.of("/proc/net/tcp6")), bound);
        return new LocalPorts(first, last, reserved, bound);
    }

    /**
     * Adds the local ports of a {@code /proc/net/tcp} table (proc_pid_net(5)). The number of a line
     * ends in a colon, behind it stands {@code hex:hex}. Searched rather than split at a pattern:
     * regular expressions are slow to begin with, and the table may have many lines.
     */
    static void addBound(String table, BitSet bound) {
        for (String line : table.split("\n", -1)) {
            int address = line.indexOf(": ") + 2;
            int port = line.indexOf(':', address) + 1;
            int end = line.indexOf(' ', port);
            if (address > 1 && port > 0 && end > 0) {
                bound.set(Integer.parseInt(line, port, end, 16));
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Chooses a run of ports.
     *
     * @param count how many, 1 to 1024
     * @return the first of them
     */
    int choose(int count, RandomGenerator random) {
        int chosen =
                chooseWithin(
                        Math.max(ephemeralLast + 1, UNPRIVILEGED_FIRST), PORT_MAX, count, random);
        if (chosen < 0) {
            chosen = chooseWithin(UNPRIVILEGED_FIRST, ephemeralFirst - 1, count, random);
        }
        if (chosen < 0) {
            chosen = chooseWithin(UNPRIVILEGED_FIRST, PORT_MAX, count, random);
        }
        return chosen < 0 ? PORT_MAX - count + 1 : chosen;
    }

    /**
     * What speaks against the source ports that the user chose, a line each.
     *
     * @param first the first of them
     * @param last the last of them
     */
    List<String> conflicts(int first, int last) {
        List<String> lines = new ArrayList<>();
        int taken = bound.nextSetBit(first);
        if (taken >= 0 && taken <= last) {
            lines.add(
                    "note: --source-port: a socket of this host has port "
                            + taken
                            + ", and may not hear its peers while the scan runs; choose ports that"
                            + " nobody uses, or leave --source-port out");
        }
        int open = reserved.nextClearBit(Math.max(first, ephemeralFirst));
        if (open <= Math.min(last, ephemeralLast)) {
            lines.add(
                    "note: --source-port: connections of this host may get port "
                            + open
                            + " meanwhile, as net.ipv4.ip_local_port_range is "
                            + ephemeralFirst
                            + '-'
                            + ephemeralLast
                            + "; choose ports outside, or leave --source-port out");
        }
        return lines;
    }

    /**
     * A random free run within first..last, or -1: the first free one at or after a random place,
     * else before it.
     */
    private int chooseWithin(int first, int last, int count, RandomGenerator random) {
        int places = last - first + 1 - count + 1;
        if (places <= 0) {
            return -1;
        }
        BitSet used = (BitSet) reserved.clone();
        used.or(bound);
        int start = random.nextInt(places);
        for (int i = 0; i < places; i++) {
            int candidate = first + (start + i) % places;
            int taken = used.nextSetBit(candidate);
            if (taken < 0 || taken >= candidate + count) {
                return candidate;
            }
        }
        return -1;
    }
}
