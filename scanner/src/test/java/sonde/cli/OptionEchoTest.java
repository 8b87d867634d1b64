// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.engine.LinkNames;
import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;
import sonde.engine.ScanOptions.WaitMode;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

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
        randomNetwork(options, random);
        for (int n = random.nextInt(4); n > 0; n--) {
            String format = List.of("list", "json", "ndjson").get(random.nextInt(3));
            options.outputs.add(new Output(format, "out " + n + text(random)));
        }
        options.showClosed = random.nextBoolean();
        options.interactive = random.nextBoolean();
        options.status = random.nextBoolean();
        options.statusJson = options.status && random.nextBoolean();
        options.pcapFile = random.nextBoolean() ? Path.of("pcap" + text(random)) : null;
        options.packetTrace = random.nextBoolean();
        options.listTargets = random.nextBoolean();
        options.listInterfaces = random.nextBoolean();
        // How it was asked for, not what for: --echo itself is not in the file.
        options.echo = true;
        return options;
    }

    private static void randomNetwork(ScanOptions options, SplittableRandom random) {
        options.interfaceName = random.nextBoolean() ? "eth" + random.nextInt(99) : null;
        List<String> ends = List.of("", "/28", "-198.18.1.255");
        options.sourceIp =
                random.nextBoolean()
                        ? "198.18.0." + random.nextInt(256) + ends.get(random.nextInt(3))
                        : null;
        options.routerIp = random.nextBoolean() ? "198.18.1." + random.nextInt(256) : null;
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
        options.transmitThreads = 1 + random.nextInt(ScanOptions.THREADS_MAX);
        options.receiveThreads = 1 + random.nextInt(ScanOptions.THREADS_MAX);
        options.processors = random.ints(random.nextInt(4), 0, 8192).boxed().toList();
        options.ttl =
                random.nextBoolean()
                        ? OptionalInt.of(1 + random.nextInt(255))
                        : OptionalInt.empty();
        options.offline = random.nextBoolean();
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
        for (Field field : ScanOptions.class.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object value = field.get(options);
                fields.put(
                        field.getName(),
                        value instanceof byte[] bytes
                                ? Arrays.toString(bytes)
                                : String.valueOf(value));
            }
        }
        return fields;
    }
}
