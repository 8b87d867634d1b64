// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A session by ssh(1) from the far side to a real sshd on the scanner's host, which is started for
 * it. Both end with the lab.
 */
final class SecureShell {

    private static final int PORT = 2222;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * sshd wants an empty folder below /run, which its service makes on other machines; {@code ip
     * netns exec} gives each program mounts of its own.
     */
    private static final String SERVER =
            "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec $(command -v sshd)"
                    + " -D -e -f /dev/null"
                    + " -o Port="
                    + PORT
                    + " -o ListenAddress="
                    + Lab.SCANNER_ADDRESS
                    + " -o HostKey=FOLDER/host -o AuthorizedKeysFile=FOLDER/user.pub"
                    + " -o StrictModes=no -o UsePAM=no -o PidFile=none -o PermitRootLogin=yes";

    private static final String CLIENT =
            "ssh -T -F /dev/null -i FOLDER/user -p "
                    + PORT
                    + " -o BatchMode=yes -o StrictHostKeyChecking=no"
                    + " -o UserKnownHostsFile=/dev/null root@"
                    + Lab.SCANNER_ADDRESS
                    + " sh";

    private final Process client;
    private final Writer input;
    private final Path out;
    private final Path err;

    private SecureShell(Process client, Path out, Path err) {
        this.client = client;
        this.out = out;
        this.err = err;
        input = client.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Starts the server, and returns once a shell answers. */
    static SecureShell open(Lab lab) {
        Path folder = lab.file("ssh");
        try {
            Files.createDirectories(folder);
            for (String key : List.of("host", "user")) {
                Command.must(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/" + key);
            }
            Path log = folder.resolve("sshd.log");
            Process server =
                    start(lab.scanner(), folder, List.of("sh", "-c", SERVER))
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(log.toFile())
                            .start();
            Await.until(
                    LIMIT,
                    "sshd listens",
                    () -> {
                        if (!server.isAlive()) {
                            throw new IllegalStateException("sshd ended: " + Json.read(log));
                        }
                        return Listeners.in(lab.scanner()).contains(PORT);
                    });
            Path out = folder.resolve("ssh.out");
            Path err = folder.resolve("ssh.err");
            Process client =
                    start(lab.peer(), folder, List.of(CLIENT.split(" ")))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            SecureShell shell = new SecureShell(client, out, err);
            shell.answers("opened");
            return shell;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder start(Namespace namespace, Path folder, List<String> words) {
        List<String> filled = new ArrayList<>(words);
        filled.replaceAll(word -> word.replace("FOLDER", folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(namespace.command(filled));
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        return builder;
    }

    /** Has the shell work out a word, and fails unless it does so in time. */
    void answers(String word) {
        try {
            // Asked in two parts, so that the question is not the answer.
            input.write("echo " + word + "-$((" + word.length() + " + 1000))\n");
            input.flush();
        } catch (IOException e) {
            throw new AssertionError("the session is over: " + Json.read(err), e);
        }
        String answer = word + "-" + (word.length() + 1000);
        Await.until(
                LIMIT,
                "answer of the shell: " + answer,
                () -> {
                    if (!client.isAlive()) {
                        throw new AssertionError("the session is over: " + Json.read(err));
                    }
                    return Json.read(out).contains(answer + "\n");
                });
    }
}
