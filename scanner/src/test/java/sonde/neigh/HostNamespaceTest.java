// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What we read and decide against what ip(8) shows and the kernel decides, in a network namespace
 * of our own. Needs root.
 */
class HostNamespaceTest {

    private static final String NAMESPACE = "sonde-test-neigh-" + ProcessHandle.current().pid();

    /** Enough for several megabytes of netlink messages. */
    private static final int MANY_ROUTES = 20_000;

    private static final List<String> ADDRESSES =
            List.of(
                    "127.0.0.1",
                    "127.9.9.9",
                    "198.18.0.1",
                    "198.18.0.77",
                    "198.18.0.255",
                    "198.18.1.1",
                    "198.18.1.9",
                    "198.18.2.1",
                    "198.18.2.129",
                    "198.18.3.1",
                    "198.18.4.1",
                    "198.18.5.1",
                    "198.18.6.1",
                    "198.18.7.1",
                    "198.18.8.1",
                    "198.18.9.9",
                    "198.18.10.1",
                    "198.19.0.1",
                    "198.19.78.31",
                    "198.19.78.32",
                    "203.0.113.1",
                    "198.18.11.1",
                    "0.0.0.1",
                    "223.255.255.254",
                    "::1",
                    "fe80::10",
                    "fe80::99",
                    "fd00:1::1",
                    "fd00:1::99",
                    "2001:db8:1::1",
                    "2001:db8:1::99",
                    "2001:db8:2::99",
                    "2001:db8:3::1",
                    "2001:db8:3:8000::1",
                    "2001:db8:4::1",
                    "2001:db8:5::1",
                    "2001:db8:6::1",
                    "2001:db8:7::1",
                    "2001:db8:8::1",
                    "2001:db8:9::1",
                    "2001:db8:ffff::1",
                    "2600::1",
                    "3fff:ffff::1",
                    "fd77::1");

    private static final List<String> SET_UP =
            List.of(
                    "link set lo up",
                    "link add v0 type veth peer name w0",
                    "link add v1 type veth peer name w1",
                    "link set v0 addrgenmode none",
                    "link set w0 addrgenmode none",
                    "link set v1 addrgenmode none",
                    "link set w1 addrgenmode none",
                    "link set v0 address 02:00:00:00:00:10 mtu 1400 up",
                    "link set w0 up",
                    "link set v1 up",
                    "link set w1 up",
                    "addr add 198.18.0.1/24 dev v0",
                    "addr add 198.18.0.5/24 dev v0",
                    "addr add 198.18.1.1 peer 198.18.1.9/32 dev v1",
                    "route add default via 198.18.0.2 metric 50",
                    "route add default via 198.18.0.3 metric 20",
                    "route add 198.18.2.0/24 dev v1",
                    "route add 198.18.2.128/25 via 198.18.0.4 src 198.18.0.5",
                    "route add blackhole 198.18.3.0/24",
                    "route add unreachable 198.18.4.0/24",
                    "route add prohibit 198.18.5.0/24",
                    "route add throw 198.18.6.0/24",
                    "route add 198.18.6.0/24 dev v1 table default",
                    "route add 198.18.7.0/24 via 198.18.99.1 dev v1 onlink",
                    "route add 198.18.8.0/24 dev v1 table 100",
                    "route add 198.18.10.0/24 nexthop via 198.18.0.6 nexthop via 198.18.1.9 dev v1",
                    "addr add fe80::10/64 dev v0 nodad",
                    "addr add 2001:db8:1::d/64 dev v0 nodad preferred_lft 0",
                    "addr add 2001:db8:1::1/64 dev v0 nodad",
                    "addr add fd00:1::1/64 dev v0 nodad",
                    "addr add fe80::11/64 dev v1 nodad",
                    "addr add 2001:db8:2::1/64 dev v1 nodad",
                    "route add default via fe80::1 dev v0 metric 50",
                    "route add default via fe80::2 dev v1 metric 20",
                    "route add 2001:db8:3::/48 via 2001:db8:1::9",
                    "route add 2001:db8:3:8000::/49 dev v1",
                    "route add unreachable 2001:db8:4::/48",
                    "route add blackhole 2001:db8:5::/48",
                    "route add prohibit 2001:db8:6::/48",
                    "route add 2001:db8:7::/48 via fe80::7 dev v0 src fd00:1::1",
                    "route add 2001:db8:8::/48 dev v0 table 100",
                    "route add 2001:db8:9::/48 dev w1",
                    "route add fd77::/16 dev w1",
                    "route add 198.18.11.0/24 via inet6 fe80::33 dev v1",
                    "neigh add fe80::1 lladdr 02:00:00:00:00:44 dev v0 nud permanent",
                    "neigh add 198.18.0.2 lladdr 02:00:00:00:00:22 dev v0 nud permanent",
                    "neigh add 198.18.0.3 lladdr 02:00:00:00:00:33 dev v0 nud stale");

    private static boolean made;
    private static List<String> said = List.of();

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "needs root to make a network namespace");
        run("ip", "netns", "add", NAMESPACE);
        made = true;
        for (String command : SET_UP) {
            ip(command.split(" ", -1));
        }
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < MANY_ROUTES; i++) {
            batch.append("route add 198.19.").append(i >> 8).append('.').append(i & 0xFF);
            batch.append(" dev v1\n");
        }
        Path file = Files.createTempFile("sonde-test", ".batch");
        try {
            Files.writeString(file, batch, StandardCharsets.US_ASCII);
            ip("-batch", file.toString());
        } finally {
            Files.delete(file);
        }
        said = dump();
    }

    @AfterAll
    static void close() throws IOException, InterruptedException {
        if (made) {
            run("ip", "netns", "del", NAMESPACE);
        }
    }

    private static List<String> dump() throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ip",
                                "netns",
                                "exec",
                                NAMESPACE,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HostDump.class.getName()));
        command.addAll(ADDRESSES);
        return run(command.toArray(String[]::new)).lines().toList();
    }

    private static String ip(String... arguments) throws IOException, InterruptedException {
        return run(
                Stream.concat(Stream.of("ip", "-n", NAMESPACE), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sonde-test", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output);
            // A refusal is an answer too, but only to the question where a packet would go.
            boolean asked = Arrays.asList(command).contains("get") && text.contains("RTNETLINK");
            assertTrue(
                    ended && (process.exitValue() == 0 || asked),
                    () -> String.join(" ", command) + ": " + text);
            return text;
        } finally {
            Files.delete(output);
        }
    }

    /** The values of some members of a JSON text, in the order of the text. */
    private static List<String> members(String json, String... names) {
        String choice = Arrays.stream(names).map(Pattern::quote).collect(Collectors.joining("|"));
        Matcher matcher = Pattern.compile("\"(" + choice + ")\":\"?([^\",}]*)").matcher(json);
        return matcher.results()
                .map(result -> result.group(1) + " " + result.group(2))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> facts(String kind) {
        return said.stream().filter(line -> line.startsWith(kind + " ")).sorted().toList();
    }

    @Test
    void readsInterfacesAsIpDoes() throws IOException, InterruptedException {
        List<String> links = new ArrayList<>();
        for (String link : ip("-j", "link").split("(?<=}),", -1)) {
            String name = member(link, "ifname");
            String mac = name.equals("lo") ? "" : " " + member(link, "address");
            links.add("link " + name + " " + member(link, "mtu") + mac);
        }
        assertEquals(links.stream().sorted().toList(), facts("link"));
    }

    private static String member(String json, String name) {
        return members(json, name).getFirst().substring(name.length() + 1);
    }

    @Test
    void readsAddressesAsIpDoes() throws IOException, InterruptedException {
        List<String> addresses = new ArrayList<>();
        String name = "";
        String local = "";
        String text = ip("-j", "addr");
        for (String member : members(text, "ifname", "local", "prefixlen", "secondary")) {
            String value = member.substring(member.indexOf(' ') + 1);
            switch (member.substring(0, member.indexOf(' '))) {
                case "ifname" -> name = value;
                case "local" -> local = value;
                case "prefixlen" -> addresses.add("addr " + name + " " + local + "/" + value);
                default -> addresses.set(addresses.size() - 1, addresses.getLast() + " secondary");
            }
        }
        assertTrue(addresses.contains("addr v0 198.18.0.5/24 secondary"));
        assertEquals(addresses.stream().sorted().toList(), facts("addr"));
    }

    @Test
    void decidesAsTheKernelDoes() throws IOException, InterruptedException {
        for (String address : ADDRESSES) {
            String answer = ip("-j", "route", "get", address);
            String expected = "refused";
            if (answer.contains("\"dev\"")) {
                List<String> gateway = members(answer, "gateway", "host");
                String type = members(answer, "type").stream().findFirst().orElse("");
                expected =
                        (type.equals("type broadcast") ? "broadcast " : "")
                                + (type.equals("type local") ? "lo" : member(answer, "dev"))
                                + (gateway.isEmpty()
                                        ? ""
                                        : " via " + gateway.getFirst().split(" ", -1)[1]);
            }
            String ours = facts("route " + address).getFirst().substring(7 + address.length());
            if (address.equals("198.18.10.1")) {
                assertEquals("v0 via 198.18.0.6", ours, "the first of several next hops");
            } else {
                assertEquals(expected, ours, address);
            }
        }
    }

    @Test
    void choosesIpv6SourcesAsTheKernelDoes() throws IOException, InterruptedException {
        int compared = 0;
        for (String address : ADDRESSES) {
            String answer = ip("-j", "route", "get", address);
            if (address.contains(":") && answer.contains("\"prefsrc\"")) {
                assertEquals(
                        List.of("source " + address + " " + member(answer, "prefsrc")),
                        facts("source " + address));
                compared++;
            }
        }
        assertTrue(compared > 12);
    }

    @Test
    void readsEveryRouteOfALongTable() throws IOException, InterruptedException {
        int count = 0;
        for (String table : List.of("-4 local", "-4 main", "-4 default", "-6 local", "-6 main")) {
            String[] words = table.split(" ", -1);
            count +=
                    (int)
                            ip(words[0], "route", "show", "table", words[1])
                                    .lines()
                                    .filter(line ->
                                            !line.isEmpty()
                                                    && !Character.isWhitespace(line.charAt(0)))
                                    .count();
        }
        assertTrue(count > MANY_ROUTES);
        assertEquals(List.of("routes " + count), facts("routes"));
        assertEquals(List.of("ignored 2"), facts("ignored"));
    }

    @Test
    void readsNeighbours() {
        assertTrue(facts("neigh").contains("neigh fe80::1 02:00:00:00:00:44 permanent"));
        assertTrue(facts("neigh").contains("neigh 198.18.0.2 02:00:00:00:00:22 permanent"));
        assertTrue(facts("neigh").contains("neigh 198.18.0.3 02:00:00:00:00:33 stale"));
    }
}
