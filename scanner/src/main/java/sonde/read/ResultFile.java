// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import sonde.output.BinaryLayout;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Opens a file of results, whatever its format, which its first bytes tell, and whether or not gzip
 * or zstd has compressed it.
 */
public final class ResultFile {

    /** In place of a file's name: standard input. */
    public static final String STDIN = "-";

    /** As much of a file as is looked at to find its format, in bytes. */
    private static final int LOOK_BYTES = 8192;

    /** A line that ends behind so many bytes is enough. */
    private static final int ENOUGH_BYTES = 16;

    /** What begins a gzip file (RFC 1952 section 2.3.1). */
    private static final String GZIP = "\u001f\u008b";

    /** What begins a Zstandard frame (RFC 8878 section 3.1.1). */
    private static final String ZSTD = "(\u00b5/\u00fd";

    /** UTF-8's byte order mark (RFC 3629 section 6). */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    private static final String LIST_COMMENT = "#masscan";
    private static final Pattern LIST_LINE =
            Pattern.compile("(?:open|closed|filtered|unfiltered|up|unknown|banner) .*");
    private static final Pattern GREPABLE_LINE = Pattern.compile("(?:Host|Timestamp): .*");
    private static final Pattern GREPABLE_COMMENT = Pattern.compile("# (?:Masscan|Nmap|Ports) .*");

    private ResultFile() {}

    /**
     * Opens a file.
     *
     * @param stdin what {@link #STDIN} means
     * @throws ReadException if it can't be read or its format is none that is known
     */
    public static RecordReader open(Path file, InputStream stdin) throws IOException {
        return isStdin(file)
                ? open("standard input", stdin)
                : open(file.toString(), openStream(file));
    }

    /**
     * Fails where {@link #open} would, before anything is read. Only regular files are tried, as
     * others may be open but once.
     */
    public static void requireReadable(Path file) throws IOException {
        if (!isStdin(file) && !isDevice(file)) {
            openStream(file).close();
        }
    }

    private static boolean isStdin(Path file) {
        return file.toString().equals(STDIN);
    }

    /** Whether it is there and neither file nor directory: a pipe, say. */
    private static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static InputStream openStream(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new ReadException(file + ": is a directory: name the files in it");
            }
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new ReadException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new ReadException(file + ": can't be read: permission denied", e);
        }
    }

    /** The same of a stream, which is closed with the reader. */
    static RecordReader open(String name, InputStream stream) throws IOException {
        try {
            return reader(name, stream);
        } catch (IOException e) {
            stream.close();
            throw e instanceof ReadException
                    ? e
                    : new ReadException(name + ": can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static RecordReader reader(String name, InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream, LOOK_BYTES);
        String start = look(in);
        if (start.startsWith(GZIP)) {
            in = new BufferedInputStream(new GzipStream(in), LOOK_BYTES);
            start = look(in);
        } else if (start.startsWith(ZSTD)) {
            in = new BufferedInputStream(new ZstdStream(in), LOOK_BYTES);
            start = look(in);
        }
        if (start.startsWith(MARK)) {
            in.skipNBytes(MARK.length());
            start = start.substring(MARK.length());
        }
        ByteSource source = new ByteSource(name, in);
        if (start.startsWith(BinaryLayout.MAGIC)) {
            return new BinaryReader(source);
        }
        return textReader(name, start, source);
    }

    private static RecordReader textReader(String name, String start, ByteSource source)
            throws ReadException {
        for (String line : start.split("\r?\n", -1)) {
            if (GREPABLE_COMMENT.matcher(line).matches()) {
                return new GrepableReader(source);
            }
            if (line.equals(LIST_COMMENT)) {
                return new ListReader(source);
            }
            if (!line.isBlank() && line.charAt(0) != '#') {
                return readerOf(name, line, source);
            }
        }
        // Nothing but comments: there is nothing in it.
        return new ListReader(source);
    }

    /** By the first line that is no comment. */
    private static RecordReader readerOf(String name, String line, ByteSource source)
            throws ReadException {
        char first = line.stripLeading().charAt(0);
        if (first == '<') {
            return new XmlReader(source);
        }
        if (first == '[' || first == '{' || first == ']') {
            return new JsonReader(source);
        }
        if (LIST_LINE.matcher(line).matches()) {
            return new ListReader(source);
        }
        if (GREPABLE_LINE.matcher(line).matches()) {
            return new GrepableReader(source);
        }
        if (("," + line.replace("\"", "") + ",").contains(",ip,")) {
            return new CsvReader(source);
        }
        throw new ReadException(
                name
                        + ": is in no format that can be read: give files of -oB, -oJ, -oD, -oL,"
                        + " -oX, -oG or csv");
    }

    /** The first bytes, as characters of the same number; they stay to be read. */
    private static String look(InputStream in) throws IOException {
        in.mark(LOOK_BYTES);
        byte[] bytes = new byte[LOOK_BYTES];
        int length = 0;
        // No longer than is needed: a pipe may be slow.
        while (length < LOOK_BYTES && !isEnough(bytes, length)) {
            int count = readSome(in, bytes, length);
            if (count <= 0) {
                break;
            }
            length += count;
        }
        in.reset();
        return new String(bytes, 0, length, ISO_8859_1);
    }

    /** Where compressed data is cut off, what was there before is all there is. */
    private static int readSome(InputStream in, byte[] bytes, int length) throws IOException {
        try {
            return in.read(bytes, length, LOOK_BYTES - length);
        } catch (EOFException e) {
            if (length == 0) {
                throw e;
            }
            return 0;
        }
    }

    private static boolean isEnough(byte[] bytes, int length) {
        for (int i = ENOUGH_BYTES; i < length; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
