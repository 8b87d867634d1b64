// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.sys.Nlmsghdr;
import sonde.sys.Rtattr;
import sonde.sys.Rtnetlink;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages with attributes, one after the other: the twin of {@link NetlinkMessages}
 * and {@link Attributes}. Lengths are filled in, and everything begins at a multiple of 4.
 */
final class NetlinkWriter {

    private final ByteBuffer bytes;

    /**
     * @param lengthBytesMax room for all messages
     */
    NetlinkWriter(int lengthBytesMax) {
        bytes = ByteBuffer.allocate(lengthBytesMax).order(ByteOrder.nativeOrder());
    }

    /**
     * Writes a message.
     *
     * @param header what stands between the netlink header and the attributes
     * @param attributes writes these
     */
    NetlinkWriter message(int type, int flags, int sequence, byte[] header, Runnable attributes) {
        int start = bytes.position();
        bytes.position(start + (int) Nlmsghdr.SIZEOF);
        bytes.put(header);
        attributes.run();
        bytes.putInt(start + (int) Nlmsghdr.NLMSG_LEN_OFFSET, bytes.position() - start);
        bytes.putShort(start + (int) Nlmsghdr.NLMSG_TYPE_OFFSET, (short) type);
        bytes.putShort(start + (int) Nlmsghdr.NLMSG_FLAGS_OFFSET, (short) flags);
        bytes.putInt(start + (int) Nlmsghdr.NLMSG_SEQ_OFFSET, sequence);
        return this;
    }

    /** Writes an attribute with attributes in it. */
    NetlinkWriter nested(int type, Runnable attributes) {
        return attribute(type | Rtnetlink.NLA_F_NESTED, attributes);
    }

    NetlinkWriter bytes(int type, byte... value) {
        return attribute(type, () -> bytes.put(value));
    }

    /** Writes a text that ends with NUL. */
    NetlinkWriter text(int type, String value) {
        return bytes(type, (value + '\0').getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a number of 32 bits in network order. */
    NetlinkWriter bigEndian(int type, int value) {
        return bytes(type, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    private NetlinkWriter attribute(int type, Runnable value) {
        int start = bytes.position();
        bytes.position(start + (int) Rtattr.SIZEOF);
        value.run();
        int end = bytes.position();
        bytes.putShort(start + (int) Rtattr.RTA_LEN_OFFSET, (short) (end - start));
        bytes.putShort(start + (int) Rtattr.RTA_TYPE_OFFSET, (short) type);
        bytes.position((int) Attributes.align(end));
        return this;
    }

    /** All that was written. */
    MemorySegment written() {
        return MemorySegment.ofArray(bytes.array()).asSlice(0, bytes.position());
    }
}
