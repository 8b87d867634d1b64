// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.util.List;

/**
 * {@code -oB}: masscan's binary format, as {@link BinaryLayout} has it, with everything that Sonde
 * knows of an answer. {@code masscan --readscan} reads open and closed ports and banners; what has
 * answered ARP or an echo request it takes for open, of the protocols {@code arp} and {@code icmp};
 * filtered and unfiltered it passes over.
 *
 * <p>Banners have the service numbers of masscan's sources of 2026. Masscan 1.3.2 counts one less
 * from {@code title} on and so shows the label beside.
 */
final class BinaryFormat implements RecordFormat {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_MAX = 0xFFFF_FFFFL;

    /** IP's version, as masscan puts it before an address. */
    private static final int VERSION_6 = 6;

    private static final int MASK_BYTES = 2;
    private static final int SEVEN_BITS = 0x7F;
    private static final int IS_CONTINUED = 0x80;

    private static final byte[] OURS = Words.ascii(BinaryLayout.OURS);
    private static final byte[] CLOSING = BinaryLayout.frame(BinaryLayout.MAGIC);

    /** A kind of extra, and how many bytes it takes. */
    private record Extra(int bit, int lengthBytes) {}

    private static final List<Extra> EXTRAS =
            List.of(
                    new Extra(BinaryLayout.NANOS, 4),
                    new Extra(BinaryLayout.EPOCH_NANOS, 8),
                    new Extra(BinaryLayout.RTT, 4),
                    new Extra(BinaryLayout.RESPONDER_IPV4, 4),
                    new Extra(BinaryLayout.RESPONDER_IPV6, 16),
                    new Extra(BinaryLayout.ICMP, 2),
                    new Extra(BinaryLayout.MAC, 6),
                    new Extra(BinaryLayout.STATUS, 1),
                    new Extra(BinaryLayout.RECOGNITION, 1),
                    new Extra(BinaryLayout.FLAGS, 1));

    private final byte[] opening;

    BinaryFormat(OutputSettings.Run run) {
        opening =
                BinaryLayout.frame(BinaryLayout.MAGIC + "\ns:" + run.startedEpochSeconds() + "\n");
    }

    @Override
    public byte[] opening() {
        return opening.clone();
    }

    @Override
    public byte[] closing(long records) {
        return CLOSING.clone();
    }

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        return BinaryContinuation.of(file);
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        Banner banner = record.banner();
        if (banner == null) {
            putStatus(record, buffer);
        } else {
            putBanner(record, banner, buffer);
        }
    }

    private static void putStatus(ScanRecord record, AsciiBuffer buffer) {
        boolean isIpv4 = record.address().isIpv4();
        int extras = statusExtras(record);
        int fixedBytes = isIpv4 ? BinaryLayout.STATUS_IPV4_BYTES : BinaryLayout.STATUS_IPV6_BYTES;
        int lengthBytes = fixedBytes + lengthOf(extras);
        int open = isIpv4 ? BinaryLayout.OPEN_IPV4 : BinaryLayout.OPEN_IPV6;
        switch (record.status()) {
            case OPEN, UP -> putHead(open, lengthBytes, buffer);
            case CLOSED ->
                    putHead(
                            isIpv4 ? BinaryLayout.CLOSED_IPV4 : BinaryLayout.CLOSED_IPV6,
                            lengthBytes,
                            buffer);
            case FILTERED, UNFILTERED -> {
                putHead(BinaryLayout.TEXT, OURS.length + 2 + lengthBytes, buffer);
                buffer.put(OURS);
                putNumber(BinaryLayout.STATUS_OF_OURS, 1, buffer);
                putNumber(open, 1, buffer);
            }
        }
        putTimeAndAddress(record, isIpv4, buffer);
        putNumber(record.protocol().number(), 1, buffer);
        putNumber(record.port(), 2, buffer);
        putNumber(record.tcpFlags(), 1, buffer);
        putNumber(record.ttl(), 1, buffer);
        putIpv6(record, isIpv4, buffer);
        putExtras(record, extras, buffer);
    }

    private static void putBanner(ScanRecord record, Banner banner, AsciiBuffer buffer) {
        buffer.reserve(banner.lengthBytes() + RECORD_MAX_BYTES);
        int extras = bannerExtras(record, banner);
        if (extras != 0 || banner.service().number() >= BinaryLayout.DIFFERENT_NUMBERS_FIRST) {
            putHead(BinaryLayout.TEXT, OURS.length + 1 + lengthOf(extras), buffer);
            buffer.put(OURS);
            putNumber(BinaryLayout.EXTRAS_OF_BANNER, 1, buffer);
            putExtras(record, extras, buffer);
        }
        boolean isIpv4 = record.address().isIpv4();
        putHead(
                isIpv4 ? BinaryLayout.BANNER_IPV4 : BinaryLayout.BANNER_IPV6,
                (isIpv4 ? BinaryLayout.BANNER_IPV4_BYTES : BinaryLayout.BANNER_IPV6_BYTES)
                        + banner.lengthBytes(),
                buffer);
        putTimeAndAddress(record, isIpv4, buffer);
        putNumber(record.protocol().number(), 1, buffer);
        putNumber(record.port(), 2, buffer);
        putNumber(banner.service().number(), 2, buffer);
        putNumber(record.ttl(), 1, buffer);
        putIpv6(record, isIpv4, buffer);
        for (int i = 0; i < banner.lengthBytes(); i++) {
            buffer.put((char) banner.at(i));
        }
    }

    /** The time, and an IPv4 address; one of IPv6 comes last. */
    private static void putTimeAndAddress(ScanRecord record, boolean isIpv4, AsciiBuffer buffer) {
        putNumber(Math.clamp(RecordFormat.epochSeconds(record), 0, SECONDS_MAX), 4, buffer);
        if (isIpv4) {
            putNumber(record.address().ipv4(), 4, buffer);
        }
    }

    private static void putIpv6(ScanRecord record, boolean isIpv4, AsciiBuffer buffer) {
        if (!isIpv4) {
            putNumber(VERSION_6, 1, buffer);
            putNumber(record.address().high(), 8, buffer);
            putNumber(record.address().low(), 8, buffer);
        }
    }

    /** Which extras a record without banner has: nothing that masscan's own part says. */
    private static int statusExtras(ScanRecord record) {
        int extras = commonExtras(record);
        boolean isImplied = record.status() == Status.OPEN || record.status() == Status.CLOSED;
        return isImplied ? extras : extras | BinaryLayout.STATUS;
    }

    private static int bannerExtras(ScanRecord record, Banner banner) {
        int extras = commonExtras(record);
        if (record.status() != Status.OPEN) {
            extras |= BinaryLayout.STATUS;
        }
        if (banner.recognition() != Recognition.NONE) {
            extras |= BinaryLayout.RECOGNITION;
        }
        return record.tcpFlags() == 0 ? extras : extras | BinaryLayout.FLAGS;
    }

    private static int commonExtras(ScanRecord record) {
        Evidence evidence = record.evidence();
        IpAddress responder = evidence.responder();
        int extras = timeExtras(record);
        if (evidence.rttMicros() != Evidence.UNKNOWN) {
            extras |= BinaryLayout.RTT;
        }
        if (responder != null) {
            extras |=
                    responder.isIpv4() ? BinaryLayout.RESPONDER_IPV4 : BinaryLayout.RESPONDER_IPV6;
        }
        if (evidence.icmp() != Evidence.UNKNOWN) {
            extras |= BinaryLayout.ICMP;
        }
        return evidence.mac() == Evidence.UNKNOWN ? extras : extras | BinaryLayout.MAC;
    }

    private static int timeExtras(ScanRecord record) {
        long seconds = RecordFormat.epochSeconds(record);
        if (seconds < 0 || seconds > SECONDS_MAX) {
            return BinaryLayout.EPOCH_NANOS;
        }
        return record.epochNanos() % NANOS_PER_SECOND == 0 ? 0 : BinaryLayout.NANOS;
    }

    private static int lengthOf(int extras) {
        int lengthBytes = extras == 0 ? 0 : MASK_BYTES;
        for (Extra extra : EXTRAS) {
            lengthBytes += (extras & extra.bit()) == 0 ? 0 : extra.lengthBytes();
        }
        return lengthBytes;
    }

    private static void putExtras(ScanRecord record, int extras, AsciiBuffer buffer) {
        if (extras == 0) {
            return;
        }
        putNumber(extras, MASK_BYTES, buffer);
        for (Extra extra : EXTRAS) {
            if ((extras & extra.bit()) != 0) {
                putExtra(record, extra, buffer);
            }
        }
    }

    private static void putExtra(ScanRecord record, Extra extra, AsciiBuffer buffer) {
        IpAddress responder = record.evidence().responder();
        Banner banner = record.banner();
        if (extra.bit() == BinaryLayout.RESPONDER_IPV6 && responder != null) {
            putNumber(responder.high(), 8, buffer);
            putNumber(responder.low(), 8, buffer);
            return;
        }
        long value =
                switch (extra.bit()) {
                    case BinaryLayout.NANOS -> Math.floorMod(record.epochNanos(), NANOS_PER_SECOND);
                    case BinaryLayout.EPOCH_NANOS -> record.epochNanos();
                    case BinaryLayout.RTT -> record.evidence().rttMicros();
                    case BinaryLayout.RESPONDER_IPV4 -> responder == null ? 0 : responder.ipv4();
                    case BinaryLayout.ICMP -> record.evidence().icmp();
                    case BinaryLayout.MAC -> record.evidence().mac();
                    case BinaryLayout.STATUS -> BinaryLayout.STATUSES.indexOf(record.status());
                    case BinaryLayout.RECOGNITION ->
                            banner == null
                                    ? 0
                                    : BinaryLayout.RECOGNITIONS.indexOf(banner.recognition());
                    case BinaryLayout.FLAGS -> record.tcpFlags();
                    default -> throw new AssertionError(extra);
                };
        putNumber(value, extra.lengthBytes(), buffer);
    }

    private static void putHead(int type, int lengthBytes, AsciiBuffer buffer) {
        putNumber(type, 1, buffer);
        int shift = 0;
        while (lengthBytes >>> shift > SEVEN_BITS) {
            shift += 7;
        }
        for (; shift > 0; shift -= 7) {
            putNumber((lengthBytes >>> shift & SEVEN_BITS) | IS_CONTINUED, 1, buffer);
        }
        putNumber(lengthBytes & SEVEN_BITS, 1, buffer);
    }

    /** Puts the lowest bytes of a number, the highest of them first. */
    private static void putNumber(long value, int lengthBytes, AsciiBuffer buffer) {
        for (int shift = (lengthBytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            buffer.put((char) (value >>> shift & 0xFF));
        }
    }
}
