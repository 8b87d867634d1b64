// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * What masscan writes when it is interrupted, {@code paused.conf}: its configuration, and a
 * position in an order that is not Sonde's.
 */
final class PausedFile {

    /** How much of a file tells whose it is, in bytes. */
    private static final int BEGINNING_BYTES = 4096;

    private PausedFile() {}

    /**
     * Whether a file is a configuration, as masscan's are, rather than a checkpoint: its first line
     * that is not blank is masscan's comment, or sets an option.
     */
    static boolean isMasscans(Given given) throws UsageException {
        try (InputStream in = Files.newInputStream(Path.of(given.value()))) {
            String beginning =
                    new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.ISO_8859_1);
            String line =
                    beginning
                            .lines()
                            .map(String::strip)
                            .filter(each -> !each.isEmpty())
                            .findFirst()
                            .orElse("");
            int equals = line.indexOf('=');
            return line.equals(ConfigFile.PAUSED)
                    || (equals > 0 && Option.named(line.substring(0, equals).strip()) != null);
        } catch (IOException | InvalidPathException e) {
            throw given.unreadable(e);
        }
    }

    /**
     * Whether a line of a file doesn't hold here. Positions of masscan's order mean nothing in
     * Sonde's, so that everything is scanned again; and {@code --echo} without ports leaves theirs
     * empty.
     *
     * @param notes gets what the user should know of it
     */
    static boolean passesOver(ConfigFile file, Option option, List<String> notes)
            throws UsageException {
        if (option == Option.PORTS && file.value().isEmpty()) {
            return true;
        }
        if (file.isPaused() && option == Option.RESUME_COUNT) {
            throw new UsageException(
                    file.place()
                            + "resume-count is of masscan's order, which is not Sonde's; remove the"
                            + " line, or split the scan with --shard");
        }
        boolean isPosition = file.isPaused() && option == Option.RESUME_INDEX;
        if (isPosition) {
            notes.add(
                    file.place()
                            + "resume-index is of masscan's order, which is not Sonde's: all is"
                            + " scanned again");
        }
        return isPosition;
    }
}
