// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6Ranges;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints addresses a line a range, {@code 198.18.0.1-198.18.0.9}, or as the fewest blocks that are
 * the same addresses, {@code 198.18.0.0/24}; IPv4 first, in ascending order.
 */
public final class RangeLister {

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int PAGE_CHARACTERS = 8192;

    private final boolean blocks;
    private final OutputStream out;
    private final StringBuilder page = new StringBuilder(PAGE_CHARACTERS + 256);

    private RangeLister(boolean blocks, OutputStream out) {
        this.blocks = blocks;
        this.out = out;
    }

    /** Writes one line a range or block, without flushing the stream. */
    public static void list(AddressSet addresses, boolean blocks, OutputStream out)
            throws IOException {
        RangeLister lister = new RangeLister(blocks, out);
        AddressRanges ipv4 = addresses.ipv4();
        for (int i = 0; i < ipv4.rangeCount(); i++) {
            lister.put(IpAddress.ofIpv4(ipv4.first(i)), IpAddress.ofIpv4(ipv4.last(i)), IPV4_BITS);
        }
        Ipv6Ranges ipv6 = addresses.ipv6();
        for (int i = 0; i < ipv6.rangeCount(); i++) {
            lister.put(ipv6.first(i), ipv6.last(i), IPV6_BITS);
        }
        lister.write();
    }

    private void put(IpAddress first, IpAddress last, int width) throws IOException {
        if (blocks) {
            putBlocks(first, last, width);
            return;
        }
        page.append(first.toText());
        if (!first.equals(last)) {
            page.append('-').append(last.toText());
        }
        endLine();
    }

    /** Takes the widest block that begins where the rest does, again and again. */
    private void putBlocks(IpAddress first, IpAddress last, int width) throws IOException {
        IpAddress start = first;
        while (true) {
            int bits = Math.min(width, trailingZeros(start));
            while (endOf(start, bits).compareTo(last) > 0) {
                bits--;
            }
            page.append(start.toText()).append('/').append(width - bits);
            endLine();
            IpAddress end = endOf(start, bits);
            if (end.equals(last)) {
                return;
            }
            start = end.next();
        }
    }

    private static int trailingZeros(IpAddress address) {
        return address.low() == 0
                ? Long.SIZE + Long.numberOfTrailingZeros(address.high())
                : Long.numberOfTrailingZeros(address.low());
    }

    /** The last address of a block whose lowest {@code bits} bits vary. */
    private static IpAddress endOf(IpAddress start, int bits) {
        return new IpAddress(
                start.high() | ones(bits - Long.SIZE), start.low() | ones(Math.min(bits, 64)));
    }

    /** A number with its lowest {@code count} bits set; none, if that is negative. */
    private static long ones(int count) {
        if (count <= 0) {
            return 0;
        }
        return count >= Long.SIZE ? -1L : (1L << count) - 1;
    }

    private void endLine() throws IOException {
        page.append('\n');
        if (page.length() >= PAGE_CHARACTERS) {
            write();
        }
    }

    private void write() throws IOException {
        out.write(page.toString().getBytes(StandardCharsets.US_ASCII));
        page.setLength(0);
    }
}
