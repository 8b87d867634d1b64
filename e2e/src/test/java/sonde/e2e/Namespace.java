// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace of this test run. Its name holds the pid of the run, so that a later run can
 * tell leftovers (their pid is dead) from the namespaces of a run going on beside it.
 */
final class Namespace {

    private static final Pattern NAME = Pattern.compile("sonde-e2e-(\\d+)-\\d+[ab]");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    /** Makes two namespaces with loopback up and nothing else. */
    static List<Namespace> createPair() {
        String prefix =
                "sonde-e2e-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        return List.of(create(prefix + "a"), create(prefix + "b"));
    }

    private static Namespace create(String name) {
        Namespace namespace = new Namespace(name);
        Command.must("ip", "netns", "add", name);
        namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1);
        namespace.ip("link", "set", "lo", "up");
        return namespace;
    }

    /**
     * Gives it IPv6, which it is made without. Addresses are valid at once, without a search for
     * duplicates, and no router is asked for.
     */
    void enableIpv6() {
        must(
                "sh",
                "-c",
                "cd /proc/sys/net/ipv6/conf && for d in *; do echo 0 >$d/accept_dad;"
                        + " echo 0 >$d/router_solicitations; done; echo 0 >all/disable_ipv6");
    }

    /** Removes what runs that were killed have left behind. */
    static void removeLeftovers() {
        for (String line : Command.must("ip", "netns", "list").lines().toList()) {
            Matcher matcher = NAME.matcher(line);
            if (matcher.lookingAt() && !Files.exists(Path.of("/proc", matcher.group(1)))) {
                new Namespace(matcher.group()).delete();
            }
        }
    }

    String name() {
        return name;
    }

    /** The words that run a program in here. */
    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(words);
        return all;
    }

    /** Runs a program in here to its end. Returns its standard output. */
    String must(String... words) {
        return Command.must(command(List.of(words)));
    }

    /** Runs ip(8) on this namespace. */
    String ip(String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "-n", name));
        all.addAll(List.of(words));
        return Command.must(all);
    }

    /** Sets a kernel parameter in here, where this kernel has it. */
    void sysctl(String key, int value) {
        must(
                "sh",
                "-c",
                "f=/proc/sys/" + key.replace('.', '/') + "; [ ! -e $f ] || echo " + value + " >$f");
    }

    /** Ends every program in here, then the namespace and its interfaces with it. */
    void delete() {
        Await.until(
                Duration.ofSeconds(10),
                "end of the programs in " + name,
                () -> {
                    List<String> pids =
                            Command.run(List.of("ip", "netns", "pids", name))
                                    .out()
                                    .lines()
                                    .toList();
                    pids.forEach(pid -> Command.signal("KILL", Long.parseLong(pid.strip())));
                    return pids.isEmpty();
                });
        Command.must("ip", "netns", "del", name);
    }
}
