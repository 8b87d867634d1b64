// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import org.jspecify.annotations.Nullable;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A record as bytes, all numbers big-endian. What not every record has is announced by bits of the
 * flags and follows in the order of these.
 *
 * <pre>
 *  offset  length
 *       0       8  time in nanoseconds since 1970-01-01 UTC
 *       8      16  address, IPv4 mapped
 *      24       1  protocol, IANA's number
 *      25       1  status, the first letter of its name but for UNFILTERED, which is 'N'
 *      26       2  port
 *      28       1  TCP flags
 *      29       1  time to live
 *      30       4  round-trip time in microseconds, -1 if unknown
 *      34       1  flags: 1 responder (16 bytes), 2 ICMP type and code (2), 4 Ethernet address (8),
 *                  8 banner (service 2, recognition 1, text)
 * </pre>
 */
final class JournalEntry {

    /** Longest entry: one with everything and the longest banner. */
    static final int LENGTH_MAX_BYTES = 35 + 16 + 2 + 8 + 3 + Banner.LENGTH_MAX_BYTES;

    private static final int RESPONDER = 1;
    private static final int ICMP = 2;
    private static final int MAC = 4;
    private static final int BANNER = 8;

    private static final Map<Integer, Protocol> PROTOCOLS = new HashMap<>();
    private static final Map<Character, Status> STATUSES = new HashMap<>();
    private static final Map<Integer, Service> SERVICES = new HashMap<>();
    private static final Map<Character, Recognition> RECOGNITIONS = new HashMap<>();

    static {
        Arrays.stream(Protocol.values()).forEach(each -> PROTOCOLS.put(each.number(), each));
        Arrays.stream(Status.values()).forEach(each -> STATUSES.put(letter(each), each));
        Arrays.stream(Service.values()).forEach(each -> SERVICES.put(each.number(), each));
        Arrays.stream(Recognition.values()).forEach(each -> RECOGNITIONS.put(letter(each), each));
    }

    private JournalEntry() {}

    private static char letter(Status status) {
        return status == Status.UNFILTERED ? 'N' : status.name().charAt(0);
    }

    private static char letter(Recognition recognition) {
        return recognition.name().charAt(0);
    }

    /** Puts a record; there is room for {@link #LENGTH_MAX_BYTES}. */
    static void put(ScanRecord record, ByteBuffer to) {
        Evidence evidence = record.evidence();
        IpAddress responder = evidence.responder();
        Banner banner = record.banner();
        to.putLong(record.epochNanos());
        to.putLong(record.address().high()).putLong(record.address().low());
        to.put((byte) record.protocol().number()).put((byte) letter(record.status()));
        to.putShort((short) record.port());
        to.put((byte) evidence.tcpFlags()).put((byte) evidence.ttl()).putInt(evidence.rttMicros());
        boolean hasIcmp = evidence.icmp() != Evidence.UNKNOWN;
        boolean hasMac = evidence.mac() != Evidence.UNKNOWN;
        to.put(
                (byte)
                        ((responder == null ? 0 : RESPONDER)
                                | (hasIcmp ? ICMP : 0)
                                | (hasMac ? MAC : 0)
                                | (banner == null ? 0 : BANNER)));
        if (responder != null) {
            to.putLong(responder.high()).putLong(responder.low());
        }
        if (hasIcmp) {
            to.putShort((short) evidence.icmp());
        }
        if (hasMac) {
            to.putLong(evidence.mac());
        }
        if (banner != null) {
            to.putShort((short) banner.service().number());
            to.put((byte) letter(banner.recognition()));
            for (int i = 0; i < banner.lengthBytes(); i++) {
                to.put((byte) banner.at(i));
            }
        }
    }

    /**
     * The record that takes up the whole buffer; null if these bytes are none.
     *
     * @param from big-endian, as buffers are
     */
    static @Nullable ScanRecord read(ByteBuffer from) {
        if (from.remaining() < 35) {
            return null;
        }
        long epochNanos = from.getLong();
        IpAddress address = new IpAddress(from.getLong(), from.getLong());
        Protocol protocol = PROTOCOLS.get(from.get() & 0xFF);
        Status status = STATUSES.get((char) from.get());
        int port = from.getShort() & 0xFFFF;
        int tcpFlags = from.get() & 0xFF;
        int ttl = from.get() & 0xFF;
        int rttMicros = from.getInt();
        int flags = from.get();
        int rest =
                ((flags & RESPONDER) != 0 ? 16 : 0)
                        + ((flags & ICMP) != 0 ? 2 : 0)
                        + ((flags & MAC) != 0 ? 8 : 0)
                        + ((flags & BANNER) != 0 ? 3 : 0);
        if (protocol == null || status == null || from.remaining() < rest) {
            return null;
        }
        IpAddress responder =
                (flags & RESPONDER) != 0 ? new IpAddress(from.getLong(), from.getLong()) : null;
        int icmp = (flags & ICMP) != 0 ? from.getShort() & 0xFFFF : Evidence.UNKNOWN;
        long mac = (flags & MAC) != 0 ? from.getLong() : Evidence.UNKNOWN;
        Evidence evidence = new Evidence(tcpFlags, ttl, rttMicros, responder, icmp, mac);
        Banner banner = null;
        if ((flags & BANNER) != 0) {
            banner = banner(from);
            if (banner == null) {
                return null;
            }
        }
        return new ScanRecord(epochNanos, address, protocol, port, status, evidence, banner);
    }

    private static @Nullable Banner banner(ByteBuffer from) {
        Service service = SERVICES.get(from.getShort() & 0xFFFF);
        Recognition recognition = RECOGNITIONS.get((char) from.get());
        if (service == null || recognition == null || from.remaining() > Banner.LENGTH_MAX_BYTES) {
            return null;
        }
        byte[] text = new byte[from.remaining()];
        from.get(text);
        return new Banner(service, recognition, text);
    }
}
