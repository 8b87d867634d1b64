// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.banner.BannerOptions;
import sonde.banner.BannerOptions.Capture;
import sonde.banner.UserHellos;
import sonde.engine.ScanOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;

final class BannerSetterTest {

    @TempDir Path directory;

    private static ScanOptions talk(String... words) throws UsageException {
        String[] all = new String[words.length + 1];
        all[0] = "--banners";
        System.arraycopy(words, 0, all, 1, words.length);
        return CommandLineTest.scan(all);
    }

    private static String refusal(String... words) {
        return assertThrows(UsageException.class, () -> talk(words)).getMessage();
    }

    @Test
    void talksWhenAsked() throws UsageException {
        assertFalse(CommandLineTest.scan().banners);
        assertTrue(CommandLineTest.scan("--banners").banners);
        assertTrue(CommandLineTest.scan("--banner=yes").banners);
        assertFalse(CommandLineTest.scan("--banners", "--nobanners").banners);
        assertFalse(CommandLineTest.scan("--banners", "--no-banners").banners);
    }

    @Test
    void readsMeasures() throws UsageException {
        ScanOptions options =
                talk(
                        "--connection-timeout",
                        "2.5",
                        "--hello-timeout=0",
                        "--max-connections=100",
                        "--max-handshakes",
                        "20",
                        "--deep");
        assertEquals(2.5, options.connectionTimeoutSeconds);
        assertEquals(0, options.helloTimeoutSeconds);
        assertEquals(OptionalInt.of(100), options.maxConnections);
        assertEquals(OptionalInt.of(20), options.maxHandshakes);
        assertTrue(options.banner.deep);
        assertEquals(7, talk("--tcp-timeout=7").connectionTimeoutSeconds);
        assertEquals(
                OptionalInt.empty(),
                talk("--max-connections=9", "--max-connections=0").maxConnections);
    }

    @ParameterizedTest
    @CsvSource({"ssl,tls", "SSL,tls", "http,http", "smbv1,smb"})
    void namesAProtocolToBeginWith(String word, String name) throws UsageException {
        assertEquals(name, talk("--hello", word).userHellos.protocolName());
    }

    @Test
    void readsHellos() throws Exception {
        Path file = directory.resolve("hello");
        Files.write(file, new byte[] {0, 13, 10, -1});
        UserHellos hellos =
                talk(
                                "--hello-file[80]",
                                file.toString(),
                                "--hello-filename[1]=" + file,
                                "--hello-string[65535]",
                                "R0VUIC8NCg==",
                                "--hello-string=aGk")
                        .userHellos;
        assertArrayEquals(new byte[] {0, 13, 10, -1}, hellos.forPort(80));
        assertArrayEquals(new byte[] {0, 13, 10, -1}, hellos.forPort(1));
        assertArrayEquals("GET /\r\n".getBytes(UTF_8), hellos.forPort(65_535));
        assertArrayEquals("hi".getBytes(UTF_8), hellos.forPort(81));
    }

    @Test
    void refusesFilesThatHoldNoHello() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        Path large = Files.write(directory.resolve("large"), new byte[UserHellos.LENGTH_MAX + 1]);
        Path full = Files.write(directory.resolve("full"), new byte[UserHellos.LENGTH_MAX]);
        assertTrue(refusal("--hello-file", empty.toString()).contains("holds nothing to say"));
        assertTrue(refusal("--hello-file", large.toString()).endsWith("give 1 to 16384 bytes"));
        assertTrue(refusal("--hello-file=" + directory).contains(": can't be read ("));
        assertEquals(
                "--hello-file[80] no/such: can't be read (no such file)",
                refusal("--hello-file[80]", "no/such"));
        assertEquals(
                "--hello-file[65536]: \"65536\" is out of range; give 1 to 65535 for the port",
                refusal("--hello-file[65536]", full.toString()));
    }

    @Test
    void readsWhatGoesIntoRequests() throws UsageException {
        BannerOptions banner =
                talk(
                                "--http-method=HEAD",
                                "--http-uri",
                                "/a?b=c",
                                "--http-version",
                                "HTTP/1.1",
                                "--http-host=www.example",
                                "--http-useragent",
                                "Mozilla/5.0 (X11)",
                                "--http-header=X-A:1",
                                "--http-field",
                                "X-B: two words ",
                                "--http-header[X-C]",
                                "3:4",
                                "--http-cookie=a=b",
                                "--http-cookie=c=d",
                                "--http-payload",
                                "f=\u00e4",
                                "--contact",
                                "https://scan.example/who?a=1")
                        .banner;
        assertEquals("HEAD", banner.httpMethod);
        assertEquals("/a?b=c", banner.httpUrl);
        assertEquals("HTTP/1.1", banner.httpVersion);
        assertEquals("www.example", banner.httpHost);
        assertEquals("Mozilla/5.0 (X11)", banner.httpUserAgent);
        assertEquals(List.of("X-A: 1", "X-B: two words", "X-C: 3:4"), banner.httpHeaders);
        assertEquals(List.of("a=b", "c=d"), banner.httpCookies);
        assertArrayEquals("f=\u00e4".getBytes(UTF_8), banner.httpPayload);
        assertEquals("https://scan.example/who?a=1", banner.contact);
        assertEquals("HTTP/1.1", talk("--http-version=1.1").banner.httpVersion);
    }

    @Test
    void hasEachHeaderOnce() throws UsageException {
        BannerOptions banner =
                talk(
                                "--http-header=X-A:1",
                                "--http-header=x-a:2",
                                "--http-header=X-Ab:",
                                "--http-header[Host]=a.example",
                                "--http-header=user-agent: me")
                        .banner;
        assertEquals(List.of("x-a: 2", "X-Ab: "), banner.httpHeaders);
        assertEquals("a.example", banner.httpHost);
        assertEquals("me", banner.httpUserAgent);
        assertNull(talk().banner.httpUserAgent);
    }

    @Test
    void choosesWhatIsKept() throws UsageException {
        assertEquals(EnumSet.of(Capture.CERT), talk().banner.captures);
        assertEquals(
                EnumSet.of(Capture.HTML, Capture.SERVERNAME),
                talk("--capture=html", "--nocapture", "cert", "--capture", "servername")
                        .banner
                        .captures);
    }

    @ParameterizedTest
    @CsvSource({
        "--heartbleed,HEARTBLEED",
        "--vuln=heartbleed,HEARTBLEED",
        "--ticketbleed,TICKETBLEED",
        "--vuln=ticketbleed,TICKETBLEED",
        "--vuln=poodle,POODLE",
        "--vuln=SSLv3,POODLE"
    })
    void checksImplyBanners(String word, Capture capture) throws UsageException {
        ScanOptions options = CommandLineTest.scan(word);
        assertTrue(options.banners);
        assertEquals(EnumSet.of(Capture.CERT, capture), options.banner.captures);
        assertFalse(CommandLineTest.scan("--heartbleed=no").banners);
    }

    /** What {@code --vuln list} shows must be what {@code --vuln} takes. */
    @Test
    void listsItsChecks() throws UsageException {
        assertEquals(
                CommandLine.Mode.CHECKS, CommandLine.parse(List.of("--vuln", "list"), 0).mode());
        for (String line : BannerSetter.checks().split("\n", -1)) {
            if (!line.isEmpty()) {
                assertTrue(talk("--vuln", line.substring(0, line.indexOf(' '))).banners, line);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--connection-timeout=0 | is out of range; give 0.1 to 86400 seconds",
                "--hello-timeout=3601 | is out of range; give 0 to 3600 seconds",
                "--max-connections=16777217 | is out of range; give 0 to 16777216",
                "--max-handshakes=0 | is out of range; give 1 to 20",
                "--max-handshakes=21 | is out of range; give 1 to 20",
                "--hello=ftp | is no protocol whose hello can be said everywhere; give ssl, http"
                        + " or smbv1",
                "--hello-string=a*b | is not base64; give what base64 -w0 FILE prints, or use"
                        + " --hello-file",
                "--http-method=GET / | is no method of HTTP; give one word, such as HEAD",
                "--http-url=/a b | has a blank, which ends a path; write %20",
                "--http-version=1 | is no version of HTTP; give two digits, such as 1.1",
                "--http-host=a b | has a blank, which ends a host's name; write %20",
                "--http-header=X-A | has no colon; give NAME:TEXT, such as X-Scan:research",
                "--http-header=X A:b | has no good name; give NAME:TEXT, such as X-Scan:research",
                "--http-header=Content-Length:5 | would lie about the body; give the body by"
                        + " --http-payload",
                "--contact=me | is no address to turn to; give one such as https://scan.example/"
                        + " or mailto:scan@example.org",
                "--contact=https://a/) | is no address to turn to; give one such as"
                        + " https://scan.example/ or mailto:scan@example.org",
                "--capture=all | can't be captured; give cert, servername, html, heartbleed or"
                        + " ticketbleed",
                "--vuln=ntp-monlist | is a payload of UDP; give --payload-extras ntp-monlist",
            })
    void saysWhatIsWrong(String word, String message) {
        int equals = word.indexOf('=');
        assertEquals(
                word.substring(0, equals) + ": \"" + word.substring(equals + 1) + "\" " + message,
                refusal(word));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--http-header=X-A:b\r\nX-C:d",
                "--http-header[X-A]=b\nc",
                "--http-url=/\r\n",
                "--http-host=a\rb",
                "--http-user-agent=a\nb",
                "--http-cookie=a\r\nb",
                "--http-method=GET\n",
                "--contact=https://a/\r\nb"
            })
    void letsNoLineEndsThrough(String word) {
        assertTrue(refusal(word).contains("contains a control character; remove it"), word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-user-agent=\u00e4", "--http-header[X-A]=\u4e2d"})
    void keepsHeadersInAscii(String word) {
        assertTrue(refusal(word).endsWith("give printable ASCII"), word);
        String tooLong = word.replaceFirst("=.*", "=" + "a".repeat(4097));
        assertTrue(refusal(tooLong).endsWith("give at most 4096 characters"));
    }

    @Test
    void readsBracketsThatHoldSomething() {
        assertTrue(refusal("--hello-file[]=x").contains("the brackets hold nothing"));
        assertTrue(refusal("--hello-file[80=x").contains("are not closed; write --hello-file[80]"));
        assertEquals("--http-header needs a value: NAME:TEXT", refusal("--http-header"));
        assertEquals("--http-header[X-A] needs a value: TEXT", refusal("--http-header[X-A]"));
        assertEquals("--http-header[X-A] needs a value: TEXT", refusal("--http-header[X-A]="));
        assertTrue(refusal("--http-header[ ]=x").contains("has no colon"));
        assertTrue(refusal("--http-header[X A]=x").contains("has no good name"));
        assertTrue(refusal("--hello-string[0]=aGk").endsWith("give 1 to 65535 for the port"));
        assertTrue(refusal("--hello-string[http]=aGk").contains("is not a whole number"));
        assertTrue(refusal("--http-url[0]=/").contains("leave out the index"));
    }

    @Test
    void saysWhenNobodyWouldTalk() throws UsageException {
        for (String word :
                List.of(
                        "--hello=http",
                        "--hello-string=aGk",
                        "--deep",
                        "--nmap-service-probes=x")) {
            String message =
                    assertThrows(UsageException.class, () -> CommandLineTest.scan(word))
                            .getMessage();
            assertTrue(message.endsWith("add --banners"), message);
        }
        // As masscan's configuration files do.
        assertFalse(CommandLineTest.scan("--http-user-agent=x", "--capture=cert").banners);
    }

    @Test
    void keepsTheFileOfProbesForLater() throws UsageException {
        assertEquals(Path.of("x/y"), talk("--nmap-service-probes", "x/y").nmapServiceProbes);
    }
}
