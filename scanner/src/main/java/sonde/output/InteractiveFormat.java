// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.ScanRecord;
import sonde.wire.IpAddress;

import java.io.IOException;

/**
 * For a person at a terminal: {@code Discovered open port 80/tcp on 198.18.0.0} or {@code Banner on
 * port 80/tcp on 198.18.0.0: [title] Welcome}. What has no port has 0 in its place, as masscan
 * prints it, or the number of the protocol: {@code 0/icmp}, {@code 47/ip}. Who answered in place of
 * the target follows in parentheses, or for ARP the target's Ethernet address. Padded with spaces
 * to 79 columns so that it covers the status line it is printed over.
 */
final class InteractiveFormat implements RecordFormat {

    private static final int WIDTH_COLUMNS = 79;

    private static final byte[] DISCOVERED = Words.ascii("Discovered ");
    private static final byte[] BANNER_ON_PORT = Words.ascii("Banner on port ");
    private static final byte[] SERVICE = Words.ascii(": [");
    private static final byte[] TEXT = Words.ascii("] ");
    private static final byte[] PORT = Words.ascii(" port ");
    private static final byte[] ON = Words.ascii(" on ");
    private static final byte[] ORIGIN = Words.ascii(" (");
    private static final byte[] FROM = Words.ascii(" from ");

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        String head = Continuation.head(file);
        boolean isOurs = head.startsWith("Discovered ") || head.startsWith("Banner on port ");
        return isOurs ? Continuation.ofLines(file, this) : null;
    }

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
        buffer.putAddress(record.address());
        if (banner != null) {
            buffer.put(SERVICE);
            buffer.put(Words.service(banner.service()));
            buffer.put(TEXT);
            BannerText.put(banner, buffer);
        } else {
            putOrigin(record, buffer);
        }
        buffer.padTo(start + WIDTH_COLUMNS);
        buffer.put('\n');
    }

    /** Who says so, where it is not the target, or what machine the target is. */
    private static void putOrigin(ScanRecord record, AsciiBuffer buffer) {
        IpAddress responder = record.evidence().responder();
        long mac = record.evidence().mac();
        if (responder != null) {
            buffer.put(ORIGIN);
            buffer.put(Reasons.of(record));
            buffer.put(FROM);
            buffer.putAddress(responder);
            buffer.put(')');
        } else if (mac != Evidence.UNKNOWN) {
            buffer.put(ORIGIN);
            buffer.putMac(mac);
            byte[] vendor = Vendors.words(mac);
            if (vendor != null) {
                buffer.put(' ');
                buffer.put(vendor);
            }
            buffer.put(')');
        }
    }
}
