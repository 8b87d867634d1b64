// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import sonde.sys.Nlmsghdr;

import java.lang.foreign.MemorySegment;

/**
 * The messages of a netlink datagram, one after the other. Ends at the first that is shorter than
 * its own header or longer than what is left, so no input can make it loop or read beyond the
 * datagram.
 */
final class NetlinkMessages {

    private final MemorySegment datagram;
    private long nextOffset;
    private MemorySegment message = MemorySegment.NULL;

    NetlinkMessages(MemorySegment datagram) {
        this.datagram = datagram;
    }

    /** Goes to the next message; false when there is none. */
    boolean next() {
        long left = datagram.byteSize() - nextOffset;
        if (left < Nlmsghdr.SIZEOF) {
            return false;
        }
        long length =
                Integer.toUnsignedLong(
                        datagram.get(JAVA_INT_UNALIGNED, nextOffset + Nlmsghdr.NLMSG_LEN_OFFSET));
        if (length < Nlmsghdr.SIZEOF || length > left) {
            nextOffset = datagram.byteSize();
            return false;
        }
        message = datagram.asSlice(nextOffset, length);
        nextOffset += Attributes.align(length);
        return true;
    }

    int type() {
        return Short.toUnsignedInt(message.get(JAVA_SHORT_UNALIGNED, Nlmsghdr.NLMSG_TYPE_OFFSET));
    }

    int flags() {
        return message.get(JAVA_SHORT_UNALIGNED, Nlmsghdr.NLMSG_FLAGS_OFFSET);
    }

    /** The number of the request that this answers. */
    int sequence() {
        return message.get(JAVA_INT_UNALIGNED, Nlmsghdr.NLMSG_SEQ_OFFSET);
    }

    /** What stands behind the header. */
    MemorySegment body() {
        return message.asSlice(Nlmsghdr.SIZEOF);
    }

    /** What the kernel says of a request as a whole: 0 or {@code -errno}; 0 if it says nothing. */
    int outcome() {
        MemorySegment body = body();
        return body.byteSize() < Integer.BYTES ? 0 : body.get(JAVA_INT_UNALIGNED, 0);
    }
}
