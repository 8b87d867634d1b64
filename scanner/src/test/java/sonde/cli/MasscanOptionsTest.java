// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;
import sonde.output.OutputFormat;
import sonde.output.Rotation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds {@code docs/MASSCAN.md} true: each row's example is typed, and no option is missing. */
final class MasscanOptionsTest {

    private static final Path TABLE = Path.of("..", "docs", "MASSCAN.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (`-[^|]+`) \\| `([^|`]+)` \\| (\\w+) \\| ([^|]*) \\|");

    /** In the order of masscan 1.3.2's file after Ctrl-C. */
    private static final String PAUSED =
            """

            # resume information
            resume-index = 314
            seed = 7
            rate = 100      \s
            shard = 1/2
            banners = true
            retries = 1
            nocapture = servername

            output-filename = o.xml
            output-format = xml
            rotate = 3600
            rotate-dir = /tmp
            rotate-size = 1048576

            adapter-ip = 198.18.0.1
            # TARGET SELECTION (IP, PORTS, EXCLUDES)
            ports = 1-100,U:53,U:161,S:80,I:0
            range = 198.18.0.0-198.18.0.4
            range = 198.18.0.6-198.18.0.127

            http-user-agent = foo
               \s
            """;

    @TempDir Path directory;
    private Path file = Path.of("");
    private Path paused = Path.of("");

    /** A row of the table. */
    record Row(List<String> names, String example, String verdict, String reason) {}

    @BeforeEach
    void writeFiles() throws IOException {
        file = Files.writeString(directory.resolve("file"), "x");
        paused = Files.writeString(directory.resolve("paused.conf"), PAUSED);
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> names = List.of(row.group(1).replaceAll("[`,]", "").split(" ", -1));
                rows.add(new Row(names, row.group(2), row.group(3), row.group(4)));
            }
        }
        return rows;
    }

    private ScanOptions parse(String words) throws UsageException {
        List<String> all = new ArrayList<>(List.of("-p80", "198.18.0.1"));
        for (String word : words.split(" ", -1)) {
            boolean isFile = word.equals("FILE");
            all.add(isFile ? file.toString() : word.equals("PAUSED") ? paused.toString() : word);
        }
        return CommandLine.parse(all, 0).options();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesAsTheTableSays(Row row) throws UsageException {
        boolean isRefused = row.verdict().equals("refused");
        if (isRefused) {
            String message =
                    assertThrows(UsageException.class, () -> parse(row.example())).getMessage();
            assertFalse(message.contains("unknown option"), message);
            assertTrue(message.startsWith(row.example().split("[ \\d]", -1)[0]), message);
            assertTrue(message.contains("; "), () -> "no remedy: " + message);
        } else {
            assertTrue(
                    Set.of("same", "better", "different").contains(row.verdict()), row.verdict());
            assertNotNull(parse(row.example()));
        }
        assertFalse(row.reason().isEmpty() && !row.verdict().equals("same"), "say why");
        for (String name : row.names()) {
            assertEquals(!isRefused, isTaken(name), name);
            assertEquals(isRefused, isRefused(name), name);
        }
    }

    private static boolean isTaken(String name) {
        if (name.startsWith("--")) {
            return Option.named(name.substring(2)) != null;
        }
        Option option = Option.shortNamed(name);
        boolean isLetter = option == Option.SCAN_TYPE && Refusals.ofShort(name) == null;
        return option != null && (isLetter || option.shortAtStartOf(name).equals(name));
    }

    private static boolean isRefused(String name) {
        return (name.startsWith("--") ? Refusals.ofLong(name.substring(2)) : Refusals.ofShort(name))
                != null;
    }

    /** Else a table that no longer looks as expected would pass. */
    @Test
    void hasARowForEveryNameOfMasscans() throws IOException {
        Set<String> rows = new TreeSet<>();
        rows().forEach(row -> row.names().forEach(name -> rows.add(comparable(name))));
        assertTrue(rows.size() > 200, rows::toString);
        InputStream names = MasscanOptionsTest.class.getResourceAsStream("masscan-options.txt");
        assertNotNull(names);
        Set<String> missing = new TreeSet<>();
        try (names) {
            new String(names.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(name -> !name.startsWith("#"))
                    .filter(name -> !rows.contains(comparable(name)))
                    .forEach(missing::add);
        }
        for (String name : Refusals.longNames().split(" ", -1)) {
            if (!rows.contains(comparable("--" + name))) {
                missing.add(name);
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** Forms with one dash are told apart by case. */
    private static String comparable(String name) {
        return name.startsWith("--") ? Names.normalize(name) : name;
    }

    /** From masscan's own pages, with other addresses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p80,8000-8100 198.18.0.0/24 2001:db8::/124",
                "-p80,8000-8100 198.18.0.0/24 --echo",
                "198.18.0.0/17 198.18.128.0/18 198.19.0.0/28 -p80 --open-only",
                "198.18.0.0/15 --excludefile FILE -pU:53 --banners --output-filename dns.xml",
                "--readscan bin-test.scan",
                "--readscan bin-test.scan -oX bin-test.xml",
                "198.18.0.0/15 -p0-65535 --shard 1/3",
                "198.18.0.0/15 -p0-65535 --resume-index 1000 --resume-count 1000",
                "198.18.0.0/24 -p80 --banners --adapter-port 61234",
                "198.18.0.0/24 -p80 --banners --source-ip 198.19.1.200",
                "-v -sS 198.18.0.0/24 198.19.0.0/24 -p 80",
                "--open --banners --readscan internet.scan -oG internet_scan.grepable",
                "198.18.0.0/15 -p443 --rate 100000 --exclude 255.255.255.255 -oX scan.xml",
                "198.18.0.0/24 -p0-65535 --max-rate 100000 -oB scan.bin --rotate hourly"
                        + " --rotate-dir FILE",
            })
    void takesMasscansOwnCommandLines(String words) throws UsageException {
        List<String> all = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            all.add(word.equals("FILE") ? file.toString() : word);
        }
        assertEquals(CommandLine.Mode.RUN, CommandLine.parse(all, 0).mode());
    }

    @Test
    void readsPausedFilesButForTheirPosition() throws UsageException {
        for (String option : List.of("-c", "--resume")) {
            CommandLine.Parsed parsed = CommandLine.parse(List.of(option, paused.toString()), 0);
            ScanOptions options = parsed.options();
            assertEquals(0, options.resumeIndex);
            assertEquals(7, options.seed.orElseThrow());
            assertEquals(
                    List.of("198.18.0.0-198.18.0.4", "198.18.0.6-198.18.0.127"), options.targets);
            assertEquals(List.of(new Output("xml", "o.xml")), options.outputs);
            assertEquals(new Rotation(3600, 0, 1 << 20, Path.of("/tmp")), options.rotation);
            assertEquals(option.equals("--resume"), options.appendOutput);
            assertEquals(
                    List.of(
                            paused
                                    + ":3: resume-index is of masscan's order, which is not"
                                    + " Sonde's: all is scanned again"),
                    parsed.notes());
        }
    }

    @Test
    void refusesAPartOfMasscansOrder() throws IOException {
        Files.writeString(paused, PAUSED + "resume-count = 9\n");
        String message =
                assertThrows(
                                UsageException.class,
                                () -> CommandLine.parse(List.of("-c", paused.toString()), 0))
                        .getMessage();
        assertTrue(message.contains(":25: resume-count is of masscan's order"), message);
    }

    @Test
    void resumesNoFileThatIsNoCheckpoint() throws Exception {
        for (String text :
                List.of(
                        "",
                        "\n\n",
                        "\0\1binary = 1",
                        "sonde-checkpoint 1",
                        "sonde-checkpoint 1\nseed = 3\n")) {
            Files.writeString(file, text);
            UsageException e =
                    assertThrows(
                            UsageException.class,
                            () -> CommandLine.parse(List.of("--resume", file.toString()), 0));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("cannot read the checkpoint " + file), message);
        }
        Files.writeString(file, "seed = 3\nports = 80\nrange = 198.18.0.1\nports = \n");
        assertEquals(
                3,
                CommandLine.parse(List.of("--resume", file.toString()), 0)
                        .options()
                        .seed
                        .orElseThrow());
    }

    @Test
    void readsRedisAsMasscanEchoesIt() throws Exception {
        String start = "ports = 80\nrange = 198.18.0.1\n";
        for (String name : List.of("127.0.0.1", "<redis>")) {
            Files.writeString(
                    file,
                    start
                            + "output-filename = "
                            + name
                            + "\noutput-format = redis\nredis = 127.0.0.1 6380\n");
            assertEquals(
                    List.of(new Output("redis", "127.0.0.1:6380")),
                    CommandLine.parse(List.of("-c", file.toString()), 0).options().outputs);
        }
        Files.writeString(file, start + "output-append = overwrite\n");
        assertFalse(CommandLine.parse(List.of("-c", file.toString()), 0).options().appendOutput);
    }

    /** Where masscan has no letters of its own. */
    @Test
    void readsArpAndProtocolsAsMasscanEchoesThem() throws Exception {
        Files.writeString(file, "arpscan = true\nports = I:0,I:2\nrange = 198.18.0.1\n");
        ScanOptions arp = CommandLine.parse(List.of("-c", file.toString()), 0).options();
        assertTrue(arp.arpScan);
        assertEquals(List.of("I:0"), arp.ports);
        Files.writeString(file, "ports = 80,I:303\nrange = 198.18.0.1\n");
        assertEquals(
                List.of("80,O:47"),
                CommandLine.parse(List.of("-c", file.toString()), 0).options().ports);
        assertTrue(CommandLine.parse(List.of("-pI:2", "198.18.0.1"), 0).options().arpScan);
    }

    /** Other words masscan passes over, or ends. */
    @Test
    void echoesMasscansWords() throws UsageException {
        String echo =
                OptionEcho.echo(
                        parse("--banners --hello tls --vuln sslv3 --banner-types http,ssh"));
        for (String line :
                List.of(
                        "hello = ssl",
                        "vuln = poodle",
                        "banner-types = ssh\nbanner-types = http")) {
            assertTrue(echo.contains("\n" + line + "\n"), echo);
        }
        String smb = OptionEcho.echo(parse("--banners --hello smb"));
        assertTrue(smb.contains("\nhello = smbv1\n"), smb);
    }

    @Test
    void knowsEveryFormat() {
        for (OutputFormat format : OutputFormat.values()) {
            assertEquals(format.label(), OutputNames.label(format.label()));
        }
        for (String word :
                Arrays.asList(
                        "list",
                        "unicornscan",
                        "xml",
                        "binary",
                        "grepable",
                        "greppable",
                        "json",
                        "ndjson",
                        "certs",
                        "none",
                        "redis",
                        "hostonly")) {
            assertNotNull(OutputNames.label(word), word);
        }
    }
}
