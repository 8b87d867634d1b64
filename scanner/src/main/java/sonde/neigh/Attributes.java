// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import org.jspecify.annotations.Nullable;

import sonde.sys.Rtattr;
import sonde.sys.Rtnetlink;
import sonde.wire.IpAddress;
import sonde.wire.MacAddress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The attributes of a netlink message, one after the other. Ends at the first attribute that is
 * shorter than its own header or longer than what is left, so no input can make it loop or read
 * beyond the message.
 */
final class Attributes {

    private static final ValueLayout.OfInt INT_BIG_ENDIAN =
            JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG_ENDIAN =
            JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long ALIGNMENT = 4;

    private final MemorySegment message;
    private long nextOffset;
    private int type;
    private MemorySegment value = MemorySegment.NULL;

    /**
     * @param message a message's bytes
     * @param offset where its first attribute begins; beyond the end there are none
     */
    Attributes(MemorySegment message, long offset) {
        this.message = message;
        this.nextOffset = align(offset);
    }

    /** The next multiple of 4, where attributes and messages begin ({@code NLMSG_ALIGNTO}). */
    static long align(long offset) {
        return (offset + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Goes to the next attribute; false when there is none. */
    boolean next() {
        long left = message.byteSize() - nextOffset;
        if (left < Rtattr.SIZEOF) {
            return false;
        }
        int length =
                Short.toUnsignedInt(
                        message.get(JAVA_SHORT_UNALIGNED, nextOffset + Rtattr.RTA_LEN_OFFSET));
        if (length < Rtattr.SIZEOF || length > left) {
            nextOffset = message.byteSize();
            return false;
        }
        type =
                Short.toUnsignedInt(
                                message.get(
                                        JAVA_SHORT_UNALIGNED, nextOffset + Rtattr.RTA_TYPE_OFFSET))
                        & Rtnetlink.NLA_TYPE_MASK;
        value = message.asSlice(nextOffset + Rtattr.SIZEOF, length - Rtattr.SIZEOF);
        nextOffset += align(length);
        return true;
    }

    /** The attribute's type, without flags. */
    int type() {
        return type;
    }

    /** The attribute's value. */
    MemorySegment value() {
        return value;
    }

    /** The value as a number in host order, or the fallback when it is too short. */
    int intValue(int fallback) {
        return value.byteSize() < Integer.BYTES ? fallback : value.get(JAVA_INT_UNALIGNED, 0);
    }

    /** The value as a 16-bit number in host order, or the fallback when it is too short. */
    int shortValue(int fallback) {
        return value.byteSize() < Short.BYTES
                ? fallback
                : Short.toUnsignedInt(value.get(JAVA_SHORT_UNALIGNED, 0));
    }

    /** The value as a 64-bit number in host order, or the fallback when it is too short. */
    long longValue(long fallback) {
        return value.byteSize() < Long.BYTES ? fallback : value.get(JAVA_LONG_UNALIGNED, 0);
    }

    /** The value as an address of either family, or null when it is none. */
    @Nullable IpAddress addressValue() {
        return addressAt(0);
    }

    /** The address behind the family of a {@code struct rtvia}, or null when there is none. */
    @Nullable IpAddress viaValue() {
        return addressAt(Short.BYTES);
    }

    private @Nullable IpAddress addressAt(long offset) {
        long length = value.byteSize() - offset;
        if (length == Integer.BYTES) {
            return IpAddress.ofIpv4(value.get(INT_BIG_ENDIAN, offset));
        }
        if (length != 2 * Long.BYTES) {
            return null;
        }
        return new IpAddress(
                value.get(LONG_BIG_ENDIAN, offset),
                value.get(LONG_BIG_ENDIAN, offset + Long.BYTES));
    }

    /** The value as an Ethernet address in the low 48 bits, or -1 when it is no such. */
    long macValue() {
        if (value.byteSize() != MacAddress.LENGTH_BYTES) {
            return NetInterface.NO_MAC;
        }
        return MacAddress.ofBytes(value.toArray(JAVA_BYTE));
    }

    /** The value as text up to its first NUL. */
    String textValue() {
        byte[] bytes = value.toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
