// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/**
 * {@code -oU}: protocol, status, the service usual on the port in 16 columns and the port in five,
 * address and time to live, as unicornscan prints them: <code>TCP open&#9;            http[
 *    80]&#9;&#9;from 198.18.0.2  ttl 64 </code>. Spaces and tabs are masscan's, and so is that
 * banners have no line. Masscan gives every protocol but TCP a line of {@code -oG}; here all have
 * the same, as unicornscan's own have.
 */
final class UnicornscanFormat implements RecordFormat {

    private static final int SERVICE_COLUMNS = 16;
    private static final int PORT_COLUMNS = 5;

    private static final byte[] OPENING = Words.ascii("#masscan\n");
    private static final byte[] CLOSING = Words.ascii("# end\n");
    private static final byte[] FROM = Words.ascii("]\t\tfrom ");
    private static final byte[] TTL = Words.ascii("  ttl ");
    private static final byte[] END = Words.ascii(" \n");

    @Override
    public byte[] opening() {
        return OPENING;
    }

    @Override
    public byte[] closing(long records) {
        return CLOSING;
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        if (record.banner() != null) {
            return;
        }
        buffer.put(Words.upperProtocol(record.protocol()));
        buffer.put(' ');
        buffer.put(Words.status(record.status()));
        buffer.put('\t');
        byte[] service = ServiceNames.of(record);
        buffer.padTo(buffer.length() + SERVICE_COLUMNS - service.length);
        buffer.put(service);
        buffer.put('[');
        buffer.padTo(buffer.length() + PORT_COLUMNS - digits(record.port()));
        buffer.putDecimal(record.port());
        buffer.put(FROM);
        buffer.putAddress(record.address());
        buffer.put(TTL);
        buffer.putDecimal(record.ttl());
        buffer.put(END);
    }

    /** How many digits a port has, 1 to 5. */
    private static int digits(int port) {
        if (port < 100) {
            return port < 10 ? 1 : 2;
        }
        if (port < 10_000) {
            return port < 1000 ? 3 : 4;
        }
        return PORT_COLUMNS;
    }
}
