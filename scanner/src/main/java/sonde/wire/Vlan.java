// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import java.lang.foreign.MemorySegment;

/**
 * A VLAN tag (IEEE 802.1Q section 9): the four bytes between the EtherType that announces it,
 * {@link Ethernet#TYPE_VLAN} or {@link Ethernet#TYPE_SERVICE_VLAN}, and what comes next.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-----+-+-----------------------+-------------------------------+
 *  | PCP |D|       VLAN id         |           EtherType           |
 *  +-----+-+-----------------------+-------------------------------+
 * </pre>
 */
public final class Vlan {

    /** How many bytes a tag makes a frame longer. */
    public static final int LENGTH_BYTES = 4;

    /** In the control field: the VLAN's number. */
    public static final int ID_MASK = 0xFFF;

    private static final int CONTROL_OFFSET = 0;
    private static final int TYPE_OFFSET = 2;

    private Vlan() {}

    /** Whether an EtherType announces a tag. */
    public static boolean isTag(int type) {
        return type == Ethernet.TYPE_VLAN || type == Ethernet.TYPE_SERVICE_VLAN;
    }

    /** Priority, drop eligibility and VLAN id, 0 to 65535. */
    public static int control(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + CONTROL_OFFSET);
    }

    public static void setControl(MemorySegment frame, long base, int control) {
        Bytes.set16(frame, base + CONTROL_OFFSET, control);
    }

    /** The EtherType of what follows, 0 to 65535. */
    public static int type(MemorySegment frame, long base) {
        return Bytes.get16(frame, base + TYPE_OFFSET);
    }

    public static void setType(MemorySegment frame, long base, int type) {
        Bytes.set16(frame, base + TYPE_OFFSET, type);
    }
}
