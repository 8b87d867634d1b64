// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import sonde.output.Reasons;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;
import sonde.wire.MacAddress;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a text file says of a target, word by word, until a record can be made of it. Each method
 * that takes a word throws {@link IllegalArgumentException}, with what is wrong with it, if the
 * word can't mean anything.
 */
final class Findings {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Seconds that fit into 64 bits as nanoseconds, before and after 1970. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    private static final int PORT_MAX = 65_535;
    private static final int BYTE_MAX = 255;

    private static final Map<String, Status> STATUSES = byLabel(Status.values(), Status::label);
    private static final Map<String, Recognition> RECOGNITIONS =
            byLabel(Recognition.values(), Recognition::label);

    private @Nullable IpAddress address;
    private long epochSeconds;
    private Protocol protocol = Protocol.TCP;
    private int port;
    private @Nullable Status status;
    private @Nullable String reason;
    private int ttl;
    private int rttMicros = Evidence.UNKNOWN;
    private @Nullable IpAddress responder;
    private int icmp = Evidence.UNKNOWN;
    private long mac = Evidence.UNKNOWN;
    private @Nullable Service service;
    private @Nullable Recognition recognition;
    private byte[] text = {};

    private static <E> Map<String, E> byLabel(E[] values, Function<E, String> label) {
        return Arrays.stream(values).collect(Collectors.toMap(label, Function.identity()));
    }

    /** Forgets everything. */
    void clear() {
        clearTarget();
        address = null;
        epochSeconds = 0;
        mac = Evidence.UNKNOWN;
    }

    /** Forgets everything but the host and the time. */
    void clearTarget() {
        protocol = Protocol.TCP;
        port = 0;
        status = null;
        reason = null;
        ttl = 0;
        rttMicros = Evidence.UNKNOWN;
        responder = null;
        icmp = Evidence.UNKNOWN;
        clearBanner();
    }

    /** Forgets the banner alone. */
    void clearBanner() {
        service = null;
        recognition = null;
        text = new byte[0];
    }

    void address(String word) {
        address = IpAddress.parse(word);
    }

    boolean hasAddress() {
        return address != null;
    }

    /** Whether the target is one of IPv4; false if there is none. */
    boolean isIpv4() {
        return address != null && address.isIpv4();
    }

    /** Seconds since 1970, with or without a fraction, which is left out. */
    void epochSeconds(String word) {
        int point = word.indexOf('.');
        epochSeconds =
                number(point < 0 ? word : word.substring(0, point), -SECONDS_MAX, SECONDS_MAX);
    }

    void protocol(String word) {
        protocol = Protocols.ofLabel(word);
    }

    void protocol(Protocol known) {
        protocol = known;
    }

    void port(String word) {
        port = (int) number(word, 0, PORT_MAX);
    }

    /** A status; one that rests on no answer, as {@code open|filtered}, is as none. */
    void status(String word) {
        status = STATUSES.get(word);
        if (status == null && word.indexOf('|') < 0 && !word.equals("unknown")) {
            throw new IllegalArgumentException("'" + word + "' is no status of a port");
        }
    }

    boolean hasStatus() {
        return status != null;
    }

    void reason(String word) {
        reason = word;
    }

    void ttl(String word) {
        ttl = (int) number(word, 0, BYTE_MAX);
    }

    void rttMicros(String word) {
        rttMicros = (int) number(word, 0, Integer.MAX_VALUE);
    }

    void responder(String word) {
        responder = IpAddress.parse(word);
    }

    /** Type and code with a slash between. */
    void icmp(String word) {
        int slash = word.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + word + "' is no type/code of ICMP");
        }
        icmp =
                (int) number(word.substring(0, slash), 0, BYTE_MAX) << Byte.SIZE
                        | (int) number(word.substring(slash + 1), 0, BYTE_MAX);
    }

    void mac(String word) {
        mac = MacAddress.parse(word);
    }

    void service(String word) {
        service = Services.ofLabel(word);
    }

    void service(Service known) {
        service = known;
    }

    boolean hasService() {
        return service != null;
    }

    void recognition(String word) {
        recognition = RECOGNITIONS.getOrDefault(word, Recognition.NONE);
    }

    boolean hasRecognition() {
        return recognition != null;
    }

    /** What a service said; what is longer than a banner may be is cut. */
    void text(byte[] bytes) {
        text =
                bytes.length > Banner.LENGTH_MAX_BYTES
                        ? Arrays.copyOf(bytes, Banner.LENGTH_MAX_BYTES)
                        : bytes;
    }

    /** The record: of a banner, if there is a service. */
    ScanRecord record() {
        IpAddress known = address;
        if (known == null) {
            throw new IllegalArgumentException("the record has no address");
        }
        int flags = reason == null ? 0 : Reasons.tcpFlags(reason);
        int kind = icmp;
        if (kind == Evidence.UNKNOWN && flags == 0 && reason != null) {
            kind = Reasons.icmp(reason, known.isIpv4());
        }
        return new ScanRecord(
                epochSeconds * NANOS_PER_SECOND,
                known,
                protocol,
                port,
                status == null ? Status.OPEN : status,
                new Evidence(flags, ttl, rttMicros, responder, kind, mac),
                service == null
                        ? null
                        : new Banner(
                                service,
                                recognition == null ? Recognition.NONE : recognition,
                                text));
    }

    private static long number(String word, long min, long max) {
        try {
            long value = Long.parseLong(word.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The message below says it.
        }
        throw new IllegalArgumentException(
                "'" + word + "' is no number from " + min + " to " + max);
    }
}
