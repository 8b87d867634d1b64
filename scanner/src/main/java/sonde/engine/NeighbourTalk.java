// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.neigh.ArpResponder;
import sonde.neigh.NdpResponder;
import sonde.neigh.NeighbourTable;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.wire.Arp;
import sonde.wire.FrameKind;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;
import sonde.wire.ParsedFrame;

import java.lang.foreign.MemorySegment;

/**
 * Takes what neighbours say of themselves and ask about us, by ARP and by neighbour discovery. Used
 * by one receive agent.
 */
final class NeighbourTalk {

    private final @Nullable NeighbourTable table;
    private final @Nullable ArpResponder arp;
    private final @Nullable NdpResponder ndp;
    private final Counters counters;

    /**
     * @param table learns who answers, or null where nobody is asked
     * @param arp answers requests for source addresses for which the host doesn't, or null where it
     *     does
     * @param ndp likewise
     */
    NeighbourTalk(
            @Nullable NeighbourTable table,
            @Nullable ArpResponder arp,
            @Nullable NdpResponder ndp,
            Counters counters) {
        this.table = table;
        this.arp = arp;
        this.ndp = ndp;
        this.counters = counters;
    }

    /** Takes a frame of ARP or ICMPv6, and says whether it is a neighbour's word. */
    boolean take(MemorySegment memory, FrameKind kind, ParsedFrame frame) {
        return kind == FrameKind.ARP ? takeArp(memory, frame) : takeNdp(memory, frame);
    }

    private boolean takeArp(MemorySegment memory, ParsedFrame frame) {
        if (Arp.operation(memory, frame.arpOffset) == Arp.REPLY) {
            if (table != null) {
                IpAddress sender = IpAddress.ofIpv4(Arp.senderAddress(memory, frame.arpOffset));
                table.learn(sender.high(), sender.low(), Arp.senderMac(memory, frame.arpOffset));
            }
        } else if (arp != null && arp.take(memory, frame.arpOffset)) {
            counters.add(Counter.NEIGHBOURS_ANSWERED, 1);
        }
        return true;
    }

    private boolean takeNdp(MemorySegment memory, ParsedFrame frame) {
        if (Ndp.isAdvertisement(memory, frame)) {
            long mac = Ndp.linkAddress(memory, frame, Ndp.TARGET_LINK_ADDRESS);
            if (table != null && mac >= 0) {
                table.learn(Ndp.targetHigh(memory, frame), Ndp.targetLow(memory, frame), mac);
            }
            return true;
        }
        if (Ndp.isSolicitation(memory, frame)) {
            if (ndp != null && ndp.take(memory, frame)) {
                counters.add(Counter.NEIGHBOURS_ANSWERED, 1);
            }
            return true;
        }
        return false;
    }
}
