// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import sonde.output.OutputMark;
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

/** Random checkpoints and records. */
final class Samples {

    private Samples() {}

    /** A source of random numbers whose seed is printed. */
    static SplittableRandom random() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new SplittableRandom(seed);
    }

    private static <T> T oneOf(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    static IpAddress address(SplittableRandom random) {
        return random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong(), random.nextLong());
    }

    /** A record of any kind, with a banner of up to so many bytes, or none. */
    static ScanRecord record(SplittableRandom random, int bannerBytesMax) {
        Evidence evidence =
                new Evidence(
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt() >>> 1,
                        random.nextBoolean() ? null : address(random),
                        random.nextBoolean() ? Evidence.UNKNOWN : random.nextInt(1 << 16),
                        random.nextBoolean() ? Evidence.UNKNOWN : random.nextLong() >>> 16);
        Banner banner = null;
        if (random.nextBoolean()) {
            byte[] text = new byte[random.nextInt(bannerBytesMax + 1)];
            random.nextBytes(text);
            banner =
                    new Banner(
                            oneOf(random, Service.values()),
                            oneOf(random, Recognition.values()),
                            text);
        }
        return new ScanRecord(
                random.nextLong(),
                address(random),
                oneOf(random, Protocol.values()),
                random.nextInt(1 << 16),
                oneOf(random, Status.values()),
                evidence,
                banner);
    }

    static List<ScanRecord> records(SplittableRandom random, int count, int bannerBytesMax) {
        List<ScanRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(random, bannerBytesMax));
        }
        return records;
    }

    /** All that a record says, to compare it. */
    static String shown(ScanRecord record) {
        Banner banner = record.banner();
        StringBuilder shown =
                new StringBuilder()
                        .append(record.epochNanos())
                        .append(record.address())
                        .append(record.protocol())
                        .append(record.port())
                        .append(record.status())
                        .append(record.evidence());
        if (banner != null) {
            shown.append(banner.service()).append(banner.recognition());
            for (int i = 0; i < banner.lengthBytes(); i++) {
                shown.append(' ').append(banner.at(i));
            }
        }
        return shown.toString();
    }

    static List<String> shown(List<ScanRecord> records) {
        return records.stream().map(Samples::shown).toList();
    }

    static Checkpoint checkpoint(SplittableRandom random) {
        List<Long> pending = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            pending.add(random.nextLong() >>> random.nextInt(1, 64));
        }
        List<Checkpoint.Output> outputs = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            OutputMark mark =
                    new OutputMark(
                            random.nextBoolean() ? -1 : random.nextLong() >>> 1,
                            random.nextLong() >>> 1,
                            random.nextLong());
            outputs.add(new Checkpoint.Output("json", "a file = \u00e4 " + n, mark));
        }
        int shards = 1 + random.nextInt(Integer.MAX_VALUE);
        return new Checkpoint(
                random.nextLong(),
                random.nextLong(),
                random.nextInt(shards),
                shards,
                random.nextLong() >>> 1,
                pending,
                random.nextLong(),
                random.nextLong(),
                random.nextInt() >>> 1,
                random.nextLong() >>> 1,
                outputs,
                random.nextBoolean() ? "" : "seed = 7\noutput = x\n\ncrc32c = 0\n");
    }
}
