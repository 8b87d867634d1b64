// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/** {@code -oJ}: one array of objects, an object a line, commas on lines of their own. */
final class JsonFormat implements RecordFormat {

    private static final byte[] OPENING = Words.ascii("[\n");
    private static final byte[] SEPARATOR = Words.ascii(",\n");
    private static final byte[] CLOSING = Words.ascii("]\n");

    private static final byte[] IP = Words.ascii("{   \"ip\": \"");
    private static final byte[] TIMESTAMP = Words.ascii("\",   \"timestamp\": \"");
    private static final byte[] PORT = Words.ascii("\", \"ports\": [ {\"port\": ");
    private static final byte[] PROTO = Words.ascii(", \"proto\": \"");
    private static final byte[] STATUS = Words.ascii("\", \"status\": \"");
    private static final byte[] REASON = Words.ascii("\", \"reason\": \"");
    private static final byte[] TTL = Words.ascii("\", \"ttl\": ");
    private static final byte[] END = Words.ascii("} ] }\n");

    @Override
    public byte[] opening() {
        return OPENING;
    }

    @Override
    public byte[] separator() {
        return SEPARATOR;
    }

    @Override
    public byte[] closing() {
        return CLOSING;
    }

    @Override
    public boolean needsClosing() {
        return true;
    }

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
