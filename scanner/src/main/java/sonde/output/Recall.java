// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows a format what its file has already, line by line. */
final class Recall {

    /** No line that a format recalls is longer; longer ones are somebody else's and passed over. */
    private static final int LINE_MAX_BYTES = 256;

    private Recall() {}

    /**
     * Does nothing if the format asks for nothing, or the destination is no file, or one that is
     * compressed.
     */
    static void show(RecordFormat format, String destination) throws OutputException {
        boolean isPlain =
                !destination.equals(Destination.STDOUT) && Compression.of(destination) == null;
        if (!format.recalls() || !isPlain) {
            return;
        }
        Path file = Path.of(destination);
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            show(format, bytes);
        } catch (IOException e) {
            throw new OutputException("cannot read " + destination + ": " + e.getMessage(), e);
        }
    }

    /** Closes a writer whose format could not be shown what it has; returns the reason. */
    static OutputException closeAfter(OutputException reason, RecordWriter writer) {
        try {
            writer.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    /** The same of any stream; a last line without its end is none. */
    static void show(RecordFormat format, InputStream bytes) throws IOException {
        byte[] line = new byte[LINE_MAX_BYTES + 1];
        int length = 0;
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            if (next == '\n') {
                if (length <= LINE_MAX_BYTES) {
                    format.recall(new String(line, 0, length, ISO_8859_1));
                }
                length = 0;
            } else if (length <= LINE_MAX_BYTES) {
                line[length++] = (byte) next;
            }
        }
    }
}
