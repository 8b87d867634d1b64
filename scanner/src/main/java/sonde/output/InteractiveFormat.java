// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;
import sonde.record.ScanRecord;

/**
 * For a person at a terminal: {@code Discovered open port 80/tcp on 198.18.0.0} or {@code Banner on
 * port 80/tcp on 198.18.0.0: [title] Welcome}, padded with spaces to 79 columns so that it covers
 * the status line it is printed over.
 */
final class InteractiveFormat implements RecordFormat {

    private static final int WIDTH_COLUMNS = 79;

    private static final byte[] DISCOVERED = Words.ascii("Discovered ");
    private static final byte[] BANNER_ON_PORT = Words.ascii("Banner on port ");
    private static final byte[] SERVICE = Words.ascii(": [");
    private static final byte[] TEXT = Words.ascii("] ");
    private static final byte[] PORT = Words.ascii(" port ");
    private static final byte[] ON = Words.ascii(" on ");

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        int start = buffer.length();
        Banner banner = record.banner();
        if (banner == null) {
            buffer.put(DISCOVERED);
            buffer.put(Words.status(record.status()));
            buffer.put(PORT);
        } else {
            buffer.put(BANNER_ON_PORT);
        }
        buffer.putDecimal(record.port());
        buffer.put('/');
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(ON);
        buffer.putIpv4(record.address().ipv4());
        if (banner != null) {
            buffer.put(SERVICE);
            buffer.put(Words.service(banner.service()));
            buffer.put(TEXT);
            BannerText.put(banner, buffer);
        }
        buffer.padTo(start + WIDTH_COLUMNS);
        buffer.put('\n');
    }
}
