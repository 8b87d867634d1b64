// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real masscan on the scanner's side of a lab. It ends by itself. */
final class Masscan {

    /** How long one run may take. */
    private static final String LIMIT_SECONDS = "40";

    /**
     * What is left of a record of JSON when masscan has read it, which knows neither hosts that are
     * up, nor a banner's hops, nor what Sonde calls a service.
     */
    static final String WORDS =
            ".[]|[.ip,.timestamp]+(.ports[0]|[.port,"
                    + "(if .proto == \"icmp6\" then \"err\" else .proto end),"
                    + "(if .status == \"up\" then \"open\" else .status end),.service.banner])";

    private final String commandLine;
    private final Process process;
    private final Path said;

    private Masscan(String commandLine, Process process, Path said) {
        this.commandLine = commandLine;
        this.process = process;
        this.said = said;
    }

    /** Starts a scan by way of the lab's interface and, but for ARP, its gateway. */
    static Masscan scan(Lab lab, Path out, String line) {
        String gateway = lab.peer().must("cat", "/sys/class/net/" + Lab.PEER_LINK + "/address");
        List<String> words =
                new ArrayList<>(
                        List.of("timeout", LIMIT_SECONDS, "masscan", "-e", Lab.SCANNER_LINK));
        if (!line.contains("--arp")) {
            words.addAll(List.of("--router-mac", gateway.strip().replace(':', '-')));
        }
        words.addAll(List.of(line.split(" ")));
        words.addAll(List.of("-oB", out.toString()));
        Path said = Results.sibling(out, "said");
        try {
            Process process =
                    new ProcessBuilder(lab.scanner().command(words))
                            .directory(out.getParent().toFile())
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(said.toFile())
                            .start();
            return new Masscan(String.join(" ", words), process, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it read a binary file and write what it reads as JSON. */
    static Path readAsJson(Path file, String... options) {
        Path json = Results.sibling(file, "masscan.json");
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-oJ", json.toString()));
        read(List.of(file), all);
        return json;
    }

    /** Has it read binary files, one after the other. */
    static void read(List<Path> files, List<String> options) {
        List<String> words = new ArrayList<>(List.of("masscan", "--readscan"));
        files.forEach(file -> words.add(file.toString()));
        words.addAll(options);
        Command.must(words);
    }

    /**
     * Has something come in on the scanner's side five times a second: on a quiet link libpcap does
     * not wake masscan, whose timers then stand still and which says no hello.
     */
    static void keepAwake(Lab lab) {
        List<String> words = new ArrayList<>(List.of("timeout", LIMIT_SECONDS, "bash", "-c"));
        words.add("while :; do echo >/dev/udp/" + Lab.GATEWAY + "/9; sleep 0.2; done");
        try {
            new ProcessBuilder(lab.scanner().command(words))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void await() {
        try {
            assertEquals(0, process.waitFor(), () -> commandLine + "\n" + Json.read(said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
