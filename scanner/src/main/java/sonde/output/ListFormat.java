// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/**
 * {@code -oL}: status, protocol, port, address and time, as {@code open tcp 80 198.18.0.2
 * 1795465782}.
 */
final class ListFormat implements RecordFormat {

    private static final byte[] OPENING = Words.ascii("#masscan\n");
    private static final byte[] CLOSING = Words.ascii("# end\n");

    @Override
    public byte[] opening() {
        return OPENING;
    }

    @Override
    public byte[] closing() {
        return CLOSING;
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(Words.status(record.status()));
        buffer.put(' ');
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(' ');
        buffer.putDecimal(record.port());
        buffer.put(' ');
        buffer.putIpv4(record.address());
        buffer.put(' ');
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        buffer.put('\n');
    }
}
