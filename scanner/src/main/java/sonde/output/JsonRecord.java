// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/**
 * The values of a record in the order of both JSON formats, with each format's own text around
 * them. None of the values needs escaping: numbers, addresses and words of ours.
 */
final class JsonRecord {

    private final byte[] ip;
    private final byte[] timestamp;
    private final byte[] port;
    private final byte[] protocol;
    private final byte[] status;
    private final byte[] reason;
    private final byte[] ttl;
    private final byte[] end;

    /** Takes the text before each value, and the text that ends the line. */
    JsonRecord(
            String ip,
            String timestamp,
            String port,
            String protocol,
            String status,
            String reason,
            String ttl,
            String end) {
        this.ip = Words.ascii(ip);
        this.timestamp = Words.ascii(timestamp);
        this.port = Words.ascii(port);
        this.protocol = Words.ascii(protocol);
        this.status = Words.ascii(status);
        this.reason = Words.ascii(reason);
        this.ttl = Words.ascii(ttl);
        this.end = Words.ascii(end);
    }

    void put(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(ip);
        buffer.putIpv4(record.address());
        buffer.put(timestamp);
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        buffer.put(port);
        buffer.putDecimal(record.port());
        buffer.put(protocol);
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(status);
        buffer.put(Words.status(record.status()));
        buffer.put(reason);
        buffer.put(Words.reason(record.tcpFlags()));
        buffer.put(ttl);
        buffer.putDecimal(record.ttl());
        buffer.put(end);
    }
}
