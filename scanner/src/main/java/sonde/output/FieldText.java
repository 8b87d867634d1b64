// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Evidence;
import sonde.record.ScanRecord;
import sonde.wire.IpAddress;

import java.util.Objects;

/**
 * The fields of a record one by one, for formats with a choice of them. Each is a number or words
 * of ours that need no escaping in JSON, but for the banner, which each format escapes by itself.
 */
final class FieldText {

    /** What a banner's status rests on: what masscan gives as its reason in XML. */
    private static final byte[] RESPONSE = Words.ascii("response");

    private FieldText() {}

    /** Whether the record says anything of the field. */
    static boolean has(Field field, ScanRecord record) {
        Evidence evidence = record.evidence();
        return switch (field) {
            case IP, PORT, PROTOCOL, STATUS, REASON, TTL, TIMESTAMP -> true;
            case RTT -> evidence.rttMicros() != Evidence.UNKNOWN;
            case FROM -> evidence.responder() != null;
            case ICMP -> evidence.icmp() != Evidence.UNKNOWN;
            case MAC -> evidence.mac() != Evidence.UNKNOWN;
            case VENDOR ->
                    evidence.mac() != Evidence.UNKNOWN && Vendors.words(evidence.mac()) != null;
            case SERVICE, RECOGNIZED, BANNER -> record.banner() != null;
        };
    }

    /** Puts what {@link #has} said to be there; of banners only what they are of. */
    static void put(Field field, ScanRecord record, AsciiBuffer buffer) {
        Evidence evidence = record.evidence();
        switch (field) {
            case IP -> buffer.putAddress(record.address());
            case PORT -> buffer.putDecimal(record.port());
            case PROTOCOL -> buffer.put(Words.protocol(record.protocol()));
            case STATUS -> buffer.put(Words.status(record.status()));
            case REASON -> buffer.put(record.banner() == null ? Reasons.of(record) : RESPONSE);
            case TTL -> buffer.putDecimal(record.ttl());
            case RTT -> buffer.putDecimal(evidence.rttMicros());
            case TIMESTAMP -> buffer.putDecimal(RecordFormat.epochSeconds(record));
            case FROM -> buffer.putAddress(responder(evidence));
            case ICMP -> putIcmp(evidence.icmp(), buffer);
            case MAC -> buffer.putMac(evidence.mac());
            case VENDOR -> buffer.put(vendor(record));
            case SERVICE ->
                    buffer.put(Words.service(Objects.requireNonNull(record.banner()).service()));
            case RECOGNIZED ->
                    buffer.put(
                            Words.recognition(
                                    Objects.requireNonNull(record.banner()).recognition()));
            case BANNER -> throw new IllegalArgumentException("a banner is the format's to escape");
        }
    }

    private static IpAddress responder(Evidence evidence) {
        return Objects.requireNonNull(evidence.responder());
    }

    /** The vendor's name in a record that has one. */
    static byte[] vendor(ScanRecord record) {
        return Objects.requireNonNull(Vendors.words(record.evidence().mac()));
    }

    /** Type and code, as {@code 3/13}. */
    private static void putIcmp(int icmp, AsciiBuffer buffer) {
        buffer.putDecimal(icmp >>> 8 & 0xFF);
        buffer.put('/');
        buffer.putDecimal(icmp & 0xFF);
    }
}
