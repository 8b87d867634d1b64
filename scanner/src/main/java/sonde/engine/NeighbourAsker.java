// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.FrameSink;
import sonde.wire.Arp;

/** Sends questions for neighbours' Ethernet addresses. Owned by one transmit agent. */
final class NeighbourAsker {

    private final FrameSink sink;
    private final long sourceMac;
    private final int sourceAddress;

    /**
     * @param sink where questions go; has no reservation when {@link #ask} is called
     * @param sourceMac who asks, in the low 48 bits; of no meaning where nobody is asked
     * @param sourceAddress likewise, IPv4 in host order
     */
    NeighbourAsker(FrameSink sink, long sourceMac, int sourceAddress) {
        this.sink = sink;
        this.sourceMac = sourceMac;
        this.sourceAddress = sourceAddress;
    }

    /**
     * Asks for the first {@code count} addresses. A question that the kernel doesn't take is lost,
     * as if the wire had lost it.
     *
     * @return how many questions went out, or {@code -errno} if the first was refused
     */
    int ask(int[] addresses, int count) {
        int done = 0;
        while (done < count) {
            int slots = sink.reserve(Math.min(count - done, sink.slotCountMax()));
            if (slots == 0) {
                break;
            }
            for (int i = 0; i < slots; i++) {
                long offset = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
                Arp.writeRequest(
                        sink.memory(), offset, sourceMac, sourceAddress, addresses[done + i]);
            }
            int taken = sink.send(slots, Arp.FRAME_LENGTH_BYTES);
            if (taken < 0) {
                return done > 0 ? done : taken;
            }
            done += taken;
        }
        return done;
    }
}
