// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.ProbeBatch;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** {@link ProbeStream} over spaces of several grids, in random shapes. */
class ProbeStreamGridsTest {

    private static final int RUNS = 60;

    private final ProbeBatch batch = new ProbeBatch();

    /** A scan of random shape. */
    private static final class Shape {
        private final TargetSpace space;
        private final long permutationSeed;
        private final Shard shard;
        private final int passes;
        private final int laneCount;

        Shape(SplittableRandom random) {
            space = Grids.random(random);
            permutationSeed = random.nextLong();
            int shards = 1 + random.nextInt(3);
            shard = new Shard(random.nextInt(shards), shards);
            passes = 1 + random.nextInt(3);
            laneCount = 1 + random.nextInt(4);
        }

        long end() {
            return passes * shard.positionCount(space.size());
        }

        ProbeStream stream(long first, int lane, int lanes) {
            return new ProbeStream(
                    space,
                    Permutation.of(space.size(), permutationSeed),
                    shard,
                    first,
                    end(),
                    lane,
                    lanes);
        }

        /** How often each index is to come from a cursor on. */
        Map<Long, Integer> expected(long first) {
            Permutation permutation = Permutation.of(space.size(), permutationSeed);
            Map<Long, Integer> counts = new HashMap<>();
            long positions = shard.positionCount(space.size());
            for (long cursor = first; cursor < end(); cursor++) {
                long index = permutation.shuffle(shard.position(cursor % positions));
                counts.merge(index, 1, Integer::sum);
            }
            return counts;
        }

        /** How often each index comes below a cursor. */
        Map<Long, Integer> below(long cursor) {
            Map<Long, Integer> counts = expected(0);
            expected(cursor).forEach((index, count) -> counts.merge(index, -count, Integer::sum));
            counts.values().removeIf(count -> count == 0);
            return counts;
        }
    }

    private void count(Map<Long, Integer> counts) {
        for (int i = 0; i < batch.count; i++) {
            counts.merge(batch.index[i], 1, Integer::sum);
        }
    }

    /** What the batch says of a target is what the space says of its index. */
    private void assertResolved(TargetSpace space) {
        for (int i = 0; i < batch.count; i++) {
            long index = batch.index[i];
            assertEquals(space.gridOf(index), batch.grid);
            IpAddress address =
                    batch.isIpv6
                            ? new IpAddress(batch.addressHigh[i], batch.addressLow[i])
                            : IpAddress.ofIpv4(batch.address[i]);
            assertEquals(space.grids().get(batch.grid).isIpv6(), batch.isIpv6);
            assertEquals(space.addressOf(index), address);
            assertEquals(space.portOf(index), batch.port[i]);
        }
    }

    @Test
    void everyTargetComesOnceAPassWhateverTheShape() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            Shape shape = new Shape(random);
            List<ProbeStream> lanes = new ArrayList<>();
            for (int lane = 0; lane < shape.laneCount; lane++) {
                lanes.add(shape.stream(0, lane, shape.laneCount));
            }
            Map<Long, Integer> counts = new HashMap<>();
            while (lanes.stream().anyMatch(lane -> !lane.isAtEnd())) {
                ProbeStream lane = lanes.get(random.nextInt(lanes.size()));
                if (!lane.isAtEnd()) {
                    assertTrue(lane.fill(batch) > 0, "an empty batch before the end");
                    assertResolved(shape.space);
                    count(counts);
                }
            }
            assertEquals(shape.expected(0), counts, "seed " + seed + " run " + run);
            lanes.forEach(lane -> assertEquals(shape.end(), lane.cursor()));
            lanes.forEach(lane -> assertEquals(0, lane.fill(batch)));
        }
    }

    @Test
    void whatLiesBelowTheLeastCursorHasBeenHandedOutAndTheRestComesFromThere() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            Shape shape = new Shape(random);
            List<ProbeStream> lanes = new ArrayList<>();
            for (int lane = 0; lane < shape.laneCount; lane++) {
                lanes.add(shape.stream(0, lane, shape.laneCount));
            }
            Map<Long, Integer> counts = new HashMap<>();
            for (int turn = random.nextInt(40); turn > 0; turn--) {
                lanes.get(random.nextInt(lanes.size())).fill(batch);
                count(counts);
            }
            String which = "seed " + seed + " run " + run;
            long cursor = lanes.stream().mapToLong(ProbeStream::cursor).min().orElseThrow();
            shape.below(cursor)
                    .forEach((index, count) ->
                            assertTrue(counts.getOrDefault(index, 0) >= count, which));
            Map<Long, Integer> rest = new HashMap<>();
            ProbeStream resumed = shape.stream(cursor, 0, 1);
            while (resumed.fill(batch) > 0) {
                count(rest);
            }
            assertEquals(shape.expected(cursor), rest, which);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 300, 1000})
    void aBatchIsOfOneGridAndOnePass(int hosts) {
        TargetSpace space =
                TargetSpace.of(
                        List.of(
                                Grids.ipv4(0, hosts - 1),
                                Grids.ipv6(0, hosts - 1, 1, 1),
                                Grids.ipv4(0, hosts - 1, 7, 8)));
        ProbeStream stream = Wiring.stream(space, 2);
        long handedOut = 0;
        while (!stream.isAtEnd()) {
            long pass = stream.pass();
            handedOut += stream.fill(batch);
            assertResolved(space);
            assertTrue(handedOut <= (pass + 1) * space.size(), "into the next pass");
            assertTrue(stream.cursor() <= handedOut, "beyond what was handed out");
        }
        assertEquals(2 * space.size(), handedOut);
    }
}
