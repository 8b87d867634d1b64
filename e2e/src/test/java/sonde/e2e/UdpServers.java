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

/** Servers over UDP in a namespace of a lab. They end with the lab. */
final class UdpServers {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private UdpServers() {}

    /** dnsmasq, on port 53 of all addresses, which answers for itself and knows no other server. */
    static void startDnsmasq(Lab lab, Namespace namespace) {
        start(
                lab,
                namespace,
                "dnsmasq",
                List.of(
                        "dnsmasq",
                        "-k",
                        "-C",
                        "/dev/null",
                        "-p",
                        "53",
                        "-R",
                        "-h",
                        "-u",
                        "root",
                        "-x",
                        lab.file("dnsmasq.pid").toString(),
                        "-8",
                        "-"));
        awaitPorts(namespace, Set.of(53));
    }

    /** Starts a program; what it says goes to a file of the lab. */
    static void start(Lab lab, Namespace namespace, String name, List<String> words) {
        try {
            new ProcessBuilder(namespace.command(words))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log(lab, name).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said so far. */
    static String said(Lab lab, String name) {
        return Json.read(log(lab, name));
    }

    private static Path log(Lab lab, String name) {
        return lab.file("udp-" + name + ".log");
    }

    /** Returns once there is a socket for each of these ports. */
    static void awaitPorts(Namespace namespace, Set<Integer> ports) {
        Await.until(
                LIMIT, "all servers listen: " + ports, () -> bound(namespace).containsAll(ports));
    }

    /** The UDP ports that sockets are bound to, as ss(8) sees them. */
    static Set<Integer> bound(Namespace namespace) {
        Set<Integer> ports = new TreeSet<>();
        for (String line : namespace.must("ss", "-lunH").lines().toList()) {
            String local = line.strip().split("\\s+")[3];
            ports.add(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1)));
        }
        return ports;
    }
}
