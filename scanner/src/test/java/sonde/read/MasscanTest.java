// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.output.OutputFormat;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real masscan reads what Sonde wrote, record for record, and what it makes of that is read
 * back.
 */
class MasscanTest {

    private static final Path MASSCAN = Path.of("/usr/bin/masscan");

    /** From here on masscan's releases have other numbers than its sources. */
    private static final int SAME_NUMBERS_END = 16;

    private static final int OURS_FIRST = 1000;

    @TempDir Path folder;

    @BeforeEach
    void requireMasscan() {
        if (!Files.isExecutable(MASSCAN)) {
            String reason = "needs " + MASSCAN + ", which this machine doesn't have";
            System.err.println("SKIPPED: test " + reason);
            Assumptions.abort(reason);
        }
    }

    /** Masscan's own conversion of a binary file. */
    private byte[] convert(Path file, String option) throws IOException, InterruptedException {
        Path out = folder.resolve("converted" + option);
        Process masscan =
                new ProcessBuilder(
                                MASSCAN.toString(),
                                "--readscan",
                                file.toString(),
                                "--show",
                                "closed",
                                option,
                                out.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        try {
            assertEquals(true, masscan.waitFor(60, TimeUnit.SECONDS));
        } finally {
            masscan.destroyForcibly();
        }
        assertEquals("", Files.readString(folder.resolve("said"), ISO_8859_1).strip());
        return Files.readAllBytes(out);
    }

    private static boolean isKnownToMasscan(ScanRecord record) {
        Banner banner = record.banner();
        if (banner == null) {
            return record.status() != Status.FILTERED && record.status() != Status.UNFILTERED;
        }
        int number = banner.service().number();
        return number < SAME_NUMBERS_END || number >= OURS_FIRST;
    }

    /** What masscan says of a record: seconds, its own words, no more than 4 KiB of a banner. */
    private static String masscans(ScanRecord record) {
        Protocol protocol =
                switch (record.protocol()) {
                    case TCP, UDP, SCTP, ICMP, ARP -> record.protocol();
                    case ICMPV6, IP -> Protocol.IP;
                };
        Status status = record.status() == Status.CLOSED ? Status.CLOSED : Status.OPEN;
        Banner banner = record.banner();
        boolean isStatus = banner == null;
        return Results.words(
                new ScanRecord(
                        Math.floorDiv(record.epochNanos(), 1_000_000_000L) * 1_000_000_000L,
                        record.address(),
                        protocol,
                        record.port(),
                        isStatus ? status : Status.OPEN,
                        Evidence.tcp(
                                isStatus ? record.tcpFlags() : 0,
                                isStatus ? record.ttl() : 0,
                                Evidence.UNKNOWN),
                        isStatus
                                ? null
                                : new Banner(
                                        banner.service() == Service.NONE
                                                ? Service.UNKNOWN
                                                : banner.service(),
                                        Recognition.NONE,
                                        bytes(banner))));
    }

    private static byte[] bytes(Banner banner) {
        byte[] bytes = new byte[banner.lengthBytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) banner.at(i);
        }
        return bytes;
    }

    private List<ScanRecord> records(long seed) {
        List<ScanRecord> records = new ArrayList<>();
        for (ScanRecord record : Results.random(seed, 800)) {
            // Masscan prints times from 2038 on as negative.
            long seconds = Math.floorDiv(record.epochNanos(), 1_000_000_000L);
            boolean fits = seconds >= 0 && seconds <= Integer.MAX_VALUE;
            Banner banner = record.banner();
            // Masscan's JSON ends a banner of 64 KiB of escapes in the middle.
            if (fits && (banner == null || banner.lengthBytes() < 10_000)) {
                records.add(record);
            }
        }
        return records;
    }

    @Test
    void masscanReadsWhatSondeWrote() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        List<ScanRecord> records = records(seed);
        Path file = folder.resolve("results");
        // All, with those that masscan passes over between.
        Results.write(
                OutputFormat.BINARY,
                file,
                records.stream()
                        .filter(record -> record.banner() == null || isKnownToMasscan(record))
                        .toList());
        List<String> expected =
                records.stream()
                        .filter(MasscanTest::isKnownToMasscan)
                        .map(MasscanTest::masscans)
                        .toList();
        assertIterableEquals(
                expected, Results.words(Results.read(convert(file, "-oJ"))), "seed " + seed);
    }

    /** Longer ones masscan leaves out of its own binary files. */
    private static boolean isShort(ScanRecord record) {
        return record.banner() == null || record.banner().lengthBytes() < 2000;
    }

    /** In every format of masscan's that says all, its records are the same. */
    @Test
    void readsWhatMasscanWrites() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Path file = folder.resolve("results");
        Results.write(
                OutputFormat.BINARY,
                file,
                records(seed).stream()
                        .filter(MasscanTest::isKnownToMasscan)
                        .filter(MasscanTest::isShort)
                        .toList());
        List<ScanRecord> binary = Results.read(convert(file, "-oB"));
        List<ScanRecord> json = Results.read(convert(file, "-oJ"));
        List<ScanRecord> list = Results.read(convert(file, "-oL"));
        List<ScanRecord> xml = Results.read(convert(file, "-oX"));
        assertIterableEquals(targets(json), targets(binary), "seed " + seed);
        assertIterableEquals(targets(json), targets(list), "seed " + seed);
        assertIterableEquals(targets(json), targets(xml), "seed " + seed);
    }

    private static List<String> targets(List<ScanRecord> records) {
        return records.stream().map(MasscanTest::target).toList();
    }

    private static String target(ScanRecord record) {
        Protocol protocol = record.protocol() == Protocol.ICMPV6 ? Protocol.IP : record.protocol();
        Banner banner = record.banner();
        Object what = banner == null ? record.status() : banner.service();
        return record.epochNanos() / 1_000_000_000L
                + " "
                + record.address()
                + " "
                + protocol
                + " "
                + record.port()
                + " "
                + (what.equals(Service.NONE) ? Service.UNKNOWN : what);
    }
}
