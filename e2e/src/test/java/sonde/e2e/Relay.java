// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A wire in user space between two devices of its own making, one in each of two namespaces: tun
 * devices, which carry whole IP packets, or tap devices, which carry Ethernet frames. On tap
 * devices it can be a switch's access port too: frames of the near device bear VLAN tags, which it
 * takes off on the way to the far one, where none are, and puts on the other way. Frames with other
 * tags it drops, as a switch does. It runs as a process of its own, and ends with the lab.
 */
final class Relay {

    private static final int TYPE_OFFSET = 12;
    private static final int TAG_BYTES = 4;

    /** EtherType of the inner, or only, tag (IEEE 802.1Q). */
    private static final int ETHERTYPE_VLAN = 0x8100;

    /** EtherType of the outer tag of two (IEEE 802.1ad). */
    private static final int ETHERTYPE_SERVICE_VLAN = 0x88A8;

    /** The VLAN's number in a tag, behind priority and drop eligibility. */
    private static final int VLAN_MASK = 0xFFF;

    private Relay() {}

    /**
     * Starts it, and returns once both devices are there, without addresses and down.
     *
     * @param kind {@code tun} or {@code tap}
     * @param vlans what the near device's frames are tagged with, the outer tag first; none, one or
     *     two
     */
    static void start(
            Lab lab,
            String kind,
            Namespace near,
            String nearLink,
            Namespace far,
            String farLink,
            int... vlans) {
        List<String> words = new ArrayList<>(List.of(kind, nearLink, far.name(), farLink));
        for (int vlan : vlans) {
            words.add(Integer.toString(vlan));
        }
        JavaProgram.start(lab, near, Relay.class, words.toArray(String[]::new));
    }

    /** Carries frames until it is killed. */
    public static void main(String[] arguments) throws Throwable {
        boolean tun = arguments[0].equals("tun");
        RawDevice near = tun ? RawDevice.tun(arguments[1]) : RawDevice.tap(arguments[1]);
        RawDevice.enterNamespace(arguments[2]);
        RawDevice far = tun ? RawDevice.tun(arguments[3]) : RawDevice.tap(arguments[3]);
        byte[] tags = tags(Arrays.stream(arguments).skip(4).mapToInt(Integer::parseInt).toArray());
        Thread back = new Thread(() -> carry(far, near, tags, false));
        back.start();
        JavaProgram.sayReady();
        carry(near, far, tags, true);
    }

    private static byte[] tags(int[] vlans) {
        byte[] tags = new byte[vlans.length * TAG_BYTES];
        for (int i = 0; i < vlans.length; i++) {
            int type = i < vlans.length - 1 ? ETHERTYPE_SERVICE_VLAN : ETHERTYPE_VLAN;
            tags[i * TAG_BYTES] = (byte) (type >>> 8);
            tags[i * TAG_BYTES + 1] = (byte) type;
            tags[i * TAG_BYTES + 2] = (byte) (vlans[i] >>> 8);
            tags[i * TAG_BYTES + 3] = (byte) vlans[i];
        }
        return tags;
    }

    private static void carry(RawDevice from, RawDevice to, byte[] tags, boolean untag) {
        try {
            while (true) {
                byte[] frame = from.read();
                if (frame.length == 0) {
                    Await.pause(1);
                } else if (tags.length == 0) {
                    to.write(frame);
                } else if (!untag) {
                    to.write(tagged(frame, tags));
                } else if (hasTags(frame, tags)) {
                    to.write(untagged(frame, tags.length));
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tagged(byte[] frame, byte[] tags) {
        byte[] result = new byte[frame.length + tags.length];
        System.arraycopy(frame, 0, result, 0, TYPE_OFFSET);
        System.arraycopy(tags, 0, result, TYPE_OFFSET, tags.length);
        int rest = frame.length - TYPE_OFFSET;
        System.arraycopy(frame, TYPE_OFFSET, result, TYPE_OFFSET + tags.length, rest);
        return result;
    }

    private static byte[] untagged(byte[] frame, int tagBytes) {
        byte[] result = new byte[frame.length - tagBytes];
        System.arraycopy(frame, 0, result, 0, TYPE_OFFSET);
        int rest = result.length - TYPE_OFFSET;
        System.arraycopy(frame, TYPE_OFFSET + tagBytes, result, TYPE_OFFSET, rest);
        return result;
    }

    /** Whether exactly these tags are there, of whatever priority. */
    private static boolean hasTags(byte[] frame, byte[] tags) {
        int end = TYPE_OFFSET + tags.length;
        if (frame.length < end + 2) {
            return false;
        }
        for (int i = 0; i < tags.length; i += TAG_BYTES) {
            int at = TYPE_OFFSET + i;
            if (pair(frame, at) != pair(tags, i)
                    || (pair(frame, at + 2) & VLAN_MASK) != pair(tags, i + 2)) {
                return false;
            }
        }
        int type = pair(frame, end);
        return type != ETHERTYPE_VLAN && type != ETHERTYPE_SERVICE_VLAN;
    }

    private static int pair(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
    }
}
