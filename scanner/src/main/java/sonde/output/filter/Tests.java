// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import org.jspecify.annotations.Nullable;

import sonde.output.Field;
import sonde.output.RecordWords;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.text.BudgetText;
import sonde.wire.MacAddress;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Makes the tests of fields: says what kind of value each has, and where a record has it. */
final class Tests {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int PORT_MAX = 65_535;
    private static final int BYTE_MAX = 255;

    private static final WordTests PROTOCOLS =
            words("protocol", Arrays.stream(Protocol.values()).map(Protocol::label).toList());
    private static final WordTests STATUSES =
            words("status", Arrays.stream(Status.values()).map(Status::label).toList());
    private static final WordTests SERVICES =
            words("service", Arrays.stream(Service.values()).map(Service::label).toList());
    private static final WordTests RECOGNITIONS =
            words(
                    "way to recognise a service",
                    Arrays.stream(Recognition.values()).map(Recognition::label).toList());

    /** How often a search may read each byte: most bytes it reads a few times. */
    private static final long READS_PER_BYTE = 256;

    /** What short banners may cost too; half a millisecond. */
    private static final long READS_MIN = 1 << 16;

    private Tests() {}

    private static WordTests words(String noun, List<String> words) {
        return new WordTests(noun, words);
    }

    /** Whether a record has the field. */
    static Predicate<ScanRecord> isThere(Field field) {
        return switch (field) {
            case IP, PORT, PROTOCOL, STATUS, TIMESTAMP -> _ -> true;
            case TTL -> record -> ttl(record) != NumberTests.MISSING;
            case RTT -> record -> rtt(record) != NumberTests.MISSING;
            case FROM -> record -> record.evidence().responder() != null;
            case REASON, SERVICE, RECOGNIZED, BANNER, ICMP, MAC, VENDOR ->
                    record -> text(field, record) != null;
        };
    }

    /**
     * A test of a field.
     *
     * @param operator where the comparison stands, for errors
     * @param values one, or with {@link Comparison#IN} one or more
     */
    static Predicate<ScanRecord> of(
            Field field, Comparison comparison, Token operator, List<Token> values)
            throws FilterSyntaxException {
        return switch (field) {
            case IP -> AddressTests.of(ScanRecord::address, comparison, operator, values);
            case FROM ->
                    AddressTests.of(
                            record -> record.evidence().responder(), comparison, operator, values);
            case PORT -> NumberTests.of(ScanRecord::port, PORT_MAX, comparison, operator, values);
            case TTL -> NumberTests.of(Tests::ttl, BYTE_MAX, comparison, operator, values);
            case RTT -> NumberTests.of(Tests::rtt, Integer.MAX_VALUE, comparison, operator, values);
            case TIMESTAMP ->
                    NumberTests.of(Tests::seconds, Long.MAX_VALUE, comparison, operator, values);
            case PROTOCOL -> PROTOCOLS.of(r -> r.protocol().label(), comparison, operator, values);
            case STATUS -> STATUSES.of(r -> r.status().label(), comparison, operator, values);
            case SERVICE ->
                    SERVICES.of(record -> text(field, record), comparison, operator, values);
            case RECOGNIZED ->
                    RECOGNITIONS.of(record -> text(field, record), comparison, operator, values);
            case MAC ->
                    TextTests.of(
                            record -> text(field, record),
                            text -> text.replace('-', ':').toLowerCase(Locale.ROOT),
                            comparison,
                            operator,
                            values);
            case REASON, ICMP, VENDOR, BANNER ->
                    TextTests.of(
                            record -> text(field, record),
                            text -> text,
                            comparison,
                            operator,
                            values);
        };
    }

    private static long ttl(ScanRecord record) {
        return record.ttl() < 0 ? NumberTests.MISSING : record.ttl();
    }

    private static long rtt(ScanRecord record) {
        int micros = record.evidence().rttMicros();
        return micros == Evidence.UNKNOWN ? NumberTests.MISSING : micros;
    }

    private static long seconds(ScanRecord record) {
        return Math.floorDiv(record.epochNanos(), NANOS_PER_SECOND);
    }

    /** A field that not every record has, as text; null if this one has not. */
    private static @Nullable CharSequence text(Field field, ScanRecord record) {
        Banner banner = record.banner();
        Evidence evidence = record.evidence();
        return switch (field) {
            case REASON -> banner == null ? RecordWords.reason(record) : null;
            case SERVICE -> banner == null ? null : banner.service().label();
            case RECOGNIZED -> banner == null ? null : banner.recognition().label();
            case BANNER -> banner == null ? null : bounded(banner);
            case ICMP -> evidence.icmp() == Evidence.UNKNOWN ? null : icmp(evidence.icmp());
            case MAC ->
                    evidence.mac() == Evidence.UNKNOWN ? null : MacAddress.toText(evidence.mac());
            case VENDOR ->
                    evidence.mac() == Evidence.UNKNOWN ? null : RecordWords.vendor(evidence.mac());
            case IP, PORT, PROTOCOL, STATUS, TTL, RTT, TIMESTAMP, FROM ->
                    throw new IllegalArgumentException(field.label());
        };
    }

    /** What a service said, to be looked at within bounds. */
    private static BudgetText bounded(Banner banner) {
        int length = banner.lengthBytes();
        return new BudgetText(banner::at, length, READS_MIN + READS_PER_BYTE * length);
    }

    /** Type and code, as JSON has them. */
    private static String icmp(int typeAndCode) {
        return (typeAndCode >>> 8 & 0xFF) + "/" + (typeAndCode & 0xFF);
    }

    /** Whether all hold; they are asked in order, as far as is needed. */
    static Predicate<ScanRecord> all(List<Predicate<ScanRecord>> parts) {
        List<Predicate<ScanRecord>> kept = List.copyOf(parts);
        return record -> {
            for (int i = 0; i < kept.size(); i++) {
                if (!kept.get(i).test(record)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Whether one holds at least. */
    static Predicate<ScanRecord> any(List<Predicate<ScanRecord>> parts) {
        List<Predicate<ScanRecord>> kept = List.copyOf(parts);
        return record -> {
            for (int i = 0; i < kept.size(); i++) {
                if (kept.get(i).test(record)) {
                    return true;
                }
            }
            return false;
        };
    }
}
