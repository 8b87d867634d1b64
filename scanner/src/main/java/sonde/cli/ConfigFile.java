// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A configuration file in masscan's syntax, line by line: {@code name = value}; a line whose first
 * character is punctuation is a comment, a blank line is nothing.
 *
 * <p>Unlike masscan's, a line without {@code =} is an error. A value may stand in double quotes,
 * which only a value with blanks at its ends needs.
 */
final class ConfigFile implements AutoCloseable {

    /** The longest line, in bytes without its end: masscan's limit. */
    static final int LINE_LENGTH_MAX = 64 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String shownPath;
    private final InputStream in;
    private byte[] buffer = new byte[256];
    private int lineNumber;
    private String name = "";
    private String value = "";

    private ConfigFile(String shownPath, InputStream in) {
        this.shownPath = shownPath;
        this.in = in;
    }

    /** Opens a file; {@code -} is standard input. */
    static ConfigFile open(Given given) throws UsageException {
        String path = given.value();
        try {
            InputStream in = path.equals("-") ? System.in : Files.newInputStream(Path.of(path));
            return new ConfigFile(TerminalText.sanitize(path), new BufferedInputStream(in));
        } catch (IOException | InvalidPathException e) {
            throw given.unreadable(e);
        }
    }

    /**
     * Reads settings that stand in another file.
     *
     * @param path of that, for messages
     */
    static ConfigFile of(String path, String text) {
        return new ConfigFile(
                TerminalText.sanitize(path),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Goes to the next setting. Returns false at the end of the file. */
    boolean next() throws UsageException {
        while (true) {
            String line = readLine();
            if (line == null) {
                return false;
            }
            if (line.isEmpty() || isPunctuation(line.charAt(0))) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new UsageException(
                        place() + TerminalText.quote(line) + " has no \"=\"; write name = value");
            }
            name = line.substring(0, equals).strip();
            value = unquote(line.substring(equals + 1).strip());
            return true;
        }
    }

    /** The name before the {@code =}. */
    String name() {
        return name;
    }

    /** The value behind the {@code =}. */
    String value() {
        return value;
    }

    /** File and line, ready to stand before a message. */
    String place() {
        return shownPath.concat(":").concat(Integer.toString(lineNumber)).concat(": ");
    }

    /** Writes a value so that it is read back as it is. */
    static String quote(String value) {
        boolean quoted = !value.equals(value.strip()) || !unquote(value).equals(value);
        return quoted ? '"' + value + '"' : value;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            // Everything has been read; there is nothing left to lose.
        }
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The next line without blanks at its ends, or null at the end of the file. */
    private @Nullable String readLine() throws UsageException {
        lineNumber++;
        try {
            int length = 0;
            int read = in.read();
            if (read < 0) {
                return null;
            }
            while (read >= 0 && read != '\n') {
                if (length == LINE_LENGTH_MAX) {
                    throw new UsageException(
                            place()
                                    + "the line is longer than 65536 bytes; is this a configuration"
                                    + " file?");
                }
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
                buffer[length++] = (byte) read;
                read = in.read();
            }
            String line = new String(buffer, 0, length, StandardCharsets.UTF_8);
            boolean marked = lineNumber == 1 && line.indexOf(BYTE_ORDER_MARK) == 0;
            return line.substring(marked ? 1 : 0).strip();
        } catch (IOException e) {
            throw new UsageException(place() + "can't be read (" + reason(e) + ')');
        }
    }

    private static boolean isPunctuation(char c) {
        return c > ' '
                && c < 127
                && !(c >= '0' && c <= '9')
                && !(c >= 'A' && c <= 'Z')
                && !(c >= 'a' && c <= 'z');
    }

    /** Why a file can't be read, in few words that are safe to print. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : TerminalText.sanitize(message, 120);
    }
}
