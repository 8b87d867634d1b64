// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputMark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    private static final String SEPARATOR = " = ";
    private static final String OPTION = "| ";
    private static final String SUM = "crc32c";

    private static final int HEX = 16;

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
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.startsWith(MAGIC)) {
            throw new IllegalArgumentException("it is no checkpoint of Sonde's");
        }
        String version = text.substring(MAGIC.length()).lines().findFirst().orElse("");
        if (!version.equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException(
                    "it has version " + version + ", and this Sonde reads version " + VERSION);
        }
        requireSum(text, bytes);
        try {
            return new Fields(text).checkpoint();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a line of it lacks something", e);
        }
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
            String[] shard = value("shard").split("/", 2);
            String[] key = value("key").split(" ", 2);
            return new Checkpoint(
                    Long.parseUnsignedLong(value("fingerprint"), HEX),
                    Long.parseUnsignedLong(value("seed")),
                    Integer.parseInt(shard[0]) - 1,
                    Integer.parseInt(shard[1]),
                    Long.parseLong(value("cursor")),
                    pending,
                    Long.parseUnsignedLong(key[0], HEX),
                    Long.parseUnsignedLong(key[1], HEX),
                    Long.parseLong(value("started")),
                    Long.parseLong(value("journal")),
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
                String[] words = output.split(" ", 5);
                OutputMark mark =
                        new OutputMark(
                                Long.parseLong(words[0]),
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2]));
                outputs.add(new Checkpoint.Output(words[3], words[4], mark));
            }
            String indexes = valueOf(line, "pending");
            if (indexes != null) {
                for (String index : indexes.split(" ", -1)) {
                    pending.add(Long.parseLong(index));
                }
            }
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
