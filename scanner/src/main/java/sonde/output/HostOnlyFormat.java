// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.ScanRecord;
import sonde.wire.IpAddress;

import java.io.IOException;

/**
 * {@code -oH}: the address of each host of which anything is reported, a line each, once. Masscan
 * writes one for each port and banner.
 *
 * <p>To know what was written, up to 16 million addresses of IPv4 and four million of IPv6 are kept
 * in mind ({@link AddressSet}). A scan that finds more may name a host again; it never leaves one
 * out. What a file has that is gone on with is read again, unless it is compressed: that can be
 * resumed, which may name hosts twice, and not appended to.
 */
final class HostOnlyFormat implements RecordFormat {

    private final AddressSet written = new AddressSet();

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        return isAddress(Continuation.firstLine(file)) ? Continuation.ofLines(file, this) : null;
    }

    private static boolean isAddress(String line) {
        try {
            return !IpAddress.parse(line).toText().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean recalls() {
        return true;
    }

    @Override
    public void recall(String line) {
        try {
            written.add(IpAddress.parse(line));
        } catch (IllegalArgumentException e) {
            // Somebody's own line: no address that we wrote.
            return;
        }
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        if (written.add(record.address())) {
            buffer.putAddress(record.address());
            buffer.put('\n');
        }
    }
}
