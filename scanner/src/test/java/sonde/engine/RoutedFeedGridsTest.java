// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.clock.ManualClock;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.permute.Permutation;
import sonde.probe.ProbeBatch;
import sonde.probe.ProbeKind;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** {@link RoutedFeed} over spaces of several grids and both families. */
class RoutedFeedGridsTest {

    private static final long MILLI = 1_000_000;

    /** Hosts up to here are neighbours; odd ones are silent. */
    private static final int ON_LINK_LAST = 29;

    /** Then come those behind a router, those of another interface, and those of none. */
    private static final int ROUTED_LAST = 49;

    private static final int ELSEWHERE_LAST = 59;
    private static final int LAST = 69;

    private final ManualClock clock = new ManualClock(5);
    private final Counters counters = new Counters();
    private final ProbeBatch batch = new ProbeBatch();
    private final MemorySegment frame = MemorySegment.ofArray(new byte[2048]);
    private final Set<Long> handedOut = new HashSet<>();
    private final Set<IpAddress> asked = new HashSet<>();

    private static AddressSet set(int first, int last) {
        return new AddressSet(Grids.addresses(first, last), Grids.ipv6Addresses(first, last));
    }

    private static NextHops hops() {
        PathPlan base = RoutedFeedTest.path(AddressRanges.NONE, AddressRanges.NONE);
        PathPlan path =
                new PathPlan(
                        base.iface(),
                        base.ipv4Source(),
                        null,
                        set(0, ON_LINK_LAST),
                        List.of(
                                new PathPlan.ViaGateway(
                                        IpAddress.parse("fe80::1"),
                                        set(ON_LINK_LAST + 1, ROUTED_LAST))),
                        List.of(),
                        List.of());
        return NextHops.of(
                path,
                NextHops.ON_LINK,
                i -> Wiring.ROUTER_MAC,
                List.of(set(ROUTED_LAST + 1, ELSEWHERE_LAST)),
                List.of(set(ELSEWHERE_LAST + 1, LAST)),
                true);
    }

    /** Of every kind that a table of neighbours matters to, and one that it does not. */
    private static TargetSpace space() {
        return TargetSpace.of(
                List.of(
                        Grids.ipv4(0, LAST, 80, 82),
                        Grids.ipv6(0, LAST, 53, 54),
                        Grids.ipv4(0, LAST),
                        Grids.ipv6(0, LAST, 80, 80),
                        Grids.ipv4(0, LAST)));
    }

    private static List<ScanPlan.Probing> probings() {
        return Grids.probings(
                ProbeKind.TCP, ProbeKind.UDP, ProbeKind.ICMP_ECHO, ProbeKind.SCTP, ProbeKind.ARP);
    }

    private static int hostOf(IpAddress address) {
        return address.isIpv4()
                ? address.ipv4() - Wiring.FIRST
                : (int) (address.low() - Grids.ipv6Address(0).low());
    }

    private static long macOf(IpAddress address) {
        return 0x0200_0000_0000L | (address.isIpv4() ? 0 : 0x100) | hostOf(address);
    }

    private RoutedFeed feed(NeighbourTable table, int passes) {
        TargetSpace space = space();
        return new RoutedFeed(
                space,
                probings(),
                Wiring.stream(space, passes),
                Wiring.stream(space, passes),
                space.size(),
                1e5,
                hops(),
                table,
                new NeighbourScout(table, clock),
                Wiring.stages(space, probings()),
                true,
                counters);
    }

    private static NeighbourTable table() throws PathException {
        return new NeighbourTable(set(0, ON_LINK_LAST));
    }

    private void turn(RoutedFeed feed, int leave) {
        feed.fill(batch, clock.nanoTime(), leave);
        Questions questions = feed.questions();
        assertTrue(questions.count <= leave, "more questions than there was leave for");
        for (int i = 0; i < batch.count; i++) {
            assertTrue(handedOut.add(batch.index[i]), "handed out twice");
            assertEquals(space().gridOf(batch.index[i]), batch.grid);
            feed.address(i, frame, 0);
            assertEquals(nextHop(batch.index[i]), Ethernet.destinationMac(frame, 0));
        }
        counters.add(Counter.PROBES_SENT, batch.count);
        for (int i = 0; i < questions.count; i++) {
            asked.add(new IpAddress(questions.high[i], questions.low[i]));
        }
    }

    private static long nextHop(long index) {
        IpAddress address = space().addressOf(index);
        if (probings().get(space().gridOf(index)).kind() == ProbeKind.ARP) {
            return Ethernet.BROADCAST_MAC;
        }
        return hostOf(address) <= ON_LINK_LAST ? macOf(address) : Wiring.ROUTER_MAC;
    }

    private void runOut(RoutedFeed feed, NeighbourTable table, SplittableRandom random) {
        long before = feed.cursor(0);
        for (int turns = 0; !feed.isAtEnd(); turns++) {
            assertTrue(turns < 200_000, "no end");
            turn(feed, 1 + random.nextInt(300));
            assertTrue(feed.cursor(0) >= before, "the cursor went back");
            before = feed.cursor(0);
            for (IpAddress address : asked) {
                if ((hostOf(address) & 1) == 0 && random.nextBoolean()) {
                    table.learn(address.high(), address.low(), macOf(address));
                }
            }
            clock.advance(random.nextInt(3) * MILLI);
        }
    }

    @Test
    void nothingIsLostAndNothingDoubled() throws PathException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        NeighbourTable table = table();
        RoutedFeed feed = feed(table, 1);
        runOut(feed, table, random);
        Set<Long> expected = new HashSet<>();
        int elsewhere = 0;
        int unrouted = 0;
        int unreached = 0;
        TargetSpace space = space();
        for (long index = 0; index < space.size(); index++) {
            int host = hostOf(space.addressOf(index));
            boolean isArp = probings().get(space.gridOf(index)).kind() == ProbeKind.ARP;
            if (host > ROUTED_LAST && host <= ELSEWHERE_LAST) {
                elsewhere++;
            } else if (host > ELSEWHERE_LAST || isArp && host > ON_LINK_LAST) {
                unrouted++;
            } else if (!isArp && host <= ON_LINK_LAST && (host & 1) == 1) {
                unreached++;
            } else {
                expected.add(index);
            }
        }
        assertEquals(expected, handedOut, "seed " + seed);
        assertEquals(unreached, counters.get(Counter.PROBES_UNREACHED));
        assertEquals(unrouted, counters.get(Counter.PROBES_UNROUTED));
        assertEquals(space.size() - elsewhere, counters.get(Counter.PROBES_MADE));
        Wiring.assertSentSum(counters);
        turn(feed, 256);
        assertEquals(space.size(), feed.cursor(0));
    }

    @Test
    void neighboursOfBothFamiliesAreAskedAndNobodyElse() throws PathException {
        NeighbourTable table = table();
        runOut(feed(table, 1), table, new SplittableRandom(1));
        Set<IpAddress> expected = new HashSet<>();
        for (int host = 0; host <= ON_LINK_LAST; host++) {
            expected.add(IpAddress.ofIpv4(Wiring.FIRST + host));
            expected.add(Grids.ipv6Address(host));
        }
        assertEquals(expected, asked);
    }

    @Test
    void whatLiesBelowTheCursorHasBeenDealtWith() throws PathException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 20; run++) {
            handedOut.clear();
            asked.clear();
            NeighbourTable table = table();
            RoutedFeed feed = feed(table, 1);
            List<Long> order = order();
            for (int turns = random.nextInt(60); turns > 0; turns--) {
                turn(feed, 1 + random.nextInt(60));
                asked.forEach(who -> table.learn(who.high(), who.low(), macOf(who)));
                clock.advance(MILLI);
            }
            // Those of the last batch have been handed out, not yet written: they may be missing.
            feed.fill(new ProbeBatch(), clock.nanoTime(), 0);
            for (long index : order.subList(0, (int) feed.cursor(0))) {
                int host = hostOf(space().addressOf(index));
                boolean isArp = probings().get(space().gridOf(index)).kind() == ProbeKind.ARP;
                boolean goesOut = host <= (isArp ? ON_LINK_LAST : ROUTED_LAST);
                assertTrue(!goesOut || handedOut.contains(index), "seed " + seed);
            }
        }
    }

    private static List<Long> order() {
        List<Long> order = new ArrayList<>();
        Permutation permutation = Permutation.of(space().size(), Wiring.SEED);
        for (long position = 0; position < space().size(); position++) {
            order.add(permutation.shuffle(position));
        }
        return order;
    }

    @Test
    void withholdsWhatWaitsInEveryGrid() throws PathException {
        RoutedFeed feed = feed(table(), 1);
        for (int i = 0; i < 30; i++) {
            turn(feed, 7);
            clock.advance(MILLI);
        }
        feed.withhold(counters);
        assertTrue(counters.get(Counter.PROBES_WITHHELD) > 0);
        Wiring.assertSentSum(counters);
    }

    /**
     * Lanes without neighbours, at a rate that stops them within a block: the least of their
     * cursors must not pass what has not been handed out, also where one lane is at its end.
     */
    @Test
    void theLeastCursorOfLanesIsSafeAtTheEnd() {
        TargetSpace space = TargetSpace.of(List.<TargetGrid>of(Grids.ipv4(0, 255, 1, 2)));
        NextHops hops =
                NextHops.of(
                        RoutedFeedTest.path(AddressRanges.NONE, Grids.addresses(0, 255)),
                        0,
                        i -> Wiring.ROUTER_MAC,
                        List.of(),
                        List.of(),
                        true);
        List<RoutedFeed> lanes = new ArrayList<>();
        for (int lane = 0; lane < 2; lane++) {
            lanes.add(
                    new RoutedFeed(
                            space,
                            Wiring.syns(space),
                            Wiring.stream(space, 1, lane, 2),
                            Wiring.stream(space, 1, lane, 2),
                            space.size(),
                            100,
                            hops,
                            null,
                            null,
                            Wiring.stages(space),
                            true,
                            counters));
        }
        // Each lane has one block of 256, of which half goes out.
        for (RoutedFeed lane : lanes) {
            lane.fill(batch, clock.nanoTime(), 128);
            assertEquals(128, batch.count);
            lane.fill(new ProbeBatch(), clock.nanoTime(), 0);
        }
        long least = Math.min(lanes.get(0).cursor(0), lanes.get(1).cursor(0));
        assertTrue(least <= 128, "128 probes of the first block have gone, but cursor " + least);
    }
}
