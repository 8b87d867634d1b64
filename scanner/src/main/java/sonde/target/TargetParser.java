// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads lists of addresses of both families, as masscan writes them, into a builder.
 *
 * <pre>
 *   192.0.2.7                one address
 *   192.0.2.0/24             a block; bits behind the prefix are ignored: 192.0.2.7/24 is the same
 *   192.0.2.7-192.0.2.20     a range, both ends included; also with a dash from U+2010 to U+2015
 *   2001:db8::7              the same three of IPv6, in any form of RFC 4291 section 2.2; the
 *   [2001:db8::7]/64         address may stand in brackets, and has no zone
 *   2001:db8::7-2001:db8::20
 *   www.example.com          a host name: all of its addresses (if there is a resolver)
 * </pre>
 *
 * Items are separated by commas, spaces, tabs or line ends. In files a line that begins with {@code
 * #}, {@code ;}, {@code /} or {@code -} is a comment; behind an item, {@code #}, {@code ;} and
 * {@code //} begin one. A leading byte order mark (UTF-8) is skipped. Whatever else there is, is an
 * error: a list of what must not be probed is no place for guessing.
 *
 * <p>Works on bytes in a buffer of fixed size: a list may have any length, but no item more than
 * {@value TargetItem#LENGTH_MAX} bytes. A block may be as wide as it likes, it is one range. Used
 * by one thread.
 */
public final class TargetParser {

    private static final int BUFFER_LENGTH = 64 * 1024;

    private final AddressSet.Builder addresses;
    private final boolean takesIpv6;
    private final @Nullable NameResolver resolver;
    private final TargetItem item = new TargetItem();
    private final Ipv6Item ipv6Item = new Ipv6Item();

    // The input that is being read.
    private InputStream in = InputStream.nullInputStream();
    private String source = "";
    private boolean isFile;
    private byte[] buffer = new byte[0];

    /** Where the next byte is, and where the bytes end. */
    private int at;

    private int end;
    private int line;

    /** What to subtract from a place in the buffer to get a column that counts from 1. */
    private int lineStart;

    /** A parser that knows no host names, and IPv4 alone. */
    public TargetParser(AddressRanges.Builder addresses) {
        this(addresses, null);
    }

    /** A parser to which IPv6 addresses are errors; of a host's addresses it takes the others. */
    public TargetParser(AddressRanges.Builder addresses, @Nullable NameResolver resolver) {
        this(new AddressSet.Builder(addresses), resolver, false);
    }

    /**
     * A parser of both families.
     *
     * @param addresses receives what is read, up to the first error
     * @param resolver asked for each host name at once; null if host names are errors
     */
    public TargetParser(AddressSet.Builder addresses, @Nullable NameResolver resolver) {
        this(addresses, resolver, true);
    }

    private TargetParser(
            AddressSet.Builder addresses, @Nullable NameResolver resolver, boolean takesIpv6) {
        this.addresses = addresses;
        this.resolver = resolver;
        this.takesIpv6 = takesIpv6;
    }

    /**
     * Reads the value of an option: a list, in which nothing is a comment.
     *
     * @param option how error messages call the place, such as {@code --exclude}
     * @throws TargetSyntaxException if it is no such list
     */
    public void parse(String text, String option) throws TargetSyntaxException {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            start(InputStream.nullInputStream(), option, false, bytes, bytes.length);
            parseList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the value of an option that takes one range of either family: an address, a block or
     * first and last.
     *
     * @throws TargetSyntaxException if it is none, or more than one
     */
    public static AddressSet parseRange(String text, String option) throws TargetSyntaxException {
        AddressSet.Builder builder = AddressSet.builder();
        new TargetParser(builder, null).parse(text, option);
        AddressSet set = builder.build();
        checkOne(set.rangeCount(), text, option);
        return set;
    }

    /** As {@link #parseRange}, of IPv4 alone. */
    public static AddressRanges parseIpv4Range(String text, String option)
            throws TargetSyntaxException {
        AddressRanges.Builder builder = AddressRanges.builder();
        new TargetParser(builder).parse(text, option);
        AddressRanges ranges = builder.build();
        checkOne(ranges.rangeCount(), text, option);
        return ranges;
    }

    private static void checkOne(long rangeCount, String text, String option)
            throws TargetSyntaxException {
        if (rangeCount != 1) {
            throw TargetSyntaxException.inOption(
                    option, 1, text, "not one range; give an address, a block, or first-last");
        }
    }

    /**
     * Reads a file, to its end; the caller opens and closes it.
     *
     * @param file how error messages call it
     * @throws TargetSyntaxException if something in it is no target
     * @throws IOException if reading fails
     */
    public void parse(InputStream stream, String file) throws TargetSyntaxException, IOException {
        start(stream, file, true, new byte[BUFFER_LENGTH], 0);
        skipByteOrderMark();
        parseList();
    }

    private void start(InputStream stream, String name, boolean file, byte[] bytes, int length) {
        in = stream;
        source = name;
        isFile = file;
        buffer = bytes;
        at = 0;
        end = length;
        line = 1;
        lineStart = -1;
    }

    private void skipByteOrderMark() throws IOException {
        boolean hasMore = true;
        while (end < 3 && hasMore) {
            hasMore = fill();
        }
        if (end >= 3
                && buffer[0] == (byte) 0xEF
                && buffer[1] == (byte) 0xBB
                && buffer[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    private void parseList() throws TargetSyntaxException, IOException {
        boolean isLineStart = true;
        while (at < end || fill()) {
            byte b = buffer[at];
            if (b == '\n') {
                at++;
                line++;
                lineStart = at - 1;
                isLineStart = true;
            } else if (isSeparator(b)) {
                at++;
            } else if (isFile && isComment(b, isLineStart)) {
                skipLine();
            } else {
                parseItem();
                isLineStart = false;
            }
        }
    }

    private boolean isComment(byte b, boolean isLineStart) throws IOException {
        if (b == '#' || b == ';') {
            return true;
        }
        if (b == '/') {
            return isLineStart || ((at + 1 < end || fill()) && buffer[at + 1] == '/');
        }
        return b == '-' && isLineStart;
    }

    private void skipLine() throws IOException {
        do {
            while (at < end) {
                if (buffer[at] == '\n') {
                    return;
                }
                at++;
            }
        } while (fill());
    }

    private void parseItem() throws TargetSyntaxException, IOException {
        int length = 0;
        while (at + length < end || fill()) {
            if (endsItem(buffer[at + length])) {
                break;
            }
            length++;
            if (length > TargetItem.LENGTH_MAX) {
                throw error(
                        length,
                        "too long for an address; this looks like no list of targets at all");
            }
        }
        if (item.parse(buffer, at, at + length)) {
            addresses.addIpv4(item.first(), item.last());
        } else if (ipv6Item.parse(buffer, at, at + length)) {
            addIpv6(length);
        } else {
            addName(length);
        }
        at += length;
    }

    private boolean endsItem(byte b) {
        return b == '\n' || isSeparator(b) || (b == '#' && isFile);
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == ',' || b == '\t' || b == '\r' || b == '\f';
    }

    private void addIpv6(int length) throws TargetSyntaxException {
        if (!takesIpv6) {
            throw error(length, "IPv6 addresses are not taken here");
        }
        addresses.add(
                ipv6Item.firstHigh(), ipv6Item.firstLow(), ipv6Item.lastHigh(), ipv6Item.lastLow());
    }

    private void addName(int length) throws TargetSyntaxException {
        String text = new String(buffer, at, length, StandardCharsets.UTF_8);
        String fault = TargetFault.of(text);
        if (fault != null) {
            throw error(length, fault);
        }
        if (resolver == null) {
            throw error(length, "host names are not taken here; write its address");
        }
        List<IpAddress> found;
        try {
            found = resolver.resolve(text);
        } catch (UnknownHostException e) {
            TargetSyntaxException error =
                    error(length, TargetSyntaxException.sanitise(String.valueOf(e.getMessage())));
            error.initCause(e);
            throw error;
        }
        boolean isUsable = false;
        for (IpAddress address : found) {
            if (takesIpv6 || address.isIpv4()) {
                addresses.add(address, address);
                isUsable = true;
            }
        }
        if (!isUsable) {
            throw error(length, "this host has no IPv4 address, and others are not taken here");
        }
    }

    private TargetSyntaxException error(int length, String remedy) {
        String text = new String(buffer, at, length, StandardCharsets.UTF_8);
        int column = at - lineStart;
        return isFile
                ? TargetSyntaxException.inFile(source, line, column, text, remedy)
                : TargetSyntaxException.inOption(source, column, text, remedy);
    }

    /**
     * Reads more bytes behind those that are there, moving what is not parsed yet to the front of
     * the buffer if it is full.
     *
     * @return false at the end of the input
     */
    private boolean fill() throws IOException {
        if (end == buffer.length) {
            // Never when the whole text is in the buffer: then the stream is empty, and what lies
            // before at is done.
            System.arraycopy(buffer, at, buffer, 0, end - at);
            lineStart -= at;
            end -= at;
            at = 0;
            if (end == buffer.length) {
                return false;
            }
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count <= 0) {
            return false;
        }
        end += count;
        return true;
    }
}
