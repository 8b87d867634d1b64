// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.clock.NanoClock;
import sonde.link.FrameOutlet;
import sonde.target.Ipv6Ranges;
import sonde.wire.Ndp;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;

/**
 * Answers neighbour solicitations for the IPv6 source addresses for which the host doesn't, so that
 * answers to their probes find the way here. Owned by one receive agent; allocates nothing.
 *
 * <p>Who asks gets an advertisement to itself and nobody else is told (RFC 4861 section 7.2.4). A
 * host that wants the address and asks from {@code ::} (RFC 4862 section 5.4.3) is told so with all
 * others: it has no address to answer to. Solicitations for other addresses are the host's business
 * or somebody else's, and one that doesn't say where the asker is can't be answered. {@link
 * ReplyLimit} bounds the advertisements.
 */
public final class NdpResponder {

    private final Ipv6Ranges addresses;
    private final long mac;
    private final FrameOutlet outlet;
    private final ReplyLimit limit;
    private final MemorySegment reply = MemorySegment.ofArray(new byte[Ndp.FRAME_LENGTH_MAX_BYTES]);

    /**
     * @param addresses those that are answered for; none for which the host does
     * @param mac where they are, in the low 48 bits
     * @param outlet takes the advertisements
     */
    public NdpResponder(Ipv6Ranges addresses, long mac, FrameOutlet outlet, NanoClock clock) {
        this.addresses = addresses;
        this.mac = mac;
        this.outlet = outlet;
        limit = new ReplyLimit(clock);
    }

    /**
     * Looks at one ICMPv6 message, and answers it if it asks for an address of ours.
     *
     * @param frame what the parser found, of kind {@code ICMPV6}
     * @return whether an advertisement was handed out
     */
    public boolean take(MemorySegment memory, ParsedFrame frame) {
        if (!Ndp.isSolicitation(memory, frame)) {
            return false;
        }
        long high = Ndp.targetHigh(memory, frame);
        long low = Ndp.targetLow(memory, frame);
        if (!addresses.contains(high, low)) {
            return false;
        }
        boolean isClaim = frame.sourceHigh == 0 && frame.sourceLow == 0;
        long asker =
                isClaim
                        ? Ndp.ALL_NODES_MAC
                        : Ndp.linkAddress(memory, frame, Ndp.SOURCE_LINK_ADDRESS);
        boolean isForUs = asker != mac && (isClaim || NeighbourTable.isStation(asker));
        if (!isForUs || !limit.mayReply()) {
            return false;
        }
        int length =
                Ndp.writeAdvertisement(
                        reply,
                        0,
                        mac,
                        asker,
                        high,
                        low,
                        isClaim ? Ndp.ALL_NODES_HIGH : frame.sourceHigh,
                        isClaim ? Ndp.ALL_NODES_LOW : frame.sourceLow,
                        isClaim ? Ndp.OVERRIDE : Ndp.SOLICITED | Ndp.OVERRIDE);
        return outlet.put(reply, 0, length);
    }
}
