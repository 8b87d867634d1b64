// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.neigh.NeighbourScout;
import sonde.probe.Cookies;
import sonde.probe.FrameWriter;
import sonde.probe.ProbeBatch;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.stat.Counter;
import sonde.stat.Counters;

import java.lang.foreign.MemorySegment;

/**
 * Hands out probes whose next hops differ: each goes to its router, or to the target itself once
 * that has answered ARP, or nowhere.
 *
 * <p>The order being seekable, a second stream runs ahead of the first and names the neighbours
 * that will be needed, so that few probes have to wait for an answer. Those that do are parked with
 * the {@link NeighbourScout}.
 */
final class RoutedFeed implements ProbeFeed {

    /**
     * How far the second stream is ahead, in seconds at the asked rate: more than a LAN's host
     * takes to answer.
     */
    private static final double AHEAD_SECONDS = 0.25;

    private static final int AHEAD_MAX = NeighbourScout.PARKED_MAX / 2;

    /**
     * How many probes one turn looks at: bounds a turn in which all targets are given up or not
     * routed.
     */
    private static final int NEW_PER_TURN_MAX = 4096;

    private final ProbeStream stream;
    private final ProbeStream aheadStream;
    private final long aheadEnd;
    private final int aheadDistance;
    private final NextHops hops;
    private final @Nullable NeighbourScout scout;
    private final SourceAddresses sourceAddresses;
    private final SourcePorts sourcePorts;
    private final Cookies cookies;
    private final FrameWriter writer;
    private final boolean hasEthernet;
    private final Counters counters;
    private final PassSpacing spacing = new PassSpacing();

    private final ProbeBatch upcoming = new ProbeBatch();
    private int upcomingNext;
    private final ProbeBatch ahead = new ProbeBatch();
    private int aheadNext;
    private final long[] mac = new long[ProbeBatch.CAPACITY];
    private final int[] asked = new int[ProbeBatch.CAPACITY];
    private int askCount;
    private int leave;
    private long cursor;

    /**
     * @param stream what is handed out
     * @param aheadStream the same once more
     * @param firstPassEnd the cursor behind the first pass, after which every neighbour has been
     *     asked
     * @param scout asks for neighbours, or null where nobody needs to be asked
     * @param hasEthernet whether frames carry their next hop's Ethernet address
     */
    RoutedFeed(
            ProbeStream stream,
            ProbeStream aheadStream,
            long firstPassEnd,
            double ratePps,
            NextHops hops,
            @Nullable NeighbourScout scout,
            SourceAddresses sourceAddresses,
            SourcePorts sourcePorts,
            Cookies cookies,
            FrameWriter writer,
            boolean hasEthernet,
            Counters counters) {
        this.stream = stream;
        this.aheadStream = aheadStream;
        this.aheadEnd = firstPassEnd;
        this.aheadDistance = (int) Math.clamp(ratePps * AHEAD_SECONDS, 1, AHEAD_MAX);
        this.hops = hops;
        this.scout = scout;
        this.sourceAddresses = sourceAddresses;
        this.sourcePorts = sourcePorts;
        this.cookies = cookies;
        this.writer = writer;
        this.hasEthernet = hasEthernet;
        this.counters = counters;
        this.cursor = stream.cursor();
    }

    @Override
    public void fill(ProbeBatch batch, long nowNanos, int leaveNow) {
        noteCursor();
        leave = Math.min(leaveNow, ProbeBatch.CAPACITY);
        askCount = 0;
        batch.count = 0;
        if (scout != null) {
            scout.tick();
            takeParked(batch, scout);
            askAhead(scout);
        }
        takeNew(batch, nowNanos);
        if (batch.count == 0) {
            noteCursor();
        }
        sourceAddresses.fill(batch);
        sourcePorts.fill(batch);
        cookies.fill(batch);
    }

    /** Every probe handed out has been written: unless some are parked, so have all so far. */
    private void noteCursor() {
        if (parkedCount() == 0) {
            cursor = stream.cursor() - (upcoming.count - upcomingNext);
        }
    }

    private boolean mayGoOn(ProbeBatch batch) {
        return batch.count + askCount < leave;
    }

    private void takeParked(ProbeBatch batch, NeighbourScout neighbours) {
        while (mayGoOn(batch) && neighbours.next()) {
            take(batch, (int) (neighbours.ticket() >>> 16), (int) neighbours.ticket() & 0xFFFF);
        }
    }

    private void askAhead(NeighbourScout neighbours) {
        while (askCount < leave && aheadCursor() < stream.cursor() + aheadDistance) {
            if (aheadNext == ahead.count) {
                aheadNext = 0;
                if (aheadStream.cursor() >= aheadEnd || aheadStream.fill(ahead) == 0) {
                    ahead.count = 0;
                    return;
                }
            }
            int address = ahead.address[aheadNext++];
            if (hops.hopOf(address) == NextHops.ON_LINK
                    && neighbours.askAhead(neighbours.table().rankOf(address))) {
                asked[askCount++] = address;
            }
        }
    }

    private long aheadCursor() {
        return aheadStream.cursor() - (ahead.count - aheadNext);
    }

    private void takeNew(ProbeBatch batch, long nowNanos) {
        int looked = 0;
        while (mayGoOn(batch)
                && looked++ < NEW_PER_TURN_MAX
                && (scout == null || !scout.isFull())) {
            if (upcomingNext == upcoming.count) {
                upcomingNext = 0;
                upcoming.count = 0;
                if (stream.isAtEnd() || !passMayBegin(nowNanos)) {
                    return;
                }
                counters.add(Counter.PROBES_MADE, stream.fill(upcoming));
            }
            int i = upcomingNext++;
            take(batch, upcoming.address[i], upcoming.port[i]);
        }
    }

    /** A new pass waits for the probes of the old one that are parked. */
    private boolean passMayBegin(long nowNanos) {
        long pass = stream.pass();
        return (spacing.isIn(pass) || parkedCount() == 0) && spacing.mayBegin(pass, nowNanos);
    }

    /** Deals with one probe: hands it out, parks it, or counts it off. */
    private void take(ProbeBatch batch, int address, int port) {
        long hop = hops.hopOf(address);
        if (hop == NextHops.ON_LINK && scout != null) {
            hop = scout.decide(scout.table().rankOf(address));
            if (hop == NeighbourScout.ASK || hop == NeighbourScout.WAIT) {
                if (hop == NeighbourScout.ASK) {
                    asked[askCount++] = address;
                }
                scout.park(scout.table().rankOf(address), (long) address << 16 | port);
                return;
            }
            if (hop == NeighbourScout.GIVE_UP) {
                counters.add(Counter.PROBES_UNREACHED, 1);
                return;
            }
        } else if (hop < 0) {
            counters.add(Counter.PROBES_UNROUTED, 1);
            return;
        }
        int i = batch.count++;
        batch.address[i] = address;
        batch.port[i] = port;
        mac[i] = hop;
    }

    @Override
    public boolean isAtEnd() {
        return stream.isAtEnd() && upcomingNext == upcoming.count && parkedCount() == 0;
    }

    private int parkedCount() {
        return scout == null ? 0 : scout.parkedCount();
    }

    @Override
    public long cursor(int taken) {
        return cursor;
    }

    @Override
    public boolean addressesFrames() {
        return hasEthernet;
    }

    @Override
    public void address(int i, MemorySegment memory, long frameOffset) {
        writer.setDestinationMac(memory, frameOffset, mac[i]);
    }

    @Override
    public boolean asks() {
        return scout != null;
    }

    @Override
    public int askCount() {
        return askCount;
    }

    @Override
    public int[] asked() {
        return asked;
    }

    @Override
    public void withhold(Counters toCount) {
        toCount.add(Counter.PROBES_WITHHELD, parkedCount() + upcoming.count - upcomingNext);
    }
}
