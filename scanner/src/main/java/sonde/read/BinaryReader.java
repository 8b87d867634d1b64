// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import sonde.output.BinaryLayout;
import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Reads binary files as {@link BinaryLayout} has them, masscan's and Sonde's, of all types that
 * masscan has ever written; also several files joined. A record cut off at the end is passed over.
 */
final class BinaryReader implements RecordReader {

    private static final byte[] OURS = BinaryLayout.OURS.getBytes(US_ASCII);

    /** The payload of openings and ends: what is left of their text. */
    private static final byte[] FRAME =
            BinaryLayout.MAGIC.substring(BinaryLayout.FRAME_HEAD_BYTES).getBytes(US_ASCII);

    private static final int SEVEN_BITS = 0x7F;
    private static final int IS_CONTINUED = 0x80;

    /** Types of up to 14 bits, lengths of up to 1 MiB: no number has more bytes than four. */
    private static final int NUMBER_MAX_BYTES = 4;

    private static final int CUT_SHORT = -1;

    private static final int OLD_STATUS_BYTES = 12;
    private static final int OLD_BANNER_BYTES = 12;

    /** What masscan took for UDP, and for SCTP, before its files said so. */
    private static final Set<Integer> OLD_UDP_PORTS = Set.of(53, 123, 137, 161);

    private static final Set<Integer> OLD_SCTP_PORTS = Set.of(2905, 36412, 36422);

    private final ByteSource source;

    private final MasscanNumbers masscanNumbers = new MasscanNumbers();

    /** What stands before a banner of Sonde's, until that comes; before one of masscan's, null. */
    private @Nullable BinaryExtras extras;

    /** Where the current record begins. */
    private long start;

    private boolean isCutShort;

    BinaryReader(ByteSource source) {
        this.source = source;
    }

    @Override
    public @Nullable ScanRecord next() throws IOException {
        while (source.peek() != ByteSource.END) {
            start = source.offset();
            int type = number();
            int lengthBytes = type == CUT_SHORT ? CUT_SHORT : number();
            if (lengthBytes == CUT_SHORT) {
                break;
            }
            if (lengthBytes > BinaryLayout.PAYLOAD_MAX_BYTES) {
                throw damaged("a record of " + lengthBytes + " bytes");
            }
            // That type's length is one less than its payload's.
            int extraBytes = type == BinaryLayout.OLD_BANNER_WITH_PROTOCOL ? 1 : 0;
            byte[] payload = new byte[lengthBytes + extraBytes];
            if (source.read(payload, payload.length) < payload.length) {
                isCutShort = true;
                return null;
            }
            ScanRecord record = record(type, ByteBuffer.wrap(payload));
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    private int number() throws IOException {
        int value = 0;
        for (int i = 0; i < NUMBER_MAX_BYTES; i++) {
            int next = source.read();
            if (next == ByteSource.END) {
                isCutShort = true;
                return CUT_SHORT;
            }
            value = value << 7 | (next & SEVEN_BITS);
            if ((next & IS_CONTINUED) == 0) {
                return value;
            }
        }
        throw damaged("a number that doesn't end");
    }

    /** What a record says, or null if it is none of a target. */
    private @Nullable ScanRecord record(int type, ByteBuffer payload) throws ReadException {
        return switch (type) {
            case BinaryLayout.TEXT -> ofText(payload);
            case BinaryLayout.OPEN_IPV4,
                    BinaryLayout.CLOSED_IPV4,
                    BinaryLayout.ARP_IPV4,
                    BinaryLayout.OPEN_IPV6,
                    BinaryLayout.CLOSED_IPV6,
                    BinaryLayout.ARP_IPV6 ->
                    status(type, payload);
            case BinaryLayout.BANNER_IPV4 -> bannerIpv4(payload);
            case BinaryLayout.BANNER_IPV6 -> bannerIpv6(payload);
            case BinaryLayout.OLD_OPEN, BinaryLayout.OLD_CLOSED -> oldStatus(type, payload);
            case BinaryLayout.OLD_BANNER -> oldBanner(payload, false);
            case BinaryLayout.OLD_BANNER_WITH_PROTOCOL,
                    BinaryLayout.OLD_BANNER_WITH_PROTOCOL_AGAIN ->
                    oldBanner(payload, true);
            default -> throw damaged("a record of the unknown type " + type);
        };
    }

    /** Openings and ends are passed over, and so is what a later Sonde may have put there. */
    private @Nullable ScanRecord ofText(ByteBuffer payload) throws ReadException {
        if (startsWith(payload, FRAME)) {
            masscanNumbers.restart();
        }
        if (payload.remaining() <= OURS.length || !startsWith(payload, OURS)) {
            extras = BinaryExtras.NONE;
            return null;
        }
        payload.position(OURS.length);
        int kind = payload.get();
        if (kind == BinaryLayout.EXTRAS_OF_BANNER) {
            extras = BinaryExtras.read(payload);
            return null;
        }
        if (kind != BinaryLayout.STATUS_OF_OURS || !payload.hasRemaining()) {
            return null;
        }
        int type = payload.get();
        if (type != BinaryLayout.OPEN_IPV4 && type != BinaryLayout.OPEN_IPV6) {
            return null;
        }
        return status(type, payload);
    }

    private static boolean startsWith(ByteBuffer payload, byte[] start) {
        return payload.remaining() >= start.length
                && payload.slice(payload.position(), start.length).equals(ByteBuffer.wrap(start));
    }

    private ScanRecord status(int type, ByteBuffer payload) throws ReadException {
        boolean isIpv4 = type < BinaryLayout.OPEN_IPV6;
        require(payload, isIpv4 ? BinaryLayout.STATUS_IPV4_BYTES : BinaryLayout.STATUS_IPV6_BYTES);
        long seconds = seconds(payload);
        IpAddress ipv4 = isIpv4 ? IpAddress.ofIpv4(payload.getInt()) : null;
        int protocol = payload.get() & 0xFF;
        int port = port(payload);
        int flags = payload.get() & 0xFF;
        int ttl = payload.get() & 0xFF;
        IpAddress address = ipv4 == null ? ipv6(payload) : ipv4;
        Status status =
                switch (type) {
                    case BinaryLayout.CLOSED_IPV4, BinaryLayout.CLOSED_IPV6 -> Status.CLOSED;
                    case BinaryLayout.ARP_IPV4, BinaryLayout.ARP_IPV6 -> Status.UP;
                    default -> Status.OPEN;
                };
        BinaryExtras read = BinaryExtras.read(payload);
        extras = null;
        return read.complete(
                seconds, address, Protocols.ofNumber(protocol), port, status, flags, ttl, null);
    }

    private ScanRecord bannerIpv4(ByteBuffer payload) throws ReadException {
        require(payload, BinaryLayout.BANNER_IPV4_BYTES);
        long seconds = seconds(payload);
        IpAddress address = IpAddress.ofIpv4(payload.getInt());
        int protocol = payload.get() & 0xFF;
        int port = port(payload);
        int service = port(payload);
        int ttl = payload.get() & 0xFF;
        return banner(seconds, address, Protocols.ofNumber(protocol), port, service, ttl, payload);
    }

    private ScanRecord bannerIpv6(ByteBuffer payload) throws ReadException {
        require(payload, BinaryLayout.BANNER_IPV6_BYTES);
        long seconds = seconds(payload);
        int protocol = payload.get() & 0xFF;
        int port = port(payload);
        int service = port(payload);
        int ttl = payload.get() & 0xFF;
        IpAddress address = ipv6(payload);
        return banner(seconds, address, Protocols.ofNumber(protocol), port, service, ttl, payload);
    }

    private ScanRecord oldStatus(int type, ByteBuffer payload) throws ReadException {
        require(payload, OLD_STATUS_BYTES);
        long seconds = seconds(payload);
        IpAddress address = IpAddress.ofIpv4(payload.getInt());
        int port = port(payload);
        int flags = payload.get() & 0xFF;
        int ttl = payload.get() & 0xFF;
        Protocol protocol = Protocol.TCP;
        if (OLD_UDP_PORTS.contains(port)) {
            protocol = Protocol.UDP;
        } else if (OLD_SCTP_PORTS.contains(port)) {
            protocol = Protocol.SCTP;
        }
        return BinaryExtras.NONE.complete(
                seconds,
                address,
                protocol,
                port,
                type == BinaryLayout.OLD_OPEN ? Status.OPEN : Status.CLOSED,
                flags,
                ttl,
                null);
    }

    private ScanRecord oldBanner(ByteBuffer payload, boolean hasProtocol) throws ReadException {
        require(payload, hasProtocol ? OLD_BANNER_BYTES + 1 : OLD_BANNER_BYTES);
        long seconds = seconds(payload);
        IpAddress address = IpAddress.ofIpv4(payload.getInt());
        int protocol = hasProtocol ? payload.get() & 0xFF : Protocol.TCP.number();
        int port = port(payload);
        int service = port(payload);
        return banner(seconds, address, Protocols.ofNumber(protocol), port, service, 0, payload);
    }

    /** With what is left of the payload as its text. */
    private ScanRecord banner(
            long seconds,
            IpAddress address,
            Protocol protocol,
            int port,
            int service,
            int ttl,
            ByteBuffer payload) {
        byte[] text = new byte[Math.min(payload.remaining(), Banner.LENGTH_MAX_BYTES)];
        payload.get(text);
        Service known =
                extras == null ? masscanNumbers.service(service, text) : Services.ofNumber(service);
        BinaryExtras read = extras == null ? BinaryExtras.NONE : extras;
        extras = null;
        Banner banner = new Banner(known, read.recognition(), text);
        return read.complete(seconds, address, protocol, port, Status.OPEN, 0, ttl, banner);
    }

    private static long seconds(ByteBuffer payload) {
        return payload.getInt() & 0xFFFF_FFFFL;
    }

    private static int port(ByteBuffer payload) {
        return payload.getShort() & 0xFFFF;
    }

    private static IpAddress ipv6(ByteBuffer payload) {
        payload.get(); // IP's version
        long high = payload.getLong();
        return new IpAddress(high, payload.getLong());
    }

    private void require(ByteBuffer payload, int lengthBytes) throws ReadException {
        if (payload.remaining() < lengthBytes) {
            throw damaged(
                    "a record of " + payload.remaining() + " bytes that needs " + lengthBytes);
        }
    }

    private ReadException damaged(String what) {
        return source.wrongByte(
                start, what + ": this is no binary file of masscan's or Sonde's, or it is damaged");
    }

    @Override
    public boolean isCutShort() {
        return isCutShort || source.isCutShort();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
