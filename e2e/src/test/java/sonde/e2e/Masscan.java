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
        List<String> words = new ArrayList<>(List.of("masscan", "--readscan", file.toString()));
        words.addAll(List.of(options));
        words.addAll(List.of("-oJ", json.toString()));
        Command.must(words);
        return json;
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
