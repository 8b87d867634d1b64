// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.clock.ManualClock;
import sonde.neigh.NeighbourScout;
import sonde.neigh.NeighbourTable;
import sonde.neigh.NetInterface;
import sonde.neigh.PathException;
import sonde.neigh.PathPlan;
import sonde.probe.ProbeBatch;
import sonde.stat.Counter;
import sonde.stat.Counters;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.TargetSpace;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RoutedFeedTest {

    private static final long MILLI = 1_000_000;

    private final ManualClock clock = new ManualClock(-7 * MILLI);
    private final Counters counters = new Counters();
    private final ProbeBatch batch = new ProbeBatch();
    private final MemorySegment frame = MemorySegment.ofArray(new byte[64]);

    /** The probes handed out, with their next hops. */
    private final Map<Long, Long> handedOut = new HashMap<>();

    private final Set<Integer> asked = new HashSet<>();
    private int askedCount;

    static PathPlan path(AddressRanges onLink, AddressRanges viaGateway) {
        NetInterface iface =
                new NetInterface(
                        2,
                        "eth0",
                        NetInterface.Kind.ETHERNET,
                        1,
                        Wiring.SOURCE_MAC,
                        1500,
                        true,
                        true,
                        List.of());
        return new PathPlan(
                iface,
                PathPlan.Source.own(Wiring.SOURCE),
                null,
                AddressSet.of(onLink),
                List.of(
                        new PathPlan.ViaGateway(
                                IpAddress.ofIpv4(Wiring.SOURCE + 1), AddressSet.of(viaGateway))),
                List.of(),
                List.of());
    }

    /** 198.18.1.first to 198.18.1.last. */
    static AddressRanges hosts(int first, int last) {
        return AddressRanges.of(Wiring.FIRST + first, Wiring.FIRST + last);
    }

    private RoutedFeed feed(
            TargetSpace space,
            AddressRanges onLink,
            AddressRanges viaGateway,
            NeighbourTable table,
            double ratePps) {
        return feed(space, hops(path(onLink, viaGateway)), table, ratePps, counters);
    }

    private static NextHops hops(PathPlan path) {
        return NextHops.of(
                path, NextHops.ON_LINK, i -> Wiring.ROUTER_MAC, List.of(), List.of(), true);
    }

    private RoutedFeed feed(
            TargetSpace space,
            NextHops hops,
            NeighbourTable table,
            double ratePps,
            Counters toCount) {
        return new RoutedFeed(
                space,
                Wiring.syns(space),
                Wiring.stream(space, 1),
                Wiring.stream(space, 1),
                space.size(),
                ratePps,
                hops,
                table,
                new NeighbourScout(table, clock),
                Wiring.stages(space),
                true,
                toCount);
    }

    /** One turn, in which everything is sent; returns how many probes there were. */
    private int turn(RoutedFeed feed, int leave) {
        feed.fill(batch, clock.nanoTime(), leave);
        assertTrue(
                batch.count + feed.questions().count <= leave,
                batch.count + " probes and " + feed.questions().count + " questions for " + leave);
        for (int i = 0; i < batch.count; i++) {
            feed.address(i, frame, 0);
            long target = Wiring.target(batch.address[i], batch.port[i]);
            assertFalse(handedOut.containsKey(target), "handed out twice");
            handedOut.put(target, Ethernet.destinationMac(frame, 0));
            assertEquals(Wiring.cookie(batch.address[i], batch.port[i]), batch.cookie[i]);
        }
        counters.add(Counter.PROBES_SENT, batch.count);
        for (int i = 0; i < feed.questions().count; i++) {
            asked.add((int) feed.questions().low[i]);
        }
        askedCount += feed.questions().count;
        return batch.count;
    }

    /** Turns until the end, a millisecond each; neighbours with an even address answer. */
    private void runOut(RoutedFeed feed, NeighbourTable table, int leave) {
        for (int turns = 0; !feed.isAtEnd(); turns++) {
            assertTrue(turns < 100_000, "no end");
            turn(feed, leave);
            for (int address : asked) {
                if ((address & 1) == 0) {
                    table.learn(address, Hosts.macOf(address));
                }
            }
            clock.advance(MILLI);
        }
    }

    @Test
    void probesToKnownNeighboursGoAtOnce() throws PathException {
        TargetSpace space = Wiring.space(16, 2);
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 15)));
        RoutedFeed first = feed(space, hosts(0, 15), AddressRanges.NONE, table, 1000);
        turn(first, 256);
        assertEquals(16, asked.size());
        asked.forEach(address -> table.learn(address, Hosts.macOf(address)));
        Counters ofSecond = new Counters();
        RoutedFeed second =
                feed(
                        space,
                        hops(path(hosts(0, 15), AddressRanges.NONE)),
                        table,
                        1000,
                        new Counters());
        assertEquals(32, turn(second, 256));
        assertEquals(0, second.questions().count);
        assertTrue(second.isAtEnd());
        handedOut.forEach((target, mac) -> assertEquals(Hosts.macOf((int) (target >>> 16)), mac));
    }

    @Test
    void unknownNeighboursAreAskedAndProbedOnceTheyAnswer() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 7)));
        RoutedFeed feed = feed(Wiring.space(8, 3), hosts(0, 7), AddressRanges.NONE, table, 1000);
        assertEquals(0, turn(feed, 256));
        assertEquals(8, feed.questions().count);
        assertFalse(feed.isAtEnd());
        asked.forEach(address -> table.learn(address, Hosts.macOf(address)));
        assertEquals(24, turn(feed, 256));
        assertTrue(feed.isAtEnd());
        turn(feed, 256);
        assertEquals(24, feed.cursor(0));
        Wiring.assertSentSum(counters);
    }

    @Test
    void deadNeighboursAreGivenUp() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 63)));
        RoutedFeed feed = feed(Wiring.space(64, 4), hosts(0, 63), AddressRanges.NONE, table, 1000);
        runOut(feed, table, 8);
        assertEquals(128, handedOut.size());
        assertEquals(128, counters.get(Counter.PROBES_UNREACHED));
        assertEquals(32 + 3 * 32, askedCount);
        assertEquals(256, feed.cursor(batch.count), "cursor");
        Wiring.assertSentSum(counters);
    }

    @Test
    void gatewayNeighboursAndUnroutedTogether() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 49)));
        RoutedFeed feed = feed(Wiring.space(150, 10), hosts(0, 49), hosts(50, 99), table, 1e5);
        runOut(feed, table, 5);
        assertEquals(250, counters.get(Counter.PROBES_UNREACHED));
        assertEquals(500, counters.get(Counter.PROBES_UNROUTED));
        assertEquals(750, handedOut.size());
        handedOut.forEach((target, mac) -> {
            int address = (int) (target >>> 16);
            boolean isOnLink = address < Wiring.FIRST + 50;
            assertEquals(isOnLink ? Hosts.macOf(address) : Wiring.ROUTER_MAC, mac);
        });
        Wiring.assertSentSum(counters);
    }

    @Test
    void oneByOneWithEveryQuestionCountingAgainstTheRate() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 9)));
        RoutedFeed feed = feed(Wiring.space(20, 2), hosts(0, 9), hosts(10, 19), table, 4);
        runOut(feed, table, 1);
        assertEquals(30, handedOut.size());
        assertEquals(10, counters.get(Counter.PROBES_UNREACHED));
        Wiring.assertSentSum(counters);
    }

    @Test
    void theCursorNeverPassesAParkedProbeAndReachesTheEnd() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 3)));
        RoutedFeed feed = feed(Wiring.space(8, 1), hosts(0, 3), hosts(4, 7), table, 1000);
        turn(feed, 256);
        assertEquals(0, feed.cursor(batch.count));
        runOut(feed, table, 256);
        assertEquals(8, feed.cursor(batch.count));
    }

    @Test
    void theCursorReachesTheEndWhereNothingIsRouted() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(200, 201)));
        RoutedFeed feed = feed(Wiring.space(8, 1), hosts(200, 201), hosts(202, 203), table, 1000);
        assertEquals(0, turn(feed, 256));
        assertTrue(feed.isAtEnd());
        assertEquals(8, feed.cursor(0));
        assertEquals(8, counters.get(Counter.PROBES_UNROUTED));
    }

    @Test
    void withholdsWhatIsParked() throws PathException {
        NeighbourTable table = new NeighbourTable(AddressSet.of(hosts(0, 63)));
        RoutedFeed feed = feed(Wiring.space(64, 4), hosts(0, 63), hosts(64, 99), table, 1000);
        for (int i = 0; i < 25; i++) {
            turn(feed, 3);
            clock.advance(MILLI);
        }
        feed.withhold(counters);
        assertTrue(counters.get(Counter.PROBES_WITHHELD) > 0);
        Wiring.assertSentSum(counters);
    }
}
