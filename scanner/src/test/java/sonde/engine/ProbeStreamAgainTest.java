// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.permute.Shard;
import sonde.probe.ProbeBatch;
import sonde.target.Ipv6Ranges;
import sonde.target.TargetSpace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Streams that begin anywhere, with targets that are probed again first, in any lanes. */
class ProbeStreamAgainTest {

    private static final long SEED = 11;

    private static TargetSpace space(SplittableRandom random) {
        return random.nextBoolean()
                ? Wiring.space(1 + random.nextInt(40), 1 + random.nextInt(40))
                : TargetSpace.of(
                        List.of(
                                Grids.ipv4(0, random.nextInt(40), 80, 99),
                                Grids.ipv6(0, random.nextInt(20), 80, 99),
                                Grids.ipv4(0, random.nextInt(9))));
    }

    /** How often each index is handed out by all lanes, whose cursors are looked at meanwhile. */
    private static Map<Long, Integer> handedOut(
            ScanPlan.Order order, SplittableRandom random, int lanes) {
        double ratePps = 1 << random.nextInt(3, 14);
        List<ProbeStream> streams = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            streams.add(ProbeStream.of(order, ratePps, lane, lanes));
        }
        Map<Long, Integer> counts = new TreeMap<>();
        ProbeBatch batch = new ProbeBatch();
        long total = 0;
        while (!streams.isEmpty()) {
            ProbeStream stream = streams.get(random.nextInt(streams.size()));
            int count = stream.fill(batch);
            for (int i = 0; i < count; i++) {
                counts.merge(batch.index[i], 1, Integer::sum);
            }
            total += count;
            // The cursor counts nothing that was not handed out by somebody.
            long least = streams.stream().mapToLong(ProbeStream::cursor).min().orElseThrow();
            assertTrue(least - order.first() <= total, "cursor " + least + " of " + total);
            if (count == 0) {
                assertEquals(order.end(), stream.cursor());
                streams.remove(stream);
            }
        }
        return counts;
    }

    @Test
    void handOutEveryTargetAsOftenAsItIsDue() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 300; run++) {
            TargetSpace space = space(random);
            int shardCount = 1 + random.nextInt(3);
            Shard shard = new Shard(random.nextInt(shardCount), shardCount);
            long positions = shard.positionCount(space.size());
            long end = positions * (1 + random.nextInt(3));
            long first = random.nextLong(end + 1);
            List<Long> again = new ArrayList<>();
            for (int n = random.nextInt(600); n > 0 && random.nextInt(99) > 0; n--) {
                again.add(random.nextLong(space.size()));
            }
            boolean isEndless = random.nextBoolean();
            ScanPlan.Order order =
                    new ScanPlan.Order(
                            space, SEED, shard, 0, first, end, Ipv6Ranges.NONE, again, isEndless);
            Map<Long, Integer> expected = new TreeMap<>();
            again.forEach(index -> expected.merge(index, 1, Integer::sum));
            for (long cursor = first; cursor < end; cursor++) {
                long position = shard.position(cursor % positions);
                expected.merge(
                        ProbeStream.permutation(order, cursor).shuffle(position), 1, Integer::sum);
            }
            assertEquals(
                    expected,
                    handedOut(order, random, 1 + random.nextInt(4)),
                    "seed " + seed + ", run " + run);
        }
    }
}
