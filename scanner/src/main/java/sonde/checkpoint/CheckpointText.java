// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputMark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The text of a checkpoint: a first line with the format's version, {@code name = value} lines, the
 * scan's options behind {@code "| "}, and a last line with the CRC-32C (RFC 9260 appendix A) of all
 * bytes before it. Numbers are decimal, keys and hashes hexadecimal.
 */
final class CheckpointText {

    /** What every version begins with. */
    static final String MAGIC = "sonde-checkpoint ";

    private static final int VERSION = 1;

    /** No version has more digits than nine. */
    private static final int VERSION_END_MAX = MAGIC.length() + 9;

    /** The last second of the year 9999, which every format can write. */
    private static final long STARTED_MAX_SECONDS = 253_402_300_799L;

    private static final String SEPARATOR = " = ";
    private static final String OPTION = "| ";
    private static final String SUM = "crc32c";

    private static final int HEX = 16;

    /**
     * More targets than are expected to be talked to, waited for and held back at once: with so
     * many conversations the checkpoint could not be read back.
     */
    private static final int PENDING_MAX = 1 << 21;

    private CheckpointText() {}

    static byte[] write(Checkpoint checkpoint) {
        StringBuilder text = new StringBuilder(MAGIC).append(VERSION).append('\n');
        line(text, "fingerprint", Long.toHexString(checkpoint.fingerprint()));
        line(text, "seed", Long.toUnsignedString(checkpoint.seed()));
        line(text, "shard", (checkpoint.shardIndex() + 1) + "/" + checkpoint.shardCount());
        line(text, "cursor", Long.toString(checkpoint.cursor()));
        if (!checkpoint.pending().isEmpty()) {
            StringBuilder indexes = new StringBuilder();
            for (long index : checkpoint.pending()) {
                indexes.append(indexes.isEmpty() ? "" : " ").append(index);
            }
            line(text, "pending", indexes.toString());
        }
        line(
                text,
                "key",
                Long.toHexString(checkpoint.key0()) + ' ' + Long.toHexString(checkpoint.key1()));
        line(text, "started", Long.toString(checkpoint.startedEpochSeconds()));
        line(text, "journal", Long.toString(checkpoint.journalBytes()));
        for (Checkpoint.Output output : checkpoint.outputs()) {
            OutputMark mark = output.mark();
            line(
                    text,
                    "output",
                    mark.position()
                            + " "
                            + mark.records()
                            + ' '
                            + mark.fileKey()
                            + ' '
                            + output.format()
                            + ' '
                            + output.destination());
        }
        checkpoint.options().lines().forEach(line -> text.append(OPTION).append(line).append('\n'));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] sum =
                (SUM + SEPARATOR + Long.toHexString(sum(body, body.length)) + '\n')
                        .getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[body.length + sum.length];
        System.arraycopy(body, 0, whole, 0, body.length);
        System.arraycopy(sum, 0, whole, body.length, sum.length);
        return whole;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(SEPARATOR).append(value).append('\n');
    }

    private static long sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return sum.getValue();
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static Checkpoint read(byte[] bytes) {
        if (!isCheckpoint(bytes)) {
            throw new IllegalArgumentException("it is no checkpoint of Sonde's");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String version = versionOf(text);
        if (!version.equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException(
                    "it has version " + version + ", and this Sonde reads version " + VERSION);
        }
        requireSum(text, bytes);
        try {
            return new Fields(text).checkpoint();
        } catch (NumberFormatException e) {
            // Its message would repeat what the file says.
            throw new IllegalArgumentException("one of its numbers is none", e);
        }
    }

    /** Whether bytes begin as checkpoints of all versions do. */
    static boolean isCheckpoint(byte[] bytes) {
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= magic.length
                && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /** What the first line says, as far as it may be shown. */
    private static String versionOf(String text) {
        int end = MAGIC.length();
        while (end < Math.min(text.length(), VERSION_END_MAX) && isDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(MAGIC.length(), end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void requireSum(String text, byte[] bytes) {
        int start = text.lastIndexOf('\n' + SUM + SEPARATOR) + 1;
        String said = start == 0 ? "" : text.substring(start + (SUM + SEPARATOR).length()).strip();
        int bodyBytes = text.substring(0, start).getBytes(StandardCharsets.UTF_8).length;
        if (!said.equals(Long.toHexString(sum(bytes, Math.min(bodyBytes, bytes.length))))) {
            throw new IllegalArgumentException("its checksum does not fit: it was cut or changed");
        }
    }

    /** The fields of a text whose sum fits. */
    private static final class Fields {
        private final String text;
        private final List<Long> pending = new ArrayList<>();
        private final List<Checkpoint.Output> outputs = new ArrayList<>();
        private final StringBuilder options = new StringBuilder();

        Fields(String text) {
            this.text = text;
        }

        Checkpoint checkpoint() {
            text.lines().forEach(this::take);
            String[] shard = words("shard", value("shard"), "/", 2);
            String[] key = words("key", value("key"), " ", 2);
            return new Checkpoint(
                    Long.parseUnsignedLong(value("fingerprint"), HEX),
                    Long.parseUnsignedLong(value("seed")),
                    (int) count(shard[0], Integer.MAX_VALUE) - 1,
                    (int) count(shard[1], Integer.MAX_VALUE),
                    count(value("cursor"), Long.MAX_VALUE),
                    pending,
                    Long.parseUnsignedLong(key[0], HEX),
                    Long.parseUnsignedLong(key[1], HEX),
                    count(value("started"), STARTED_MAX_SECONDS),
                    count(value("journal"), Long.MAX_VALUE),
                    outputs,
                    options.toString());
        }

        private void take(String line) {
            if (line.startsWith(OPTION)) {
                options.append(line.substring(OPTION.length())).append('\n');
                return;
            }
            String output = valueOf(line, "output");
            if (output != null) {
                String[] words = words("output", output, " ", 5);
                OutputMark mark =
                        new OutputMark(
                                words[0].equals("-1") ? -1 : count(words[0], Long.MAX_VALUE),
                                count(words[1], Long.MAX_VALUE),
                                Long.parseLong(words[2]));
                outputs.add(new Checkpoint.Output(words[3], words[4], mark));
            }
            String indexes = valueOf(line, "pending");
            if (indexes != null) {
                takePending(indexes);
            }
        }

        private void takePending(String indexes) {
            int begin = 0;
            while (begin <= indexes.length()) {
                int end = indexes.indexOf(' ', begin);
                end = end < 0 ? indexes.length() : end;
                if (pending.size() == PENDING_MAX) {
                    throw new IllegalArgumentException(
                            "it has more than " + PENDING_MAX + " pending targets");
                }
                pending.add(count(indexes.substring(begin, end), Long.MAX_VALUE));
                begin = end + 1;
            }
        }

        private static long count(String value, long max) {
            long count = Long.parseLong(value);
            if (count < 0 || count > max) {
                throw new NumberFormatException();
            }
            return count;
        }

        /** A value that consists of so many words. */
        private static String[] words(String name, String value, String between, int count) {
            String[] words = value.split(between, count);
            if (words.length < count) {
                throw new IllegalArgumentException("its " + name + " is not whole");
            }
            return words;
        }

        private String value(String name) {
            return text.lines()
                    .map(line -> valueOf(line, name))
                    .filter(value -> value != null)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("it has no " + name));
        }

        private static @Nullable String valueOf(String line, String name) {
            return line.startsWith(name + SEPARATOR)
                    ? line.substring(name.length() + SEPARATOR.length())
                    : null;
        }
    }
}
