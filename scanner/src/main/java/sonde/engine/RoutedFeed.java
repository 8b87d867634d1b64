// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.probe.ProbeBatch;
import sonde.probe.ProbeKind;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.TargetSpace;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * Hands out probes whose next hops differ: each goes to its router, or to the target itself once
 * that has answered ARP or neighbour discovery, or nowhere.
 *
 * <p>The order being seekable, a second stream runs ahead of the first and names the neighbours
 * that will be needed, so that few probes have to wait for an answer. Those that do are parked with
 * the {@link NeighbourScout}, as their indexes.
 *
 * <p>Probes that may go wait in a batch a grid, and leave it grid by grid.
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

    /** Probes of one grid that may go out, and where each goes. */
    private static final class Ready {
        private final ProbeBatch batch = new ProbeBatch();
        private final long[] mac = new long[ProbeBatch.CAPACITY];
        private final long[] block = new long[ProbeBatch.CAPACITY];
    }

    private final TargetSpace space;
    private final ProbeStream stream;
    private final ProbeStream aheadStream;
    private final long aheadEnd;
    private final int aheadDistance;
    private final NextHops hops;
    private final @Nullable NeighbourTable table;
    private final @Nullable NeighbourScout scout;
    private final ProbeStages stages;
    private final boolean[] isBroadcast;
    private final boolean hasEthernet;
    private final Counters counters;
    private final PassSpacing spacing = new PassSpacing();

    private final ProbeBatch upcoming = new ProbeBatch();
    private int upcomingNext;
    private final ProbeBatch ahead = new ProbeBatch();
    private int aheadNext;
    private final ProbeBatch unparked = new ProbeBatch();
    private final Ready[] ready;
    private int readyCount;
    private int readyNext;
    private final long[] mac = new long[ProbeBatch.CAPACITY];

    /** Which block each probe handed out last is of, and how many these are. */
    private final long[] handedOut = new long[ProbeBatch.CAPACITY];

    private int handedOutCount;

    /** The same of the parked ones, which come back in the order in which they were parked. */
    private final long[] parkedBlock = new long[NeighbourScout.PARKED_MAX];

    private int parkedHead;
    private int parkedTail;

    private final OpenBlocks open = new OpenBlocks();
    private final Questions questions = new Questions();
    private int leave;
    private long cursor;

    /**
     * @param stream what is handed out
     * @param aheadStream the same once more
     * @param firstPassEnd the cursor behind the first pass, after which every neighbour has been
     *     asked
     * @param table neighbours, or null where nobody needs to be asked
     * @param scout asks for them; null likewise
     * @param hasEthernet whether frames carry their next hop's Ethernet address
     */
    RoutedFeed(
            TargetSpace space,
            List<ScanPlan.Probing> probings,
            ProbeStream stream,
            ProbeStream aheadStream,
            long firstPassEnd,
            double ratePps,
            NextHops hops,
            @Nullable NeighbourTable table,
            @Nullable NeighbourScout scout,
            ProbeStages stages,
            boolean hasEthernet,
            Counters counters) {
        this.space = space;
        this.stream = stream;
        this.aheadStream = aheadStream;
        this.aheadEnd = firstPassEnd;
        this.aheadDistance = (int) Math.clamp(ratePps * AHEAD_SECONDS, 1, AHEAD_MAX);
        this.hops = hops;
        this.table = table;
        this.scout = scout;
        this.stages = stages;
        this.hasEthernet = hasEthernet;
        this.counters = counters;
        this.cursor = stream.cursor();
        ready = new Ready[probings.size()];
        isBroadcast = new boolean[probings.size()];
        for (int i = 0; i < ready.length; i++) {
            ready[i] = new Ready();
            isBroadcast[i] = probings.get(i).kind() == ProbeKind.ARP;
        }
    }

    @Override
    public void fill(ProbeBatch batch, long nowNanos, int leaveNow) {
        noteCursor();
        leave = Math.min(leaveNow, ProbeBatch.CAPACITY);
        questions.count = 0;
        batch.count = 0;
        if (scout != null) {
            scout.tick();
            takeParked(scout);
            askAhead(scout);
        }
        takeNew(nowNanos);
        handOut(batch);
        if (batch.count == 0) {
            noteCursor();
        } else {
            stages.complete(batch);
        }
    }

    /** Every probe handed out has been written: what waits says how far all are dealt with. */
    private void noteCursor() {
        for (int i = 0; i < handedOutCount; i++) {
            open.remove(handedOut[i]);
        }
        handedOutCount = 0;
        if (waitingCount() == 0 && stream.isInOrder()) {
            cursor = stream.cursorBefore(upcoming.count - upcomingNext);
        } else if (open.oldest() == OpenBlocks.NONE) {
            cursor = stream.cursor();
        } else {
            cursor = Math.min(stream.cursor(), stream.cursorOf(open.oldest()));
        }
    }

    private boolean mayGoOn() {
        return readyCount + questions.count < leave;
    }

    private void takeParked(NeighbourScout neighbours) {
        while (mayGoOn() && neighbours.next()) {
            unparked.index[0] = neighbours.ticket();
            unparked.count = 1;
            ProbeStream.resolve(space, unparked, space.gridOf(unparked.index[0]));
            take(unparked, 0, parkedBlock[parkedHead++ & NeighbourScout.PARKED_MAX - 1]);
        }
    }

    private void askAhead(NeighbourScout neighbours) {
        while (questions.count < leave && aheadCursor() < stream.cursor() + aheadDistance) {
            if (aheadNext == ahead.count) {
                aheadNext = 0;
                if (aheadStream.cursor() >= aheadEnd || aheadStream.fill(ahead) == 0) {
                    ahead.count = 0;
                    return;
                }
            }
            int i = aheadNext++;
            if (!isBroadcast[ahead.grid]
                    && hopOf(ahead, i) == NextHops.ON_LINK
                    && neighbours.askAhead(rankOf(ahead, i))) {
                ask(ahead, i);
            }
        }
    }

    private long aheadCursor() {
        return aheadStream.cursor() - (ahead.count - aheadNext);
    }

    private void takeNew(long nowNanos) {
        int looked = 0;
        while (mayGoOn() && looked++ < NEW_PER_TURN_MAX && (scout == null || !scout.isFull())) {
            if (upcomingNext == upcoming.count) {
                upcomingNext = 0;
                upcoming.count = 0;
                if (stream.isAtEnd() || !passMayBegin(nowNanos)) {
                    return;
                }
                counters.add(Counter.PROBES_MADE, stream.fill(upcoming));
                open.add(stream.blockNumber(), upcoming.count);
            }
            take(upcoming, upcomingNext++, stream.blockNumber());
        }
    }

    /** A new pass waits for the probes of the old one that are parked. */
    private boolean passMayBegin(long nowNanos) {
        long pass = stream.pass();
        return (spacing.isIn(pass) || waitingCount() == 0) && spacing.mayBegin(pass, nowNanos);
    }

    private long hopOf(ProbeBatch from, int i) {
        return from.isIpv6
                ? hops.hopOf(from.addressHigh[i], from.addressLow[i])
                : hops.hopOf(from.address[i]);
    }

    private int rankOf(ProbeBatch from, int i) {
        NeighbourTable own = Objects.requireNonNull(table);
        return from.isIpv6
                ? own.rankOf(from.addressHigh[i], from.addressLow[i])
                : own.rankOf(from.address[i]);
    }

    private void ask(ProbeBatch from, int i) {
        if (from.isIpv6) {
            questions.add(from.addressHigh[i], from.addressLow[i]);
        } else {
            questions.add(0, IpAddress.IPV4_MAPPED | (from.address[i] & 0xFFFF_FFFFL));
        }
    }

    /** Deals with one probe: has it ready, parks it, or counts it off. */
    private void take(ProbeBatch from, int i, long block) {
        long hop = hopOf(from, i);
        if (hop == NextHops.ON_LINK && isBroadcast[from.grid]) {
            hop = Ethernet.BROADCAST_MAC;
        } else if (hop == NextHops.ON_LINK && scout != null) {
            int rank = rankOf(from, i);
            hop = scout.decide(rank);
            if (hop == NeighbourScout.ASK || hop == NeighbourScout.WAIT) {
                if (hop == NeighbourScout.ASK) {
                    ask(from, i);
                }
                scout.park(rank, from.index[i]);
                parkedBlock[parkedTail++ & NeighbourScout.PARKED_MAX - 1] = block;
                return;
            }
            if (hop == NeighbourScout.GIVE_UP) {
                counters.add(Counter.PROBES_UNREACHED, 1);
                open.remove(block);
                return;
            }
        } else if (hop == NextHops.ELSEWHERE) {
            counters.add(Counter.PROBES_MADE, -1);
            open.remove(block);
            return;
        } else if (hop < 0 || (isBroadcast[from.grid] && hasEthernet)) {
            counters.add(Counter.PROBES_UNROUTED, 1);
            open.remove(block);
            return;
        }
        append(from, i, hop, block);
    }

    private void append(ProbeBatch from, int i, long hop, long block) {
        Ready own = ready[from.grid];
        ProbeBatch to = own.batch;
        int place = to.count++;
        to.grid = from.grid;
        to.isIpv6 = from.isIpv6;
        to.index[place] = from.index[i];
        to.port[place] = from.port[i];
        if (from.isIpv6) {
            to.addressHigh[place] = from.addressHigh[i];
            to.addressLow[place] = from.addressLow[i];
        } else {
            to.address[place] = from.address[i];
        }
        own.mac[place] = hop;
        own.block[place] = block;
        readyCount++;
    }

    /** Hands the ready probes of the next grid out that has any. */
    private void handOut(ProbeBatch batch) {
        for (int tried = 0; tried < ready.length && batch.count == 0; tried++) {
            Ready own = ready[readyNext];
            readyNext = readyNext + 1 == ready.length ? 0 : readyNext + 1;
            copy(own.batch, batch);
            System.arraycopy(own.mac, 0, mac, 0, batch.count);
            System.arraycopy(own.block, 0, handedOut, 0, batch.count);
            handedOutCount = batch.count;
            readyCount -= batch.count;
            own.batch.count = 0;
        }
    }

    private static void copy(ProbeBatch from, ProbeBatch to) {
        int count = from.count;
        to.count = count;
        to.grid = from.grid;
        to.isIpv6 = from.isIpv6;
        System.arraycopy(from.index, 0, to.index, 0, count);
        System.arraycopy(from.port, 0, to.port, 0, count);
        if (from.isIpv6) {
            System.arraycopy(from.addressHigh, 0, to.addressHigh, 0, count);
            System.arraycopy(from.addressLow, 0, to.addressLow, 0, count);
        } else {
            System.arraycopy(from.address, 0, to.address, 0, count);
        }
    }

    @Override
    public boolean isAtEnd() {
        return stream.isAtEnd() && upcomingNext == upcoming.count && waitingCount() == 0;
    }

    /** Probes that wait for an answer, or for their grid's turn. */
    private int waitingCount() {
        return readyCount + (scout == null ? 0 : scout.parkedCount());
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
        stages.setDestinationMac(memory, frameOffset, mac[i]);
    }

    @Override
    public boolean asks() {
        return scout != null;
    }

    @Override
    public Questions questions() {
        return questions;
    }

    @Override
    public void withhold(Counters toCount) {
        toCount.add(Counter.PROBES_WITHHELD, waitingCount() + upcoming.count - upcomingNext);
    }
}
