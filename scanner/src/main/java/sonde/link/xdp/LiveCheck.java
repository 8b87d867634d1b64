// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.link.LinkException;
import sonde.link.packet.Device;
import sonde.sys.Errno;
import sonde.sys.Genetlink;
import sonde.wire.Ethernet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;

/**
 * Proves that live frames leave by an interface: a driver that can't send redirected frames drops
 * them without a word and without a count. Sends a few harmless ones, from the interface to itself,
 * and watches its counter.
 */
final class LiveCheck {

    private static final int FRAME_COUNT = 4;

    /** {@code ETH_ZLEN}, {@code linux/if_ether.h}. */
    private static final int FRAME_LENGTH_BYTES = 60;

    /** Configuration testing, which nobody but the addressed answers ({@code ETH_P_LOOPBACK}). */
    private static final int ETHER_TYPE = 0x9000;

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final String CANNOT =
            "it does not send redirected frames (its driver can't, or the other end of a veth has"
                    + " neither XDP nor GRO)";

    private LiveCheck() {}

    /**
     * Passes unless the driver says that it sends no redirected frames. Asked once the program is
     * attached: many drivers can only from then on.
     *
     * @throws LinkException when it says so
     */
    static void requireFeature(String linkName, Device device, IntToLongFunction features)
            throws LinkException {
        long bits = features.applyAsLong(device.index());
        if (bits >= 0 && (bits & Genetlink.NETDEV_XDP_ACT_NDO_XMIT) == 0) {
            throw LinkException.unavailable(linkName, device.name(), CANNOT);
        }
    }

    /**
     * Passes when the interface has counted the frames.
     *
     * @throws LinkException when they were refused, or not counted within 100 ms
     */
    static void run(String linkName, Device device, LiveSink sink) throws LinkException {
        long before = SentPackets.of(device.name());
        int slots = sink.reserve(FRAME_COUNT);
        for (int i = 0; i < slots; i++) {
            long slot = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
            sink.memory().asSlice(slot, FRAME_LENGTH_BYTES).fill((byte) 0);
            Ethernet.write(sink.memory(), slot, device.mac(), device.mac(), ETHER_TYPE);
        }
        int sent = sink.send(slots, FRAME_LENGTH_BYTES);
        if (sent < 0) {
            throw LinkException.unavailable(
                    linkName,
                    device.name(),
                    "the kernel makes no live frames: " + Errno.describe(-sent));
        }
        long start = System.nanoTime();
        while (SentPackets.of(device.name()) - before < sent) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw LinkException.unavailable(linkName, device.name(), CANNOT);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        sink.rewind();
    }
}
