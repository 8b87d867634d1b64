// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.clock.NanoClock;
import sonde.link.FrameOutlet;
import sonde.target.AddressRanges;
import sonde.wire.Arp;

import java.lang.foreign.MemorySegment;

/**
 * Answers ARP requests for the source addresses for which the host doesn't, so that answers to
 * their probes find the way here. Owned by one receive agent; allocates nothing.
 *
 * <p>Who asks gets a reply to itself and nobody else is told. Requests for other addresses are the
 * host's business or somebody else's. A probe for a free address (RFC 5227, sender 0.0.0.0) is
 * answered as well: the address is in use. An announcement of the address by another host is not:
 * it asks nothing.
 *
 * <p>{@link ReplyLimit} bounds the replies.
 */
public final class ArpResponder {

    private final AddressRanges addresses;
    private final long mac;
    private final FrameOutlet outlet;
    private final ReplyLimit limit;
    private final MemorySegment reply = MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);

    /**
     * @param addresses those that are answered for; none for which the host does
     * @param mac where they are, in the low 48 bits
     * @param outlet takes the replies
     */
    public ArpResponder(AddressRanges addresses, long mac, FrameOutlet outlet, NanoClock clock) {
        this.addresses = addresses;
        this.mac = mac;
        this.outlet = outlet;
        limit = new ReplyLimit(clock);
    }

    /**
     * Looks at one ARP message, and answers it if it asks for an address of ours.
     *
     * @param arpOffset where the message begins, which {@link sonde.wire.FrameParser} has checked
     * @return whether a reply was handed out
     */
    public boolean take(MemorySegment memory, long arpOffset) {
        return isForUs(memory, arpOffset) && limit.mayReply() && answer(memory, arpOffset);
    }

    private boolean isForUs(MemorySegment memory, long arp) {
        int asked = Arp.targetAddress(memory, arp);
        long asker = Arp.senderMac(memory, arp);
        return Arp.operation(memory, arp) == Arp.REQUEST
                && asked != Arp.senderAddress(memory, arp)
                && asker != mac
                && NeighbourTable.isStation(asker)
                && addresses.contains(asked);
    }

    private boolean answer(MemorySegment memory, long arp) {
        int length =
                Arp.writeReply(
                        reply,
                        0,
                        mac,
                        Arp.targetAddress(memory, arp),
                        Arp.senderMac(memory, arp),
                        Arp.senderAddress(memory, arp));
        return outlet.put(reply, 0, length);
    }
}
