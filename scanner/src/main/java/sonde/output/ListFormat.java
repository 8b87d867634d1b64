// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;
import sonde.record.ScanRecord;

/**
 * {@code -oL}: status, protocol, port, address and time, as {@code open tcp 80 198.18.0.2
 * 1795465782}; or for a banner also what it is of and its text, as {@code banner tcp 80 198.18.0.2
 * 1795465785 title Welcome}.
 */
final class ListFormat implements RecordFormat {

    private static final byte[] OPENING = Words.ascii("#masscan\n");
    private static final byte[] BANNER = Words.ascii("banner");
    private static final byte[] CLOSING = Words.ascii("# end\n");

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
        Banner banner = record.banner();
        buffer.put(banner == null ? Words.status(record.status()) : BANNER);
        buffer.put(' ');
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(' ');
        buffer.putDecimal(record.port());
        buffer.put(' ');
        buffer.putAddress(record.address());
        buffer.put(' ');
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        if (banner != null) {
            buffer.put(' ');
            buffer.put(Words.service(banner.service()));
            buffer.put(' ');
            BannerText.put(banner, buffer);
        }
        buffer.put('\n');
    }
}
