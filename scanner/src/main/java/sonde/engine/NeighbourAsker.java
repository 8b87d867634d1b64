// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.FrameSink;
import sonde.wire.Arp;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;

import java.lang.foreign.MemorySegment;

/**
 * Sends questions for neighbours' Ethernet addresses: ARP requests and neighbour solicitations.
 * Owned by one transmit agent.
 */
final class NeighbourAsker {

    private final FrameSink sink;
    private final long sourceMac;
    private final int ipv4Source;
    private final IpAddress ipv6Source;
    private final int[] lengthBytes;

    /**
     * @param sink where questions go, of whatever length; has no reservation when {@link #ask} is
     *     called
     * @param sourceMac who asks, in the low 48 bits; of no meaning where nobody is asked
     * @param ipv4Source likewise, IPv4 in host order
     * @param ipv6Source likewise
     */
    NeighbourAsker(FrameSink sink, long sourceMac, int ipv4Source, IpAddress ipv6Source) {
        this.sink = sink;
        this.sourceMac = sourceMac;
        this.ipv4Source = ipv4Source;
        this.ipv6Source = ipv6Source;
        lengthBytes = new int[sink.slotCountMax()];
    }

    /**
     * Asks. A question that the kernel doesn't take is lost, as if the wire had lost it.
     *
     * @return how many questions went out, or {@code -errno} if the first was refused
     */
    int ask(Questions questions) {
        int done = 0;
        while (done < questions.count) {
            int slots = sink.reserve(Math.min(questions.count - done, sink.slotCountMax()));
            if (slots == 0) {
                break;
            }
            for (int i = 0; i < slots; i++) {
                long offset = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
                lengthBytes[i] =
                        write(
                                sink.memory(),
                                offset,
                                questions.high[done + i],
                                questions.low[done + i]);
            }
            int taken = sink.send(slots, lengthBytes);
            if (taken < 0) {
                return done > 0 ? done : taken;
            }
            done += taken;
        }
        return done;
    }

    private int write(MemorySegment memory, long offset, long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            return Arp.writeRequest(memory, offset, sourceMac, ipv4Source, (int) low);
        }
        return Ndp.writeSolicitation(
                memory, offset, sourceMac, ipv6Source.high(), ipv6Source.low(), high, low);
    }
}
