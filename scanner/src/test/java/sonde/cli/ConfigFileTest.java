// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

final class ConfigFileTest {

    @TempDir Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("scan.conf");
    }

    private ScanOptions read(String text) throws IOException, UsageException {
        Files.writeString(file, text);
        return CommandLine.parse(List.of("-c", file.toString()), 0).options();
    }

    private String refusal(String text) {
        String message = assertThrows(UsageException.class, () -> read(text)).getMessage();
        return message.replace(directory + "/", "");
    }

    @Test
    void readsMasscansSyntax() throws Exception {
        ScanOptions options =
                read(
                        """
                        \uFEFF# a comment
                        ; another
                        // and another

                          rate   =  1000.00
                        RANGE=198.18.0.0/24\r
                        range = 198.18.1.1, 198.18.1.2
                        ports = 80,443
                        adapter[0] = eth0
                        nocapture = servername
                        randomize-hosts = true
                        top-ports = 5
                        include-reserved = on
                        show = open,,
                        output-filename = a = b.json
                        output-format = json
                        excludefile = " x "\
                        """);
        assertEquals(1000, options.ratePps);
        assertEquals(List.of("198.18.0.0/24", "198.18.1.1, 198.18.1.2"), options.targets);
        assertEquals(List.of("eth0"), options.interfaceNames);
        assertEquals(OptionalInt.of(5), options.topPorts);
        assertEquals(List.of(new Output("json", "a = b.json")), options.outputs);
        assertEquals(List.of(" x "), options.exclusionFiles);
        assertTrue(options.includeReserved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rate 1000 | scan.conf:2: \"rate 1000\" has no \"=\"; write name = value",
                "rat = 1000 | scan.conf:2: unknown option rat; did you mean rate? See sonde --help",
                "= 1000 | scan.conf:2: \"= 1000\" comment",
                "rate = | scan.conf:2: rate needs a value: PPS",
                "rate = ten | scan.conf:2: rate: \"ten\" is not a number; give 0.01 to 1G packets"
                        + " a second, such as 1000, 10k or 1.5M",
                "benchmark = 1 | scan.conf:2: benchmark is not part of the program; try --offline"
                        + " --rate 1G, or see docs/PERFORMANCE.md",
                "adapter-ip[1] = x | scan.conf:2: adapter-ip[1]: Sonde finds out which address is"
                        + " which adapter's; the index can only be [0]",
                "help = yes | scan.conf:2: help belongs on the command line, not in a file",
                "conf = /nonexistent/x | scan.conf:2: conf /nonexistent/x: can't be read (no such"
                        + " file)",
                "status = maybe | scan.conf:2: status: \"maybe\" is neither yes nor no; give yes or"
                        + " no",
            })
    void namesFileAndLine(String line, String message) {
        if (message.endsWith("comment")) {
            // The line begins with punctuation, so it is none.
            assertEquals(
                    "no targets: give addresses, ranges or host names, or a file with -iL FILE",
                    refusal(line));
        } else {
            assertEquals(message, refusal("# one\n" + line));
        }
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String path : List.of("/nonexistent/x", directory.toString())) {
            UsageException e =
                    assertThrows(UsageException.class, () -> CommandLineTest.scan("-c", path));
            assertTrue(e.getMessage().contains("can't be read ("), e.getMessage());
        }
    }

    @Test
    void boundsLinesAndDepth() throws Exception {
        String longest = "#".repeat(ConfigFile.LINE_LENGTH_MAX);
        assertEquals(3, read(longest + "\nrate = 3\nports = 1\nrange = 198.18.0.1").ratePps);
        assertEquals(
                "scan.conf:1: the line is longer than 65536 bytes; is this a configuration file?",
                refusal(longest + "#\n"));
        assertEquals(
                "scan.conf:1: conf: \"scan.conf\" is the 9th file inside a file; does a file name"
                        + " itself?",
                refusal("conf = " + file).replaceFirst("\"/[^\"]*\"", "\"scan.conf\""));
        Path inner = directory.resolve("inner.conf");
        Files.writeString(inner, "rate = 7");
        assertEquals(7, CommandLineTest.scan("-c", inner.toString()).ratePps);
        assertEquals(7, read("conf = " + inner + "\nports = 1\nrange = 198.18.0.1").ratePps);
    }

    @Test
    void survivesRandomBytes() throws IOException {
        SplittableRandom random = new SplittableRandom(64);
        byte[] alphabet =
                "rate=ports range\n\r\t\0\033\"#[]0123\u00e4".getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 2000; run++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            Files.write(file, bytes);
            try {
                CommandLineTest.scan("-c", file.toString());
            } catch (UsageException e) {
                assertTrue(
                        e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
            }
        }
    }
}
