// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;
import sonde.engine.ScanOptions.WaitMode;
import sonde.output.Field;
import sonde.output.Rotation;
import sonde.probe.TcpOptions;
import sonde.record.Service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

final class CommandLineTest {

    private static final long NOW = 1_795_465_782L;

    /** Parses a whole scan: what is given, and what every scan needs. */
    static ScanOptions scan(String... words) throws UsageException {
        List<String> all = new ArrayList<>(List.of("-p80", "198.18.0.1"));
        all.addAll(List.of(words));
        return CommandLine.parse(all, NOW).options();
    }

    private static String refusal(String... words) {
        return assertThrows(UsageException.class, () -> scan(words)).getMessage();
    }

    @Test
    void readsEveryWayToWriteAValue() throws UsageException {
        for (String[] words :
                new String[][] {
                    {"--rate", "5"},
                    {"--rate=5"},
                    {"--rate:5"},
                    {"--RATE", "5"},
                    {"--max-rate=5"},
                    {"--ma_x.Rate=5"}
                }) {
            assertEquals(5, scan(words).ratePps, String.join(" ", words));
        }
        for (String[] words :
                new String[][] {
                    {"-e", "eth0"}, {"-eeth0"}, {"-i", "eth0"}, {"-e=eth0"}, {"--adapter[0]=eth0"}
                }) {
            assertEquals(List.of("eth0"), scan(words).interfaceNames, String.join(" ", words));
        }
        assertEquals(List.of("80", "-", "-100"), scan("-p", "-", "-p-100").ports);
    }

    @Test
    void collectsTargets() throws UsageException {
        ScanOptions options =
                CommandLine.parse(
                                List.of(
                                        "-p80",
                                        "198.18.0.0/24",
                                        "a.example\nb.example",
                                        "--range",
                                        "198.18.1.1",
                                        "--exclude=198.18.0.7",
                                        "-iL",
                                        "-",
                                        "--excludefile",
                                        "x",
                                        "--",
                                        "-odd-name"),
                                NOW)
                        .options();
        assertEquals(
                List.of("198.18.0.0/24", "a.example b.example", "198.18.1.1", "-odd-name"),
                options.targets);
        assertEquals(List.of("198.18.0.7"), options.exclusions);
        assertEquals(List.of("-"), options.targetFiles);
        assertEquals(List.of("x"), options.exclusionFiles);
    }

    @ParameterizedTest
    @CsvSource({
        "1000,1000",
        "0.5,0.5",
        ".5,0.5",
        "10k,10000",
        "1.5M,1500000",
        "1.5m,1500000",
        "1G,1e9"
    })
    void readsRates(String text, double ratePps) throws UsageException {
        assertEquals(ratePps, scan("--rate", text).ratePps);
    }

    @Test
    void readsSpeed() throws UsageException {
        assertEquals(OptionalDouble.of(1e7), scan("--bandwidth", "10M").bandwidthBps);
        assertEquals(3, scan("--max-retries=3").retries);
        assertEquals(2.5, scan("--wait", "2.5").waitSeconds);
        assertEquals(Double.POSITIVE_INFINITY, scan("--wait", "forever").waitSeconds);
        assertEquals(WaitMode.AUTO, scan("--wait=auto").waitMode);
        assertEquals(WaitMode.FIXED, scan("--wait=auto", "--wait=3").waitMode);
    }

    @Test
    void readsPorts() throws UsageException {
        assertEquals(List.of("80", "443,8000-8100"), scan("--dst-port", "443,8000-8100").ports);
        assertEquals(List.of("81"), scan("--exclude-ports=81").excludedPorts);
        assertEquals(OptionalInt.of(100), scan("--top-ports", "100").topPorts);
        assertEquals(OptionalInt.of(20), scan("--top-ports").topPorts);
        // A number is taken for its value, a target is not.
        ScanOptions options = scan("--top-ports", "198.18.9.9");
        assertEquals(OptionalInt.of(20), options.topPorts);
        assertEquals(List.of("198.18.0.1", "198.18.9.9"), options.targets);
    }

    @Test
    void readsNetwork() throws UsageException {
        ScanOptions options =
                scan(
                        "-S",
                        "198.18.0.9",
                        "-g",
                        "40000-40099",
                        "--source-mac",
                        "02-00-5e-10-00-01",
                        "--router-mac",
                        "02005e100002",
                        "--router-ip=198.18.0.254",
                        "--ttl",
                        "64",
                        "--link",
                        "PACKET",
                        "--rst-guard",
                        "Source-IP",
                        "--dry-run");
        assertEquals(List.of("198.18.0.9"), options.sourceIps);
        assertEquals(OptionalInt.of(40000), options.sourcePortFirst);
        assertEquals(OptionalInt.of(40099), options.sourcePortLast);
        assertArrayEquals(new byte[] {2, 0, 0x5e, 0x10, 0, 1}, options.sourceMac);
        assertArrayEquals(new byte[] {2, 0, 0x5e, 0x10, 0, 2}, options.routerMac);
        assertEquals(List.of("198.18.0.254"), options.routerIps);
        assertEquals(OptionalInt.of(64), options.ttl);
        assertEquals("packet", options.linkName);
        assertEquals(ScanOptions.GuardMode.SOURCE_IP, options.rstGuard);
        assertTrue(options.offline);
    }

    @Test
    void readsOutputs() throws UsageException {
        ScanOptions options =
                scan(
                        "-oL",
                        "a",
                        "-oJ",
                        "-",
                        "-oDc",
                        "--output-format",
                        "list",
                        "--output-filename",
                        "d",
                        "--output-filename=e",
                        "--output-format=JSON");
        assertEquals(
                List.of(
                        new Output("list", "a"),
                        new Output("json", "-"),
                        new Output("ndjson", "c"),
                        new Output("list", "d"),
                        new Output("json", "e")),
                options.outputs);
        assertEquals(List.of(new Output("xml", "x")), scan("--output-file=x").outputs);
        assertEquals(List.of(new Output("csv", "-")), scan("--output-format=csv").outputs);
        assertEquals(
                List.of(
                        new Output("xml", "x"),
                        new Output("grepable", "g"),
                        new Output("binary", "-"),
                        new Output("unicornscan", "u"),
                        new Output("hostonly", "h")),
                scan("-oXx", "-oG", "g", "-oB", "-", "-oU=u", "-oH", "h").outputs);
        assertEquals(
                List.of(
                        new Output("xml", "a.xml"),
                        new Output("grepable", "a.gnmap"),
                        new Output("json", "a.json")),
                scan("-oA", "a").outputs);
        // Opened anew, a file behind it would be emptied.
        assertEquals(List.of(new Output("list", "-")), scan("-oL", "/dev/stdout").outputs);
        assertEquals(List.of(new Output("xml", "-")), scan("--output-file=/dev/fd/1").outputs);
        assertTrue(scan("--output-format", "interactive", "-oL", "x").interactive);
        assertTrue(scan("--show", "closed").showClosed);
        assertTrue(scan("--show=open,all,").showClosed);
        assertFalse(scan("--show=all", "--open").showClosed);
        assertFalse(scan("--nostatus").status);
        assertTrue(scan("--nostatus=no").status);
        assertTrue(scan("--ndjson-status").statusJson);
        assertTrue(scan("--interactive", "--packet-trace").packetTrace);
    }

    @Test
    void readsRedis() throws UsageException {
        List<Output> here = List.of(new Output("redis", "127.0.0.1:6380"));
        assertEquals(here, scan("-oR", "127.0.0.1:6380").outputs);
        assertEquals(here, scan("-oR", "--redis", "127.0.0.1:6380").outputs);
        assertEquals(here, scan("--redis:127.0.0.1:6380").outputs);
        assertEquals(here, scan("--output-format", "redis", "--redis=127.0.0.1:6380").outputs);
        assertEquals(
                List.of(new Output("redis-stream", "[::1]:6380/k")),
                scan("--output-format=redis-stream", "--output-filename=[::1]:6380/k").outputs);
        assertEquals("secret", scan("-oR=h", "--redis-pwd", "secret").redisPassword);
    }

    @Test
    void writesBothRedisFormatsWhereBothAreAskedFor() throws UsageException {
        Output sets = new Output("redis", "h:6380");
        Output stream = new Output("redis-stream", "h:6380");
        assertEquals(
                List.of(sets, stream),
                scan("--redis", "h:6380", "--output-format", "redis-stream").outputs);
        assertEquals(
                List.of(sets, stream),
                scan("--output-format", "redis-stream", "-oR", "--redis", "h:6380").outputs);
        assertEquals(
                List.of(new Output("redis-stream", "g/key"), sets),
                scan("--redis=h:6380", "--output-format=redis-stream", "--output-filename=g/key")
                        .outputs);
        assertEquals(
                List.of(new Output("redis", "g"), sets),
                scan("--output-format=redis", "--output-filename=g", "--redis=h:6380").outputs);
        assertEquals(
                List.of(sets),
                scan("--output-format=redis", "--output-filename=h", "--redis=h:6380").outputs);
    }

    @Test
    void saysWhichOutputsAreNotGrouped() throws UsageException {
        assertEquals(
                List.of("--group: each result stays by itself in csv and list"),
                notes("--group -oX a -oH b --output-format csv --output-filename c -oL d"));
        assertEquals(List.of(), notes("--group -oX a -oG b -oJ c"));
        assertEquals(List.of(), notes("-oX a -oL d"));
    }

    private static List<String> notes(String words) throws UsageException {
        List<String> all = new ArrayList<>(List.of("198.18.0.1", "-p80"));
        all.addAll(List.of(words.split(" ")));
        return CommandLine.parse(all, 0).notes();
    }

    @Test
    void readsRotation() throws UsageException {
        assertEquals(
                new Rotation(3600, -60, 10L << 20, Path.of("d")),
                scan(
                                "-oL",
                                "x",
                                "--rotate-dir=d",
                                "--rotate",
                                "hourly",
                                "--rotate-offset",
                                "-1min",
                                "--rotate-filesize=10M")
                        .rotation);
        for (String time : List.of("6hours", "6h", "360min", "21600", "21600 s")) {
            Rotation rotation = scan("-oLx", "--rotate-time", time).rotation;
            assertNotNull(rotation);
            assertEquals(21_600, rotation.periodSeconds(), time);
        }
        assertNull(scan("-oLx", "--rotate=0", "--rotate-size=0").rotation);
    }

    @Test
    void readsWhatOfResultsIsWritten() throws UsageException {
        assertEquals(
                List.of(Field.PORT, Field.IP, Field.RTT),
                scan("-oDx", "--fields", "port,IP, rtt-us").fields);
        assertEquals(
                Set.of(Service.SSH, Service.X509, Service.HTTP_SERVER, Service.SSL),
                scan("--banner-types=SSH,x509", "--banner-apps", "http.server,tls").bannerTypes);
        assertEquals("port == 80", scan("--filter", " port == 80").filter);
        assertEquals("a.xsl", scan("--stylesheet", "a.xsl").stylesheet);
        assertEquals("https://nmap.org/svn/docs/nmap.xsl", scan("--webxml").stylesheet);
        assertNull(scan("--webxml", "--no-stylesheet").stylesheet);
        ScanOptions hidden = scan("--show=all", "--noshow", "open,filtered");
        assertFalse(hidden.showOpen);
        assertTrue(hidden.showClosed);
        assertFalse(hidden.showFiltered);
        assertTrue(scan("--append-output").appendOutput);
        assertTrue(scan("--group", "-oX", "x").group);
    }

    @Test
    void readsFilesOfResults() throws UsageException {
        ScanOptions options = scan("--readscan", "a", "b", "-", "--open", "198.18.0.9");
        assertEquals(List.of(Path.of("a"), Path.of("b"), Path.of("-")), options.readFiles);
        assertEquals(List.of("198.18.0.1", "198.18.0.9"), options.targets);
        options = scan("--readscan=a", "198.18.0.9");
        assertEquals(List.of(Path.of("a")), options.readFiles);
        assertTrue(scan("--readranges").listRanges);
        assertTrue(scan("--echo-cidr").blocks);
        assertTrue(scan("--echo-all").echo);
    }

    @Test
    void readsTcpOptions() throws UsageException {
        assertEquals(TcpOptions.USUAL, scan("--tcp-mss", "--tcp-wscale=no").tcpOptions);
        assertEquals(
                new TcpOptions(OptionalInt.of(536), true, OptionalLong.of(99), OptionalInt.of(7)),
                scan(
                                "--tcp-mss",
                                "536",
                                "--tcp-sackok",
                                "on",
                                "--tcp-tsecho=99",
                                "--tcp-wscale",
                                "7")
                        .tcpOptions);
        assertEquals(
                new TcpOptions(
                        OptionalInt.of(TcpOptions.NO_MSS),
                        true,
                        OptionalLong.of(0x12345678L),
                        OptionalInt.of(3)),
                scan("--tcp-mss=0", "--tcp-sackok", "--tcp-tsecho", "--tcp-wscale", "1")
                        .tcpOptions);
        assertTrue(scan("--noreset").noReset);
        assertTrue(scan("--rawudp").rawUdp);
    }

    @Test
    void readsWhatGoesOn() throws UsageException {
        assertTrue(scan("--infinite").infinite);
        assertEquals(Path.of("c"), scan("--checkpoint", "c").checkpointFile);
        assertFalse(scan("--no-checkpoint").checkpoints);
        assertEquals(List.of("198.18.0.1", "0.0.0.0/0"), scan("-iR").targets);
    }

    @Test
    void readsOrder() throws UsageException {
        assertEquals(OptionalLong.of(NOW), scan("--seed", "time").seed);
        assertEquals(OptionalLong.of(-1), scan("--seed=18446744073709551615").seed);
        ScanOptions options =
                scan("--seed=0", "--shard", "2/5", "--resume-index=7", "--resume-count", "9");
        assertEquals(2, options.shardNumber);
        assertEquals(5, options.shardCount);
        assertEquals(7, options.resumeIndex);
        assertEquals(OptionalLong.of(9), options.resumeCount);
    }

    @Test
    void takesWhatItDoesAnyway() throws UsageException {
        assertEquals(
                List.of("198.18.0.1"),
                scan(
                                "-sS",
                                "-Pn",
                                "-n",
                                "-vv",
                                "-d",
                                "--randomize-hosts",
                                "--pfring",
                                "--reason",
                                "--blackrock-rounds=14",
                                "--datadir",
                                "x")
                        .targets);
    }

    @Test
    void stopsReadingAtHelpAndVersion() throws UsageException {
        assertEquals(CommandLine.Mode.NOTHING, CommandLine.parse(List.of(), NOW).mode());
        assertEquals(
                CommandLine.Mode.HELP, CommandLine.parse(List.of("-h", "--bogus"), NOW).mode());
        assertEquals(CommandLine.Mode.VERSION, CommandLine.parse(List.of("--version"), NOW).mode());
        assertTrue(CommandLine.parse(List.of("--echo"), NOW).options().echo);
        assertTrue(CommandLine.parse(List.of("-W"), NOW).options().listInterfaces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate", "--rate=", "--rate= ", "-p", "-iL", "-c", "--shard"})
    void asksForMissingValues(String word) {
        String message = refusal(word);
        assertTrue(message.contains(" needs a value: "), message);
    }

    @Test
    void doesNotTakeAnOptionForAValue() {
        assertEquals(
                "--pcap needs a value: FILE, but \"--echo\" follows", refusal("--pcap", "--echo"));
        assertEquals("-oJ needs a value: FILE, but \"-oL\" follows", refusal("-oJ", "-oL", "x"));
    }

    @Test
    void takesARangeOfSourceAddressesByAnyOfItsNames() throws UsageException {
        for (String name :
                List.of(
                        "--source-ip",
                        "-S",
                        "--adapter-ip",
                        "--source-address",
                        "--spoof-ip",
                        "--spoof-address",
                        "--src-ip")) {
            assertEquals(
                    List.of("198.18.0.7-198.18.1.3"),
                    scan(name, "198.18.0.7-198.18.1.3").sourceIps,
                    name);
        }
        assertEquals(List.of("198.18.0.0/17"), scan("--source-ip=198.18.0.0/17").sourceIps);
        assertTrue(refusal("--source-ip=198.18.0.1,198.18.0.9").contains("not one range"));
        assertTrue(refusal("--source-ip=198.18.0.9-198.18.0.1").contains("not one range"));
        assertTrue(refusal("--source-ip=host.example").contains("not one range"));
    }

    @Test
    void knowsEightAdapters() throws UsageException {
        assertEquals(List.of("198.18.0.7"), scan("--adapter-ip[0]", "198.18.0.7").sourceIps);
        assertEquals(
                List.of("eth0", "eth1"),
                scan("--adapter[0]", "eth0", "--adapter[1]=eth1").interfaceNames);
        assertTrue(refusal("--adapter-ip[1]=198.18.0.7").contains("can only be [0]"));
        assertTrue(refusal("--adapter[8]=eth1").endsWith("adapters are [0] to [7]"));
        assertTrue(refusal("--adapter[=eth1").endsWith("adapters are [0] to [7]"));
        assertTrue(refusal("--rate[0]=1").contains("leave out the index"));
    }

    @Test
    void explainsWordsThatAreNoTargets() {
        assertTrue(refusal("rate=5").endsWith("did you mean --rate=5?"));
        assertTrue(refusal("\u2014rate").contains("long dash"));
        assertTrue(refusal("-").contains("-iL -"));
    }

    @Test
    void escapesWhatItQuotes() {
        assertEquals(
                "--ttl: \"\\x1b[31m\" contains a control character; remove it",
                refusal("--ttl=\033[31m"));
        assertTrue(
                refusal("-oL", "n\ufffd").contains("has bytes that are no characters here"),
                "the file would have another name");
        assertTrue(refusal("--\033]0;evil").startsWith("unknown option --\\x1b]0;evil"));
    }
}
