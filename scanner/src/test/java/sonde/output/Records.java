// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Records for tests. */
final class Records {

    /** Of a run that began a minute before the plain record. */
    static final OutputSettings SETTINGS =
            OutputSettings.plain(
                    new OutputSettings.Run(
                            "0.5",
                            "198.18.0.0/24 -p80,443",
                            1_795_465_722L,
                            List.of(new OutputSettings.Scanned("tcp", "syn", 2, "80,443"))));

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

    /** Every field of a TCP answer at its longest. */
    static final ScanRecord LONGEST =
            new ScanRecord(Long.MIN_VALUE, -1, Protocol.TCP, 65535, Status.FILTERED, 0xFF, 255);

    /** The longest form of an address. */
    static final IpAddress LONG_ADDRESS =
            IpAddress.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

    /** All that an answer can show. */
    static final Evidence FULL_EVIDENCE =
            new Evidence(0xFF, 255, Integer.MAX_VALUE, LONG_ADDRESS, 0xFFFF, 0x0000_0C00_0001L);

    /** What a router said of a UDP port. */
    static final ScanRecord FILTERED =
            new ScanRecord(
                    1_795_465_782_000_000_000L,
                    IpAddress.parse("2001:db8::2"),
                    Protocol.UDP,
                    53,
                    Status.FILTERED,
                    new Evidence(0, 61, 412, IpAddress.parse("2001:db8::fe"), 0x0101, -1),
                    null);

    /** An answer to ARP. */
    static final ScanRecord NEIGHBOUR =
            new ScanRecord(
                    1_795_465_782_000_000_000L,
                    IpAddress.parse("198.18.0.2"),
                    Protocol.ARP,
                    0,
                    Status.UP,
                    new Evidence(0, 0, 95, null, Evidence.UNKNOWN, 0x0000_0C12_34FFL),
                    null);

    /** In place of a closing that says when. */
    private static final String DONE = "# Masscan done at DATE";

    private Records() {}

    /** What a regular file of the format lacks until it is closed. */
    static String closing(OutputFormat format) {
        return switch (format) {
            case LIST, UNICORNSCAN -> "# end\n";
            case GREPABLE -> DONE + "\n";
            case INTERACTIVE,
                    JSON,
                    NDJSON,
                    REDIS,
                    REDIS_STREAM,
                    XML,
                    BINARY,
                    HOST_ONLY,
                    CERTIFICATES,
                    CSV,
                    NONE ->
                    "";
        };
    }

    /** Records of all lengths, in an order that only the seed fixes. */
    static List<ScanRecord> random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        Status[] statuses = Status.values();
        Protocol[] protocols = Protocol.values();
        List<ScanRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(
                    new ScanRecord(
                            random.nextLong(2_000_000_000_000_000_000L),
                            address(random),
                            protocols[random.nextInt(protocols.length)],
                            random.nextInt(65536) >>> random.nextInt(16),
                            statuses[random.nextInt(statuses.length)],
                            evidence(random),
                            null));
        }
        return records;
    }

    private static IpAddress address(SplittableRandom random) {
        return random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt() >>> random.nextInt(32))
                : new IpAddress(random.nextLong(), random.nextLong() >>> random.nextInt(64));
    }

    private static Evidence evidence(SplittableRandom random) {
        return new Evidence(
                random.nextInt(256),
                random.nextInt(256),
                random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt(1 << 30),
                random.nextBoolean() ? null : address(random),
                random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt(1 << 16),
                random.nextBoolean() ? Evidence.UNKNOWN : random.nextLong() >>> 16);
    }

    /** The same run, with files that are there continued. */
    static OutputSettings appending() {
        return new OutputSettings(SETTINGS.run(), true, false, List.of(), null, null, null);
    }

    /** A record as one format writes it. */
    static String text(OutputFormat format, ScanRecord record) {
        return text(format.format(SETTINGS), record);
    }

    /** The same, of a format that may remember earlier records. */
    static String text(RecordFormat format, ScanRecord record) {
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        format.put(record, buffer);
        return new String(buffer.bytes(), 0, buffer.length(), ISO_8859_1);
    }

    /** All that a writer of the format makes of the records if nothing is padded, timeless. */
    static String document(OutputFormat format, List<ScanRecord> records) {
        RecordFormat one = format.format(SETTINGS);
        StringBuilder text = new StringBuilder(ascii(one.opening()));
        for (int i = 0; i < records.size(); i++) {
            text.append(i == 0 ? "" : ascii(one.separator()));
            text.append(text(one, records.get(i)));
        }
        return settled(text.append(ascii(one.closing(records.size()))).toString());
    }

    /** A content without the time at which it was closed. */
    static String settled(String content) {
        return content.replaceAll("(?m)^# Masscan done at .*$", DONE)
                .replaceAll("<finished [^>]*/>", "<finished/>");
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
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

    /** A line for each record, for files of a format whose elements are lines. */
    static List<String> lines(OutputFormat format, List<ScanRecord> records) {
        return records.stream().map(record -> text(format, record).strip()).toList();
    }

    /** The same record with a banner. */
    static ScanRecord withBanner(ScanRecord record, Banner banner) {
        return new ScanRecord(
                record.epochNanos(),
                record.address(),
                record.protocol(),
                record.port(),
                record.status(),
                record.evidence(),
                banner);
    }
}
