// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import sonde.output.BinaryLayout;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.nio.ByteBuffer;

/**
 * What Sonde's binary files say beside what masscan's say, as {@link BinaryLayout} has it. What is
 * cut off, or of a later Sonde, is not there.
 *
 * @param nanos nanoseconds within the second, or null
 * @param epochNanos nanoseconds since 1970, or null
 * @param status in place of that of the record's type, or null
 * @param flags TCP flags, or null
 */
record BinaryExtras(
        @Nullable Integer nanos,
        @Nullable Long epochNanos,
        int rttMicros,
        @Nullable IpAddress responder,
        int icmp,
        long mac,
        @Nullable Status status,
        Recognition recognition,
        @Nullable Integer flags) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    static final BinaryExtras NONE =
            new BinaryExtras(
                    null,
                    null,
                    Evidence.UNKNOWN,
                    null,
                    Evidence.UNKNOWN,
                    Evidence.UNKNOWN,
                    null,
                    Recognition.NONE,
                    null);

    /** Takes the extras that the bytes begin with, if they do. */
    static BinaryExtras read(ByteBuffer bytes) {
        if (bytes.remaining() < Short.BYTES) {
            return NONE;
        }
        int mask = bytes.getShort() & 0xFFFF;
        Long nanos = number(bytes, mask, BinaryLayout.NANOS, 4);
        Long epochNanos = number(bytes, mask, BinaryLayout.EPOCH_NANOS, 8);
        Long rtt = number(bytes, mask, BinaryLayout.RTT, 4);
        Long ipv4 = number(bytes, mask, BinaryLayout.RESPONDER_IPV4, 4);
        Long high = number(bytes, mask, BinaryLayout.RESPONDER_IPV6, 8);
        Long low = number(bytes, mask, BinaryLayout.RESPONDER_IPV6, 8);
        Long icmp = number(bytes, mask, BinaryLayout.ICMP, 2);
        Long mac = number(bytes, mask, BinaryLayout.MAC, 6);
        Long status = number(bytes, mask, BinaryLayout.STATUS, 1);
        Long recognition = number(bytes, mask, BinaryLayout.RECOGNITION, 1);
        Long flags = number(bytes, mask, BinaryLayout.FLAGS, 1);
        IpAddress responder = ipv4 == null ? null : IpAddress.ofIpv4(ipv4.intValue());
        if (high != null && low != null) {
            responder = new IpAddress(high, low);
        }
        return new BinaryExtras(
                nanos == null ? null : (int) Math.min(nanos, NANOS_PER_SECOND - 1),
                epochNanos,
                rtt == null ? Evidence.UNKNOWN : Math.max(Evidence.UNKNOWN, rtt.intValue()),
                responder,
                icmp == null ? Evidence.UNKNOWN : icmp.intValue(),
                mac == null ? Evidence.UNKNOWN : mac,
                status == null || status >= BinaryLayout.STATUSES.size()
                        ? null
                        : BinaryLayout.STATUSES.get(status.intValue()),
                recognition == null || recognition >= BinaryLayout.RECOGNITIONS.size()
                        ? Recognition.NONE
                        : BinaryLayout.RECOGNITIONS.get(recognition.intValue()),
                flags == null ? null : flags.intValue());
    }

    /** A number in network order, or null if there is none. */
    private static @Nullable Long number(ByteBuffer bytes, int mask, int bit, int lengthBytes) {
        if ((mask & bit) == 0 || bytes.remaining() < lengthBytes) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < lengthBytes; i++) {
            value = value << Byte.SIZE | (bytes.get() & 0xFF);
        }
        return value;
    }

    /** A record of what masscan's part says, and of these. */
    ScanRecord complete(
            long epochSeconds,
            IpAddress address,
            Protocol protocol,
            int port,
            Status masscans,
            int tcpFlags,
            int ttl,
            @Nullable Banner banner) {
        return new ScanRecord(
                epochNanos != null
                        ? epochNanos
                        : epochSeconds * NANOS_PER_SECOND + (nanos == null ? 0 : nanos),
                address,
                protocol,
                port,
                status == null ? masscans : status,
                new Evidence(
                        flags == null ? tcpFlags : flags, ttl, rttMicros, responder, icmp, mac),
                banner);
    }
}
