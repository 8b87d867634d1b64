// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/** {@code -oD}: one JSON object a line. */
final class NdjsonFormat implements RecordFormat {

    private static final byte[] IP = Words.ascii("{\"ip\":\"");
    private static final byte[] TIMESTAMP = Words.ascii("\",\"timestamp\":\"");
    private static final byte[] PORT = Words.ascii("\",\"port\":");
    private static final byte[] PROTO = Words.ascii(",\"proto\":\"");
    private static final byte[] STATUS =
            Words.ascii("\",\"rec_type\":\"status\",\"data\":{\"status\":\"");
    private static final byte[] REASON = Words.ascii("\",\"reason\":\"");
    private static final byte[] TTL = Words.ascii("\",\"ttl\":");
    private static final byte[] END = Words.ascii("}}\n");

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(IP);
        buffer.putIpv4(record.address());
        buffer.put(TIMESTAMP);
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        buffer.put(PORT);
        buffer.putDecimal(record.port());
        buffer.put(PROTO);
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(STATUS);
        buffer.put(Words.status(record.status()));
        buffer.put(REASON);
        buffer.put(Words.reason(record.tcpFlags()));
        buffer.put(TTL);
        buffer.putDecimal(record.ttl());
        buffer.put(END);
    }
}
