// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * Passes over the headers between the IPv6 header and what the packet carries (RFC 8200 section 4,
 * RFC 4302). What they say is not read, but for whether the packet is a fragment.
 */
final class ExtensionHeaders {

    /** Instead of a result: the packet is a fragment, the first one included. */
    static final long FRAGMENT = -1;

    /** Instead of a result: the headers go on behind the last byte, or too long for anybody. */
    static final long CUT = -2;

    /** More than any stack sends, and a bound for what a stranger may have us do. */
    private static final int COUNT_MAX = 8;

    /** The smallest extension header, and the unit in which most say their length, in bytes. */
    private static final int UNIT_BYTES = 8;

    /** The unit of the authentication header, in bytes; it leaves two of them out of its length. */
    private static final int AUTHENTICATION_UNIT_BYTES = 4;

    private static final int NEXT_HEADER_OFFSET = 0;
    private static final int LENGTH_OFFSET = 1;
    private static final int FRAGMENT_OFFSET = 2;

    /** Fragment offset and more-fragments flag, without the two reserved bits between them. */
    private static final int FRAGMENT_MASK = 0xFFF9;

    private ExtensionHeaders() {}

    /**
     * Passes over all extension headers.
     *
     * @param base where the first header begins, in bytes
     * @param lengthBytes how many bytes there are from {@code base} on
     * @param nextHeader what the IPv6 header says that the first header is
     * @return for {@link #protocol} and {@link #lengthBytes}, or one of the constants
     */
    static long pass(MemorySegment memory, long base, int lengthBytes, int nextHeader) {
        int protocol = nextHeader;
        int at = 0;
        for (int i = 0; i < COUNT_MAX; i++) {
            if (!isExtension(protocol)) {
                return (long) protocol << 32 | at;
            }
            if (lengthBytes - at < UNIT_BYTES) {
                return CUT;
            }
            long header = base + at;
            if (protocol == IpProtocol.FRAGMENT
                    && (Bytes.get16(memory, header + FRAGMENT_OFFSET) & FRAGMENT_MASK) != 0) {
                return FRAGMENT;
            }
            at += headerLengthBytes(protocol, Bytes.get8(memory, header + LENGTH_OFFSET));
            if (at > lengthBytes) {
                return CUT;
            }
            protocol = Bytes.get8(memory, header + NEXT_HEADER_OFFSET);
        }
        return CUT;
    }

    /** IANA's number of what the packet carries. */
    static int protocol(long passed) {
        return (int) (passed >>> 32);
    }

    /** The length of all extension headers in bytes. */
    static int lengthBytes(long passed) {
        return (int) passed;
    }

    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS ->
                    true;
            default -> false;
        };
    }

    /** 8 to 2048 bytes. */
    private static int headerLengthBytes(int protocol, int lengthField) {
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> UNIT_BYTES;
            case IpProtocol.AUTHENTICATION -> (lengthField + 2) * AUTHENTICATION_UNIT_BYTES;
            default -> (lengthField + 1) * UNIT_BYTES;
        };
    }
}
