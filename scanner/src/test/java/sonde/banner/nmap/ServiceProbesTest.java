// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

final class ServiceProbesTest {

    @TempDir Path directory;

    /** A file of our own in nmap's format. */
    static ServiceProbes sample() throws IOException, NmapSyntaxException {
        try (InputStream in = ServiceProbesTest.class.getResourceAsStream("sample-probes")) {
            return ServiceProbes.parse("sample-probes", Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static @Nullable String identify(
            ServiceProbes probes, @Nullable Probe said, String answer) {
        byte[] bytes = (answer + "#rest").getBytes(ISO_8859_1);
        return probes.identify(said, bytes, answer.length());
    }

    private static Probe probe(ServiceProbes probes, String name) {
        return probes.forPort(0, 9).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(List<Probe> probes) {
        return probes.stream().map(Probe::name).toList();
    }

    @Test
    void choosesProbesByPortAndRarity() throws Exception {
        ServiceProbes probes = sample();
        assertEquals(List.of(), names(probes.forPort(0, 0)));
        assertEquals(List.of("Lines"), names(probes.forPort(0, 1)));
        assertEquals(List.of("Lines", "Get", "Odd"), names(probes.forPort(0, 9)));
        assertEquals(List.of("Get", "Lines"), names(probes.forPort(8080, 1)));
        assertEquals(List.of("Odd"), names(probes.forPort(7007, 0)));
        assertEquals(List.of("Odd"), names(probes.forPort(7000, 0)));
        assertEquals(List.of(), names(probes.forPort(7008, 0)));
        assertEquals(List.of("Get", "Lines"), names(probes.forTlsPort(443, 1)));
        assertEquals(List.of(), names(probes.forTlsPort(80, 0)));
    }

    @Test
    void saysNothingToExcludedPorts() throws Exception {
        assertEquals(List.of(), sample().forPort(9100, 9));
        assertEquals(List.of(), sample().forTlsPort(9107, 9));
        assertEquals(3, sample().forPort(9108, 9).size());
        // Excluded for UDP only.
        assertEquals(3, sample().forPort(9200, 9).size());
    }

    @Test
    void readsEscapesInProbes() throws Exception {
        ServiceProbes probes = sample();
        assertArrayEquals("\r\n\r\n".getBytes(ISO_8859_1), probe(probes, "Lines").payload());
        assertArrayEquals(
                "\0\u0001\u00ff\\|\t\u0007\b\f\n\u000b\0".getBytes(ISO_8859_1),
                probe(probes, "Odd").payload());
        assertEquals(6, probe(probes, "Odd").rarity());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-Sample_1.5 patch| ssh Sample 1.5 (protocol 2.0); os Linux; cpe:/a:sample:"
                        + "sample:1.5; cpe:/o:linux:linux_kernel",
                "220 mail.example ready v1_2_3| smtp Mail 1.2.3; host mail.example; device relay",
                "220 anything| ftp",
                "220 anything for FTP| ftp Plain",
                "HELLO there| upper Any",
                "hello there| upper Any",
                "P\u0001a\u00e4b\u007f| printable ab",
            })
    void readsGreetings(String greeting, String text) throws Exception {
        assertEquals(text, identify(sample(), null, greeting));
    }

    @Test
    void readsNumbers() throws Exception {
        assertEquals(
                "number (little 131073, big 512)",
                identify(sample(), null, "N\u0001\0\u0002\0\u0002\0"));
        assertEquals("number (little 772)", identify(sample(), null, "N\u0004\u0003xxyy"));
    }

    @Test
    void knowsNothingOfOtherGreetings() throws Exception {
        for (String greeting : List.of("", "x", "SSH-", "N\u0001", "\0\0\0")) {
            assertNull(identify(sample(), null, greeting), greeting);
        }
    }

    @Test
    void looksWhereTheProbeFallsBackTo() throws Exception {
        ServiceProbes probes = sample();
        assertEquals("web Get", identify(probes, probe(probes, "Get"), "WEB/1 ok"));
        assertNull(identify(probes, probe(probes, "Lines"), "WEB/1 ok"));
        assertEquals("web Get", identify(probes, probe(probes, "Odd"), "WEB/1 ok"));
        // Another protocol's probe may be a fallback too.
        assertEquals("udp", identify(probes, probe(probes, "Odd"), "\u00fe"));
        // Every probe's last fallback is the silent one.
        assertEquals("ftp", identify(probes, probe(probes, "Odd"), "220 x"));
    }

    @Test
    void prefersAHardMatchOfTheSoftOnesService() throws Exception {
        ServiceProbes probes = sample();
        assertEquals("ftp Plain", identify(probes, null, "220 FTP"));
        assertEquals("ftp", identify(probes, null, "220 other mail"));
    }

    @Test
    void leavesOutWhatJavaCantCompile() throws Exception {
        ServiceProbes probes = sample();
        probes.compileAll();
        assertEquals(14, probes.matchCount());
        assertEquals(2, probes.skippedCount());
    }

    @Test
    void compilesAnExpressionOnce() {
        ServiceMatch match = new ServiceMatch("s", false, "^a", 0, List.of());
        assertSame(match.compile(), match.compile());
    }

    /** The expression takes a time exponential in the length; so would this test. */
    @Test
    void givesUpOnEndlessBacktracking() throws Exception {
        ServiceProbes probes =
                parse("Probe TCP NULL q||\nmatch a m|^(a+)+$|\nmatch b m|^a.*b| p/B/\n");
        assertNull(identify(probes, null, "a".repeat(5000) + "!"));
        assertEquals("b B", identify(probes, null, "a".repeat(5000) + "b"));
    }

    /** Java's engine recurses for every turn of such a loop. */
    @Test
    void survivesDeepRecursion() throws Exception {
        ServiceProbes probes = parse("Probe TCP NULL q||\nmatch a m=^(?:a|b|cd)*x=s\n");
        assertNull(identify(probes, null, "ab".repeat(32_000)));
    }

    @Test
    void boundsAllExpressionsTogether() throws Exception {
        String lines = "match a m|(a+)+x|\n".repeat(2000);
        ServiceProbes probes = parse("Probe TCP NULL q||\n" + lines + "match b m|^a| p/B/\n");
        // The budget of all is used up before the last line's turn.
        assertNull(identify(probes, null, "a".repeat(2000)));
        assertEquals("b B", identify(probes, null, "a"));
    }

    private static ServiceProbes parse(String text) throws NmapSyntaxException {
        return ServiceProbes.parse("p", text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "match a m|b| ~ p:1: stands before the first Probe",
                "ports 80 ~ p:1: stands before the first Probe",
                "Foo ~ p:1: \"Foo\" is no directive",
                "Probe TCP A ~ p:1: a probe is written Probe TCP NAME q|TEXT|",
                "Probe SCTP A q|| ~ p:1: a probe is written Probe TCP NAME q|TEXT|",
                "Probe TCP A x|| ~ p:1: the text of a probe is written q|TEXT|",
                "Probe TCP A q|x ~ p:1: the text of a probe is written q|TEXT|",
                "Probe TCP A q|\\y| ~ p:1: the text of the probe has an unknown escape",
                "Probe TCP A q|\\x1| ~ p:1: the text of the probe has an unknown escape",
                "Probe TCP A q|\\| ~ p:1: the text of the probe has an unknown escape",
                "`Probe TCP A q||\nProbe TCP A q||` ~ p:2: \"A\" is the name of an earlier probe",
                "`Probe TCP A q||\n\n#\nports 1-` ~ p:4: \"\" is no number from 0 to 65535",
                "`Probe TCP A q||\nports 65536` ~ p:2: \"65536\" is no number from 0 to 65535",
                "`Probe TCP A q||\nports 2-1` ~ p:2: \"2-1\" ends before it begins",
                "`Probe TCP A q||\nrarity 0` ~ p:2: \"0\" is no number from 1 to 9",
                "`Probe TCP A q||\nmatch a` ~ p:2: a match is written match SERVICE m|EXPRESSION|",
                "`Probe TCP A q||\nmatch a m|b` ~ p:2: a match is written match SERVICE"
                        + " m|EXPRESSION|",
                "`Probe TCP A q||\nmatch a m|b|x` ~ p:2: behind an expression stand only the"
                        + " letters s and i",
                "`Probe TCP A q||\nmatch a m|b| z/c/` ~ p:2: \"z/c/\" is not p/TEXT/, nor with v,"
                        + " i, h, o, d or cpe: for the p",
                "`Probe TCP A q||\nmatch a m|b| p/c` ~ p:2: \"p/c\" is not p/TEXT/, nor with v, i,"
                        + " h, o, d or cpe: for the p",
                "`Probe TCP A q||\nfallback B` ~ p:2: \"B\" is the name of no probe",
                "# nothing ~ p: has no TCP probe; is it a file of nmap's?",
            })
    void saysWhatIsWrong(String text, String message) {
        NmapSyntaxException e = assertThrows(NmapSyntaxException.class, () -> parse(text));
        assertEquals(message, e.getMessage());
    }

    @Test
    void quotesNothingThatATerminalObeys() {
        NmapSyntaxException e =
                assertThrows(
                        NmapSyntaxException.class,
                        () -> parse("\033[2J\u00e4" + "x".repeat(100) + "\n"));
        assertEquals("p:1: \"?[2J?" + "x".repeat(35) + "...\" is no directive", e.getMessage());
        assertEquals(1, e.line());
    }

    @Test
    void readsFiles() throws Exception {
        Path file = directory.resolve("probes");
        Files.writeString(file, "Probe TCP NULL q||\r\nmatch a m|^b|\r\n");
        ServiceProbes probes = ServiceProbes.read(file);
        assertEquals("a", identify(probes, null, "b"));
        NmapSyntaxException e =
                assertThrows(
                        NmapSyntaxException.class,
                        () -> ServiceProbes.read(directory.resolve("none")));
        assertTrue(
                String.valueOf(e.getMessage()).endsWith("none: can't be read (no such file)"),
                e.getMessage());
        assertThrows(NmapSyntaxException.class, () -> ServiceProbes.read(directory));
    }
}
