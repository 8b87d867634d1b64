// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.wire.Ethernet;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Frames that no honest host sends, and those of neighbours. */
final class HostileFrames {

    private static final int IP = Ethernet.HEADER_LENGTH_BYTES;

    private HostileFrames() {}

    static byte[] noise(SplittableRandom random) {
        byte[] frame = new byte[1 + random.nextInt(200)];
        random.nextBytes(frame);
        if (frame.length > IP) {
            int[] types = {Ethernet.TYPE_IPV4, Ethernet.TYPE_IPV6, Ethernet.TYPE_ARP};
            int type = types[random.nextInt(types.length)];
            frame[IP - 2] = (byte) (type >>> 8);
            frame[IP - 1] = (byte) type;
            frame[IP] = (byte) (type == Ethernet.TYPE_IPV4 ? 0x45 : 0x60);
        }
        return frame;
    }

    static byte[] solicitation(SplittableRandom random) {
        byte[] frame = new byte[Ndp.FRAME_LENGTH_MAX_BYTES];
        IpAddress asker = random.nextInt(4) == 0 ? new IpAddress(0, 0) : Grids.ipv6Address(3);
        Ndp.writeSolicitation(
                MemorySegment.ofArray(frame),
                0,
                Wiring.ROUTER_MAC,
                asker.high(),
                asker.low(),
                Wiring.IPV6_SOURCE.high(),
                Wiring.IPV6_SOURCE.low());
        return frame;
    }

    static byte[] advertisement(SplittableRandom random) {
        byte[] frame = new byte[Ndp.FRAME_LENGTH_MAX_BYTES];
        IpAddress target = Grids.ipv6Address(random.nextInt(60));
        Ndp.writeAdvertisement(
                MemorySegment.ofArray(frame),
                0,
                random.nextLong(1L << 48),
                Wiring.SOURCE_MAC,
                target.high(),
                target.low(),
                Wiring.IPV6_SOURCE.high(),
                Wiring.IPV6_SOURCE.low(),
                random.nextInt());
        return frame;
    }

    static byte[] tagged(byte[] frame) {
        if (frame.length < IP) {
            return frame;
        }
        byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, IP - 2);
        tagged[IP - 2] = (byte) (Ethernet.TYPE_VLAN >>> 8);
        tagged[IP - 1] = (byte) Ethernet.TYPE_VLAN;
        System.arraycopy(frame, IP - 2, tagged, IP + 2, frame.length - IP + 2);
        return tagged;
    }

    static byte[] broken(byte[] frame, SplittableRandom random) {
        byte[] broken = frame.clone();
        for (int n = random.nextInt(6); n > 0; n--) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }
        return random.nextBoolean()
                ? broken
                : Arrays.copyOf(broken, 1 + random.nextInt(broken.length + 40));
    }
}
