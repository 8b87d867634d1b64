// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.banner.BannerOptions;
import sonde.banner.BannerOptions.Capture;
import sonde.engine.LinkNames;
import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.GuardMode;
import sonde.engine.ScanOptions.Output;
import sonde.engine.ScanOptions.WaitMode;
import sonde.output.Rotation;
import sonde.probe.TcpOptions;
import sonde.record.Service;
import sonde.target.PortKind;
import sonde.wire.Tcp;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

final class OptionEchoTest {

    @TempDir Path directory;

    @Test
    void printsAConfigurationFile() throws UsageException {
        assertEquals(
                """
                # TARGETS
                range = 198.18.0.1
                exclude = 198.18.0.7
                # PORTS
                ports = 80
                # SPEED
                rate = 1500000
                retries = 0
                wait = 10
                # NETWORK
                source-port = 40000
                # OUTPUT
                output-format = json
                output-filename = out file.json
                # ORDER AND SHARDS
                seed = 18446744073709551615
                shard = 1/1
                """,
                OptionEcho.echo(
                        CommandLineTest.scan(
                                "--rate=1.5M",
                                "-oJ",
                                "out file.json",
                                "--exclude",
                                "198.18.0.7",
                                "--seed",
                                "18446744073709551615",
                                "-g40000")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isReadBackAsItWas(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 500; run++) {
            ScanOptions options = randomOptions(random);
            String echo = OptionEcho.echo(options);
            assertEquals(fields(options), fields(read(echo)), () -> "seed " + seed + "\n" + echo);
        }
    }

    /**
     * Every field that differs from its default must be echoed, or this finds it: also one added
     * later.
     */
    @Test
    void randomOptionsTouchEveryField() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        TreeMap<String, String> defaults = fields(new ScanOptions());
        TreeMap<String, String> untouched = new TreeMap<>(defaults);
        for (int run = 0; run < 200; run++) {
            fields(randomOptions(random))
                    .forEach((name, value) ->
                            untouched.computeIfPresent(
                                    name, (_, was) -> was.equals(value) ? was : null));
        }
        // What it names has to be there when it is read: CommandLine's tests are of it.
        untouched.remove("resume");
        untouched.remove("resumed");
        // Said by the program, not typed.
        List.of("configuration", "version", "arguments").forEach(untouched::remove);
        assertEquals(List.of(), List.copyOf(untouched.keySet()));
        assertNotEquals(0, defaults.size());
    }

    private ScanOptions read(String echo) throws IOException, UsageException {
        Path file = directory.resolve("echo.conf");
        Files.writeString(file, echo);
        // Random options need not make a scan, so nothing more is asked of them than to be read.
        return CommandLine.parse(List.of("--echo", "-c", file.toString()), 0).options();
    }

    private static ScanOptions randomOptions(SplittableRandom random) {
        ScanOptions options = new ScanOptions();
        for (List<String> list :
                List.of(
                        options.targets,
                        options.targetFiles,
                        options.exclusions,
                        options.exclusionFiles,
                        options.ports,
                        options.excludedPorts)) {
            for (int n = random.nextInt(3); n > 0; n--) {
                list.add(text(random));
            }
        }
        options.targets.replaceAll(String::strip);
        options.exclusions.replaceAll(String::strip);
        options.includeReserved = random.nextBoolean();
        options.topPorts =
                random.nextBoolean()
                        ? OptionalInt.of(1 + random.nextInt(65_535))
                        : OptionalInt.empty();
        options.seed = OptionalLong.of(random.nextLong());
        options.shardCount = 1 + random.nextInt(Integer.MAX_VALUE);
        options.shardNumber = 1 + random.nextInt(options.shardCount);
        options.resumeIndex = random.nextLong() >>> 1;
        options.resumeCount =
                random.nextBoolean()
                        ? OptionalLong.of((random.nextLong() >>> 1) | 1)
                        : OptionalLong.empty();
        if (random.nextBoolean()) {
            options.ratePps = Math.exp(random.nextDouble() * 25.3 - 4.6);
        } else {
            options.bandwidthBps = OptionalDouble.of(Math.exp(random.nextDouble() * 20.2 + 6.91));
        }
        options.retries = random.nextInt(1000);
        switch (random.nextInt(3)) {
            case 0 -> options.waitMode = WaitMode.AUTO;
            case 1 -> options.waitSeconds = Double.POSITIVE_INFINITY;
            default -> options.waitSeconds = random.nextDouble() * 1000;
        }
        randomProbes(options, random);
        randomNetwork(options, random);
        randomConversations(options, random);
        for (int n = random.nextInt(4); n > 0; n--) {
            String format = List.of("list", "json", "ndjson").get(random.nextInt(3));
            options.outputs.add(new Output(format, "out " + n + text(random)));
        }
        if (!options.outputs.isEmpty() && random.nextBoolean()) {
            options.rotation =
                    new Rotation(
                            random.nextInt(86_400),
                            random.nextInt(-3600, 3600),
                            1 + random.nextInt(99),
                            Path.of("d" + text(random)));
        }
        options.appendOutput = random.nextBoolean();
        options.group = random.nextBoolean();
        options.fields =
                random.nextBoolean()
                        ? List.of(sonde.output.Field.RTT, sonde.output.Field.IP)
                        : List.of();
        options.filter = random.nextBoolean() ? "port == 80" : null;
        options.bannerTypes =
                random.nextBoolean() ? EnumSet.of(Service.SSH, Service.HTTP_SERVER) : Set.of();
        options.stylesheet = random.nextBoolean() ? "s" + text(random) : null;
        options.redisPassword = random.nextBoolean() ? text(random) : null;
        options.showOpen = random.nextBoolean();
        options.showClosed = random.nextBoolean();
        options.showFiltered = random.nextBoolean();
        options.interactive = random.nextBoolean();
        options.status = random.nextBoolean();
        options.statusJson = options.status && random.nextBoolean();
        options.pcapFile = random.nextBoolean() ? Path.of("pcap" + text(random)) : null;
        options.packetTrace = random.nextBoolean();
        options.infinite = random.nextBoolean();
        options.checkpointFile = random.nextBoolean() ? Path.of("c" + text(random)) : null;
        options.checkpoints = random.nextBoolean();
        for (int n = random.nextInt(3); n > 0; n--) {
            options.readFiles.add(Path.of("r" + text(random)));
        }
        options.blocks = random.nextBoolean();
        options.listRanges = options.blocks || random.nextBoolean();
        options.listTargets = random.nextBoolean();
        options.listInterfaces = random.nextBoolean();
        // How it was asked for, not what for: --echo itself is not in the file.
        options.echo = true;
        return options;
    }

    private static void randomProbes(ScanOptions options, SplittableRandom random) {
        for (PortKind kind : PortKind.values()) {
            if (kind != PortKind.ICMP && random.nextBoolean()) {
                options.portKinds.add(kind);
            }
        }
        options.ping = random.nextBoolean();
        options.arpScan = random.nextBoolean();
        options.aliasCheck = random.nextBoolean();
        options.tcpFlags = random.nextBoolean() ? random.nextInt(256) : Tcp.SYN;
        options.tcpOptions =
                new TcpOptions(
                        random.nextBoolean()
                                ? OptionalInt.of(random.nextBoolean() ? TcpOptions.NO_MSS : 536)
                                : OptionalInt.empty(),
                        random.nextBoolean(),
                        random.nextBoolean()
                                ? OptionalLong.of(2 + random.nextInt(Integer.MAX_VALUE - 2))
                                : OptionalLong.empty(),
                        random.nextBoolean()
                                ? OptionalInt.of(2 + random.nextInt(13))
                                : OptionalInt.empty());
        options.payloadFile = random.nextBoolean() ? Path.of("u" + text(random)) : null;
        options.nmapPayloads = random.nextBoolean() ? Path.of("n" + text(random)) : null;
        options.pcapPayloads = random.nextBoolean() ? Path.of("c" + text(random)) : null;
        options.payloadExtras =
                random.nextBoolean()
                        ? new TreeSet<>(List.of("ntp-control", "ntp-monlist"))
                        : Set.of();
        options.ipv6Patterns = random.nextBoolean() ? "low-byte,random:16" : null;
    }

    private static void randomNetwork(ScanOptions options, SplittableRandom random) {
        options.interfaceNames =
                random.ints(random.nextInt(3), 0, 99).distinct().mapToObj(i -> "eth" + i).toList();
        List<String> ends = List.of("", "/28", "-198.18.1.255");
        if (random.nextBoolean()) {
            options.sourceIps.add("198.18.0." + random.nextInt(256) + ends.get(random.nextInt(3)));
            options.routerIps.add("198.18.1." + random.nextInt(256));
        }
        if (random.nextBoolean()) {
            options.sourceIps.add("2001:db8::" + random.nextInt(10));
            options.routerIps.add("fe80::" + random.nextInt(10));
        }
        options.vlans = random.ints(random.nextInt(3), 0, 4095).boxed().toList();
        if (random.nextBoolean()) {
            int first = 1 + random.nextInt(65_535);
            options.sourcePortFirst = OptionalInt.of(first);
            options.sourcePortLast = OptionalInt.of(first + random.nextInt(65_536 - first));
        }
        options.linkName = LinkNames.ALL.get(random.nextInt(LinkNames.ALL.size()));
        if (!options.linkName.equals("ip")) {
            options.sourceMac = new byte[] {2, 1, (byte) 0xff, 0, 0, (byte) random.nextInt()};
            options.routerMac = new byte[] {2, 0, 0, 0, 0, (byte) random.nextInt()};
        }
        GuardMode[] guards = GuardMode.values();
        options.rstGuard = random.nextBoolean() ? guards[random.nextInt(guards.length)] : null;
        options.transmitThreads = 1 + random.nextInt(ScanOptions.THREADS_MAX);
        options.receiveThreads = 1 + random.nextInt(ScanOptions.THREADS_MAX);
        options.processors = random.ints(random.nextInt(4), 0, 8192).boxed().toList();
        options.ttl =
                random.nextBoolean()
                        ? OptionalInt.of(1 + random.nextInt(255))
                        : OptionalInt.empty();
        options.offline = random.nextBoolean();
    }

    private static void randomConversations(ScanOptions options, SplittableRandom random) {
        options.noReset = random.nextBoolean();
        options.rawUdp = random.nextBoolean();
        options.banners = random.nextBoolean();
        options.connectionTimeoutSeconds = 0.1 + random.nextDouble() * 100;
        options.helloTimeoutSeconds = random.nextDouble() * 100;
        options.maxConnections =
                random.nextBoolean()
                        ? OptionalInt.of(1 + random.nextInt(ScanOptions.CONNECTIONS_MAX))
                        : OptionalInt.empty();
        options.maxHandshakes = OptionalInt.of(1 + random.nextInt(ScanOptions.HANDSHAKES_MAX));
        options.nmapServiceProbes = random.nextBoolean() ? Path.of("p" + text(random)) : null;
        for (int n = random.nextInt(3); n > 0; n--) {
            byte[] hello = new byte[1 + random.nextInt(99)];
            random.nextBytes(hello);
            options.userHellos = options.userHellos.with(random.nextInt(65_537) - 1, hello);
        }
        if (random.nextBoolean()) {
            options.userHellos =
                    options.userHellos.withProtocol(
                            List.of("tls", "http", "smb").get(random.nextInt(3)));
        }
        BannerOptions banner = options.banner;
        banner.deep = random.nextBoolean();
        for (Capture capture : Capture.values()) {
            if (random.nextBoolean()) {
                banner.captures.add(capture);
            } else {
                banner.captures.remove(capture);
            }
        }
        banner.httpMethod = random.nextBoolean() ? "GET" : "HEAD";
        banner.httpUrl = "/" + ascii(random).replace(' ', '+');
        banner.httpVersion = "HTTP/1." + random.nextInt(10);
        banner.httpHost = random.nextBoolean() ? ascii(random).replace(' ', '+') : null;
        banner.httpUserAgent = random.nextBoolean() ? ascii(random) : null;
        banner.contact = random.nextBoolean() ? "https://scan.example/" + random.nextInt() : null;
        for (int n = random.nextInt(3); n > 0; n--) {
            banner.httpHeaders.add("X-" + n + ": " + ascii(random).strip());
            banner.httpCookies.add(ascii(random));
        }
        banner.httpPayload =
                random.nextBoolean() ? text(random).getBytes(StandardCharsets.UTF_8) : null;
    }

    private static String ascii(SplittableRandom random) {
        return text(random).replaceAll("[^ -~]", "~");
    }

    /** Text that a careless echo would spoil. */
    private static String text(SplittableRandom random) {
        String letters = "ab= \"#;'[]\\-/.,:%\u00e4\u4e2d";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.append(text.toString().isBlank() ? "x" : "").toString();
    }

    private static TreeMap<String, String> fields(ScanOptions options)
            throws IllegalAccessException {
        TreeMap<String, String> fields = new TreeMap<>();
        addFields(fields, "", options);
        fields.remove("banner");
        addFields(fields, "banner.", options.banner);
        // No option sets it: outputs have room for no more.
        fields.remove("banner.bannerMaxBytes");
        return fields;
    }

    private static void addFields(TreeMap<String, String> fields, String prefix, Object options)
            throws IllegalAccessException {
        for (Field field : options.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object value = field.get(options);
                fields.put(
                        prefix + field.getName(),
                        value instanceof byte[] bytes
                                ? Arrays.toString(bytes)
                                : String.valueOf(value));
            }
        }
    }
}
