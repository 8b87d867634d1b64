// SPDX-License-Identifier: Apache-2.0
package sonde.link.vlan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The tags that frames of a VLAN bear between their Ethernet addresses and their type (IEEE
 * 802.1Q-2018 section 9): one, or an outer and an inner one.
 *
 * @param outerType what announces the outer tag: {@link #TYPE_CUSTOMER} or {@link #TYPE_SERVICE}
 * @param ids the VLANs' ids, 0 to 4094, the outer first; the inner tag is always a customer tag
 */
public record VlanTags(int outerType, List<Integer> ids) {

    /** 802.1Q, {@code ETH_P_8021Q} of {@code linux/if_ether.h}. */
    public static final int TYPE_CUSTOMER = 0x8100;

    /** 802.1ad, {@code ETH_P_8021AD}. */
    public static final int TYPE_SERVICE = 0x88A8;

    private static final int TAG_BYTES = 4;
    private static final int TAGS_MAX = 2;
    private static final int ID_MAX = 4094;
    private static final ValueLayout.OfInt BIG_ENDIAN_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    public VlanTags {
        ids = List.copyOf(ids);
        if (outerType != TYPE_CUSTOMER && outerType != TYPE_SERVICE) {
            throw new IllegalArgumentException(
                    String.format("tag type 0x%04x, must be 0x8100 or 0x88a8", outerType));
        }
        if (ids.isEmpty() || ids.size() > TAGS_MAX) {
            throw new IllegalArgumentException(ids.size() + " tags, must be 1 or " + TAGS_MAX);
        }
        for (int id : ids) {
            if (id < 0 || id > ID_MAX) {
                throw new IllegalArgumentException("VLAN id " + id + ", must be 0 to " + ID_MAX);
            }
        }
    }

    /** One tag of 802.1Q. */
    public static VlanTags of(int id) {
        return new VlanTags(TYPE_CUSTOMER, List.of(id));
    }

    /** How much longer they make a frame, in bytes. */
    public int lengthBytes() {
        return TAG_BYTES * ids.size();
    }

    /** Writes all of them, the outer first. */
    void write(MemorySegment memory, long offset) {
        int type = outerType;
        long at = offset;
        for (int id : ids) {
            memory.set(BIG_ENDIAN_INT, at, type << Short.SIZE | id);
            type = TYPE_CUSTOMER;
            at += TAG_BYTES;
        }
    }
}
