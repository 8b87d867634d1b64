// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.clock.NanoClock;
import sonde.link.FrameBatch;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.target.AddressSet;
import sonde.wire.Arp;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.MacAddress;
import sonde.wire.Ndp;
import sonde.wire.ParsedFrame;

import java.util.concurrent.TimeUnit;

/**
 * Makes sure that source addresses the host doesn't have are nobody else's either, by asking for
 * them as a host does that wants an address (RFC 5227: a request from 0.0.0.0, which no neighbour
 * learns anything from; RFC 4862 section 5.4: a solicitation from {@code ::}). Runs on the thread
 * that sets the scan up, before the agents own the queues.
 */
public final class SpareCheck {

    /** The most addresses of a family that are asked for: the first ones of a larger range. */
    public static final int ADDRESSES_MAX = 256;

    /**
     * How long each of the two rounds listens. RFC 5227 waits 1 to 2 s between its three probes,
     * for hosts that boot; one that is up answers in a millisecond.
     */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int ROUNDS = 2;

    private final NetInterface iface;
    private final FrameSink sink;
    private final FrameSource source;
    private final NanoClock clock;
    private final FrameBatch batch = new FrameBatch();
    private final ParsedFrame parsed = new ParsedFrame();

    /**
     * @param iface the Ethernet interface that the link belongs to
     */
    public SpareCheck(NetInterface iface, FrameSink sink, FrameSource source, NanoClock clock) {
        this.iface = iface;
        this.sink = sink;
        this.source = source;
        this.clock = clock;
    }

    /**
     * Takes 0.4 seconds.
     *
     * @param spare addresses that the host does not have
     * @throws PathException when one of them is in use
     */
    public void requireFree(AddressSet spare) throws PathException {
        for (int round = 0; round < ROUNDS; round++) {
            askForAll(spare, (int) Math.min(spare.ipv4().size(), ADDRESSES_MAX), true);
            askForAll(spare, (int) Math.min(spare.ipv6().size(), ADDRESSES_MAX), false);
            long deadlineNanos = clock.nanoTime() + WAIT_NANOS;
            for (long left = WAIT_NANOS; left > 0; left = deadlineNanos - clock.nanoTime()) {
                if (source.receive(batch) == 0) {
                    source.await(left);
                } else {
                    requireNoneIn(batch, spare);
                }
            }
        }
    }

    /** A question that the kernel doesn't take counts as lost. */
    private void askForAll(AddressSet spare, int count, boolean isIpv4) {
        int asked = 0;
        while (asked < count) {
            int slots = sink.reserve(Math.min(count - asked, sink.slotCountMax()));
            if (slots == 0) {
                return;
            }
            int length = 0;
            for (int i = 0; i < slots; i++) {
                long offset = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
                length =
                        isIpv4
                                ? ask(spare.ipv4().addressAt(asked + i), offset)
                                : ask(spare.ipv6().addressAt(asked + i), offset);
            }
            int taken = sink.send(slots, length);
            if (taken < 0) {
                return;
            }
            asked += taken;
        }
    }

    private int ask(int address, long offset) {
        return Arp.writeRequest(sink.memory(), offset, iface.mac(), 0, address);
    }

    private int ask(IpAddress address, long offset) {
        return Ndp.writeSolicitation(
                sink.memory(), offset, iface.mac(), 0, 0, address.high(), address.low());
    }

    private void requireNoneIn(FrameBatch frames, AddressSet spare) throws PathException {
        for (int i = 0; i < frames.count; i++) {
            FrameKind kind =
                    FrameParser.parse(
                            frames.memory,
                            frames.offset[i],
                            frames.lengthBytes[i],
                            Framing.ETHERNET.headerLengthBytes(),
                            parsed);
            if (kind == FrameKind.ARP) {
                requireNotTaken(
                        spare,
                        IpAddress.ofIpv4(Arp.senderAddress(frames.memory, parsed.arpOffset)),
                        Arp.senderMac(frames.memory, parsed.arpOffset));
            } else if (kind == FrameKind.ICMPV6 && Ndp.isAdvertisement(frames.memory, parsed)) {
                requireNotTaken(
                        spare,
                        new IpAddress(
                                Ndp.targetHigh(frames.memory, parsed),
                                Ndp.targetLow(frames.memory, parsed)),
                        Ndp.linkAddress(frames.memory, parsed, Ndp.TARGET_LINK_ADDRESS));
            }
        }
    }

    private void requireNotTaken(AddressSet spare, IpAddress address, long mac)
            throws PathException {
        if (mac != iface.mac() && spare.contains(address)) {
            throw new PathException(
                    "--source-ip "
                            + address.toText()
                            + " is in use by "
                            + (mac < 0 ? "another host" : MacAddress.toText(mac))
                            + "; choose one that nobody has");
        }
    }
}
