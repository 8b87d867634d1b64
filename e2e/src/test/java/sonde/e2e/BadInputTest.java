// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What goes wrong is said in one line that names what was wrong, and in the exit code. */
@Tag("e2e")
class BadInputTest {

    private static final int USAGE = 2;
    private static final int HOST = 3;
    private static final int OUTPUT = 4;
    private static final int LINE_LENGTH_MAX = 400;

    private static Lab lab;

    @BeforeAll
    static void openLab() {
        Require.rootAnd("setpriv", "mount");
        lab = Lab.silent();
    }

    @AfterAll
    static void closeLab() {
        if (lab != null) {
            lab.close();
        }
    }

    /**
     * Each row: the words that are wrong, with what is right around them; then what the error has
     * to name.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.18.0.1 -p80 --rate fast | fast",
                "198.18.0.1 -p80 --rate -5 | -5",
                "198.18.0.1 -p80 --bandwidth much | much",
                "198.18.0.1 -p70000 | 70000",
                "198.18.0.1 -phttp;80 | http;80",
                "198.18.0.1 -pU:70000 | U:70000",
                "198.18.0.1 -pX:80 | X:80",
                "198.18.0.1 -pO:300 | O:300",
                "198.18.0.1 -p80 --vlan 5000 | 5000",
                "198.18.0.1 -p80 --scanflags ABC | ABC",
                "198.18.0.1 -pU:53 --payload-extras foo | foo",
                "198.18.0.1 -pU:53 --payload-file /nonexistent/payloads | /nonexistent/payloads",
                "2001:db8::/32 -p80 | --ipv6-iid",
                "2001:db8::/129 -p80 | 2001:db8::/129",
                "2001:db8::/64 -p80 --ipv6-iid odd | odd",
                "2001:db8::1 -p80 --source-ip 2001:db8::/40 | --source-ip",
                "198.18.0.1 -p80 --top-ports 99999 | 99999",
                "198.18.0.1 -p80 --shard 4/3 | 4/3",
                "198.18.0.1 -p80 --cpu 99999 | 99999",
                "198.18.0.1 -p80 --link xdp-alive | xdp-alive",
                "198.18.0.1 -p80 --wait soon | soon",
                "198.18.0.1 -p80 --retries 1000 | 1000",
                "198.18.0.1 -p80 --seed apple | apple",
                "198.18.0.1 -p80 --resume-index -1 | -1",
                "198.18.0.1 -p80 --resume-count many | many",
                "198.18.0.1 -p80 --ttl 300 | 300",
                "198.18.0.1 -p80 --source-port 99999 | 99999",
                "198.18.0.1 -p80 --source-ip here | here",
                "198.18.0.1 -p80 --source-mac zz:00 | zz:00",
                "198.18.0.1 -p80 --router-mac 12 | 12",
                "198.18.0.1 -p80 --router-ip there | there",
                "198.18.0.1 -p80 --link pigeon | pigeon",
                "198.18.0.1 -p80 --show everything | everything",
                "198.18.0.1 -p80 --no-such-option | no-such-option",
                "198.18.0.1 -p80 --rate | rate",
                "198.18.0.1 -p80 --exclude 198.18.0.0/40 | 198.18.0.0/40",
                "198.18.0.1 -p80 --excludefile /nonexistent/list | /nonexistent/list",
                "198.18.0.0/33 -p80 | 198.18.0.0/33",
                "198.18.0.9-198.18.0.1 -p80 | 198.18.0.9-198.18.0.1",
                "198.18.0.1 | -p",
                "-p80 | target",
                "198.18.0.1 -p80 --exclude 198.18.0.1 | exclu",
                "-iL /nonexistent/targets -p80 | /nonexistent/targets",
                "-iL /tmp -p80 | /tmp",
                "-c /nonexistent/sonde.conf | /nonexistent/sonde.conf",
                "0.0.0.0/0 -p80 | --exclude",
            })
    void namesTheValueThatIsWrong(String arguments, String named) {
        assertOneLine(lab.run(arguments.split(" ")), USAGE, named);
    }

    @Test
    void namesTheLineOfATargetFileThatIsWrong() throws IOException {
        Path targets = lab.file("targets.txt");
        Files.writeString(
                targets, "198.18.0.1\n# a comment\n198.18.0.0/24\n198.18.0.999\n198.18.0.2\n");
        SondeResult result = lab.run("-iL", targets.toString(), "-p80");
        assertOneLine(result, USAGE, targets.toString());
        assertTrue(result.err().contains("4"), result::story);
        assertTrue(result.err().contains("198.18.0.999"), result::story);
    }

    @Test
    void namesTheLineOfAConfigurationFileThatIsWrong() throws IOException {
        Path config = lab.file("bad.conf");
        Files.writeString(config, "# scan\nports = 80\nrate = fast\n");
        SondeResult result = lab.run("-c", config.toString(), "198.18.0.1");
        assertOneLine(result, USAGE, "fast");
        assertTrue(result.err().contains(config + ":3"), result::story);
    }

    @Test
    void saysHowToGetThePrivilegesItLacks() {
        List<String> asNobody =
                List.of(
                        "setpriv",
                        "--reuid",
                        "65534",
                        "--regid",
                        "65534",
                        "--clear-groups",
                        "--no-new-privs");
        SondeResult result =
                SondeProcess.start(lab, asNobody, List.of("198.18.0.1", "-p80")).await();
        assertOneLine(result, HOST, "CAP_NET_RAW");
        assertTrue(result.err().contains("sudo"), result::story);
    }

    @Test
    void saysThatTheInterfaceIsUnknown() {
        assertOneLine(lab.run("198.18.0.1", "-p80", "--interface", "nosuch0"), HOST, "nosuch0");
    }

    @Test
    void saysThatTheInterfaceIsDown() {
        lab.scanner().ip("link", "add", "down0", "type", "veth", "peer", "name", "down1");
        lab.scanner().ip("addr", "add", "198.19.1.1/24", "dev", "down0");
        assertOneLine(lab.run("198.19.1.2", "-p80", "--interface", "down0"), HOST, "down0");
    }

    @Test
    void saysThatThereIsNoRoute() {
        assertOneLine(lab.run("198.19.77.1", "-p80"), HOST, "198.19.77.1");
    }

    @Test
    void saysThatTheRouterDoesNotAnswer() {
        lab.scanner()
                .ip(
                        "route",
                        "add",
                        "198.19.9.0/24",
                        "via",
                        "198.19.255.77",
                        "dev",
                        Lab.SCANNER_LINK);
        assertOneLine(lab.run("198.19.9.1", "-p80", "--wait", "0"), HOST, "198.19.255.77");
    }

    @Test
    void saysThatTheOutputFolderIsMissing() {
        assertOneLine(
                lab.run("198.18.0.1", "-p80", "-oL", "/nonexistent/out.list"),
                OUTPUT,
                "/nonexistent/out.list");
    }

    /**
     * The file system is a tmpfs of one page in the process's own mount namespace, so it ends with
     * the process.
     */
    @Test
    void saysThatTheDiskIsFull() throws IOException {
        Require.rootAnd("nginx", "ss");
        Path folder = Files.createDirectory(lab.file("full"));
        Path list = folder.resolve("out.list");
        List<String> onFullDisk =
                List.of(
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=4k tmpfs "
                                + folder
                                + " && head -c 4000 /dev/zero >"
                                + folder
                                + "/filler && exec \"$0\" \"$@\"");
        try (Lab answering = Lab.routed()) {
            Nginx.start(answering, answering.peer(), "80");
            SondeResult result =
                    SondeProcess.start(
                                    answering,
                                    onFullDisk,
                                    List.of(
                                            Lab.TARGETS,
                                            "-p80",
                                            "--rate",
                                            "5000",
                                            "-oL",
                                            list.toString()))
                            .await();
            assertOneErrorLine(result, OUTPUT, list.toString());
            assertTrue(result.err().contains("disk full"), result::story);
        }
    }

    /** The command printed nothing but one error line. */
    private static void assertOneLine(SondeResult result, int exitCode, String named) {
        assertOneErrorLine(result, exitCode, named);
        assertEquals(1, result.err().lines().count(), result::story);
        assertEquals("", result.out(), result::story);
    }

    /** Among what the command printed there is exactly one error line. */
    private static void assertOneErrorLine(SondeResult result, int exitCode, String named) {
        assertEquals(exitCode, result.exitCode(), result::story);
        List<String> errors =
                Arrays.stream(result.err().split("[\n\r]+"))
                        .filter(line -> line.startsWith("sonde: "))
                        .toList();
        assertEquals(1, errors.size(), result::story);
        assertTrue(
                errors.getFirst().contains(named), () -> "names " + named + ": " + result.story());
        assertTrue(errors.getFirst().length() <= LINE_LENGTH_MAX, result::story);
        assertFalse(result.err().contains("\tat "), () -> "no stack trace: " + result.story());
        assertFalse(result.err().contains("Exception"), () -> "no exception: " + result.story());
    }
}
