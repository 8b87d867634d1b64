// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Records for tests. */
final class Records {

    /** The record of masscan's own lines: 198.18.0.2:80 open by SYN and ACK at 1795465782. */
    static final ScanRecord PLAIN =
            new ScanRecord(
                    1_795_465_782_999_999_999L,
                    0xC612_0002,
                    Protocol.TCP,
                    80,
                    Status.OPEN,
                    0x12,
                    64);

    /** The same target with a banner that must be escaped. */
    static final ScanRecord BANNER =
            withBanner(
                    PLAIN,
                    new Banner(Service.TITLE, Recognition.ANSWER, "lab <page".getBytes(US_ASCII)));

    /** Every field at its least. */
    static final ScanRecord LEAST = new ScanRecord(0, 0, Protocol.TCP, 0, Status.OPEN, 0, 0);

    /** Every field at its longest. */
    static final ScanRecord LONGEST =
            new ScanRecord(Long.MIN_VALUE, -1, Protocol.TCP, 65535, Status.FILTERED, 0xFF, 255);

    private Records() {}

    /** Records of all lengths, in an order that only the seed fixes. */
    static List<ScanRecord> random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        Status[] statuses = Status.values();
        List<ScanRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(
                    new ScanRecord(
                            random.nextLong(2_000_000_000_000_000_000L),
                            random.nextInt() >>> random.nextInt(32),
                            Protocol.TCP,
                            random.nextInt(65536) >>> random.nextInt(16),
                            statuses[random.nextInt(statuses.length)],
                            random.nextInt(256),
                            random.nextInt(256)));
        }
        return records;
    }

    /** A record as one format writes it. */
    static String text(OutputFormat format, ScanRecord record) {
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        format.format().put(record, buffer);
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }

    /** All that a writer of the format makes of the records if nothing is padded. */
    static String document(OutputFormat format, List<ScanRecord> records) {
        StringBuilder text = new StringBuilder(ascii(format.format().opening()));
        for (int i = 0; i < records.size(); i++) {
            text.append(i == 0 ? "" : ascii(format.format().separator()));
            text.append(text(format, records.get(i)));
        }
        return text.append(ascii(format.format().closing())).toString();
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }

    /** Records of which some have a banner, from an empty one to one of several pages. */
    static List<ScanRecord> randomWithBanners(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScanRecord> records = new ArrayList<>();
        for (ScanRecord plain : random(seed, count)) {
            byte[] text = new byte[random.nextInt(12_000) >>> random.nextInt(14)];
            random.nextBytes(text);
            records.add(
                    random.nextInt(3) == 0
                            ? plain
                            : withBanner(
                                    plain, new Banner(Service.HTTP, Recognition.ANSWER, text)));
        }
        return records;
    }

    /** The same record with a banner. */
    static ScanRecord withBanner(ScanRecord record, Banner banner) {
        return new ScanRecord(
                record.epochNanos(),
                record.address(),
                record.protocol(),
                record.port(),
                record.status(),
                record.tcpFlags(),
                record.ttl(),
                banner);
    }
}
