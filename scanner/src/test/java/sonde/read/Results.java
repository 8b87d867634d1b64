// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import sonde.output.OutputFormat;
import sonde.output.OutputSettings;
import sonde.output.RecordWriter;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Files of results for tests: read, written, made up. */
final class Results {

    static final OutputSettings SETTINGS =
            OutputSettings.plain(new OutputSettings.Run("0.5", "", 1_795_465_722L, List.of()));

    private static final Service[] SERVICES = Service.values();
    private static final Protocol[] PROTOCOLS = Protocol.values();
    private static final Status[] STATUSES = Status.values();
    private static final Recognition[] RECOGNITIONS = Recognition.values();

    private Results() {}

    /** What a file of these bytes, as characters of the same number, says. */
    static List<ScanRecord> read(String content) throws IOException {
        return read(content.getBytes(ISO_8859_1));
    }

    static List<ScanRecord> read(byte[] content) throws IOException {
        try (RecordReader reader = open(content)) {
            return all(reader);
        }
    }

    static RecordReader open(byte[] content) throws IOException {
        return ResultFile.open("results", new ByteArrayInputStream(content));
    }

    static RecordReader open(String content) throws IOException {
        return open(content.getBytes(ISO_8859_1));
    }

    static List<ScanRecord> all(RecordReader reader) throws IOException {
        List<ScanRecord> records = new ArrayList<>();
        for (ScanRecord next = reader.next(); next != null; next = reader.next()) {
            records.add(next);
        }
        return records;
    }

    /** Writes a file in a format. */
    static void write(OutputFormat format, Path file, List<ScanRecord> records) throws IOException {
        try (RecordWriter writer = format.open(file.toString(), SETTINGS, null)) {
            for (ScanRecord record : records) {
                writer.write(record);
            }
        }
    }

    /** All that a record says, banners too; these have no equality of their own. */
    static List<String> words(List<ScanRecord> records) {
        return records.stream().map(Results::words).toList();
    }

    static String words(ScanRecord record) {
        StringBuilder words = new StringBuilder();
        words.append(record.epochNanos())
                .append(' ')
                .append(record.address())
                .append(' ')
                .append(record.protocol())
                .append(' ')
                .append(record.port())
                .append(' ')
                .append(record.status())
                .append(' ')
                .append(record.evidence());
        Banner banner = record.banner();
        if (banner != null) {
            words.append(' ')
                    .append(banner.service())
                    .append(' ')
                    .append(banner.recognition())
                    .append(' ');
            for (int i = 0; i < banner.lengthBytes(); i++) {
                words.append((char) banner.at(i));
            }
        }
        return words.toString();
    }

    /** Records of every kind, in an order that only the seed fixes; most times are this century. */
    static List<ScanRecord> random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScanRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] text = new byte[random.nextInt(30_000) >>> random.nextInt(16)];
            random.nextBytes(text);
            Banner banner =
                    random.nextBoolean()
                            ? null
                            : new Banner(
                                    SERVICES[random.nextInt(SERVICES.length)],
                                    RECOGNITIONS[random.nextInt(RECOGNITIONS.length)],
                                    text);
            records.add(
                    new ScanRecord(
                            random.nextInt(8) == 0
                                    ? random.nextLong()
                                    : random.nextLong(4_294_967_296_000_000_000L),
                            address(random),
                            PROTOCOLS[random.nextInt(PROTOCOLS.length)],
                            random.nextInt(65_536),
                            STATUSES[random.nextInt(STATUSES.length)],
                            evidence(random),
                            banner));
        }
        return records;
    }

    private static IpAddress address(SplittableRandom random) {
        return random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong(), random.nextLong());
    }

    private static Evidence evidence(SplittableRandom random) {
        return new Evidence(
                random.nextInt(256),
                random.nextInt(256),
                random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt(Integer.MAX_VALUE),
                random.nextBoolean() ? null : address(random),
                random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt(1 << 16),
                random.nextBoolean() ? Evidence.UNKNOWN : random.nextLong() >>> 16);
    }
}
