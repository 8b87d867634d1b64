// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.permute.Permutation;
import sonde.permute.Shard;
import sonde.probe.ProbeBatch;
import sonde.target.TargetSpace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

class ProbeStreamTest {

    private static final TargetSpace SPACE = Wiring.space(101, 13);

    private static List<Long> targets(Shard shard, long first, long end) {
        Permutation permutation = Permutation.of(SPACE.size(), 3);
        ProbeStream stream = new ProbeStream(SPACE, permutation, shard, first, end, 0, 1);
        ProbeBatch batch = new ProbeBatch();
        List<Long> targets = new ArrayList<>();
        long cursor = first;
        while (!stream.isAtEnd()) {
            assertEquals(cursor / shard.positionCount(SPACE.size()), stream.pass());
            cursor += stream.fill(batch);
            assertTrue(batch.count > 0, "an empty batch before the end");
            assertEquals(cursor, stream.cursor());
            for (int i = 0; i < batch.count; i++) {
                targets.add(Wiring.target(batch.address[i], batch.port[i]));
            }
        }
        assertEquals(0, stream.fill(batch));
        return targets;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1312, 1313})
    void shardsAreDisjointAndComplete(int count) {
        Set<Long> all = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Shard shard = new Shard(i, count);
            for (long target : targets(shard, 0, shard.positionCount(SPACE.size()))) {
                assertTrue(all.add(target), "probed twice");
            }
        }
        assertEquals(SPACE.size(), all.size());
    }

    @Test
    void piecesJoinToTheWhole() {
        Shard shard = new Shard(1, 3);
        long end = 3 * shard.positionCount(SPACE.size());
        List<Long> whole = targets(shard, 0, end);
        for (long cut : new long[] {0, 1, 255, 256, 257, end / 3, end / 3 + 1, end - 1, end}) {
            List<Long> joined = new ArrayList<>(targets(shard, 0, cut));
            joined.addAll(targets(shard, cut, end));
            assertEquals(whole, joined, "cut at " + cut);
        }
    }

    @Test
    void everyPassIsTheSame() {
        List<Long> twice = targets(Shard.WHOLE, 0, 2 * SPACE.size());
        int half = (int) SPACE.size();
        assertEquals(twice.subList(0, half), twice.subList(half, 2 * half));
    }

    @Test
    void aShardWithoutPositionsIsAtItsEnd() {
        TargetSpace one = Wiring.space(1, 1);
        ProbeStream stream =
                new ProbeStream(one, Permutation.of(1, 3), new Shard(1, 2), 0, 0, 0, 1);
        assertTrue(stream.isAtEnd());
        assertEquals(0, stream.pass());
        assertEquals(0, stream.fill(new ProbeBatch()));
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 3939", "3, 17, 3939", "8, 1000, 1300", "4, 0, 100", "5, 1313, 1313"})
    void lanesShareAShardAndTheLeastOfTheirCursorsIsSafe(int laneCount, long first, long end) {
        List<Long> whole = targets(Shard.WHOLE, first, end);
        long[] cursors = new long[laneCount];
        List<List<Long>> lanes = new ArrayList<>();
        List<ProbeStream> streams = new ArrayList<>();
        for (int lane = 0; lane < laneCount; lane++) {
            Permutation permutation = Permutation.of(SPACE.size(), 3);
            streams.add(
                    new ProbeStream(SPACE, permutation, Shard.WHOLE, first, end, lane, laneCount));
            lanes.add(new ArrayList<>());
            cursors[lane] = streams.get(lane).cursor();
        }
        System.out.println("seed " + laneCount);
        Random random = new Random(laneCount);
        ProbeBatch batch = new ProbeBatch();
        while (streams.stream().anyMatch(stream -> !stream.isAtEnd())) {
            int lane = random.nextInt(laneCount);
            streams.get(lane).fill(batch);
            cursors[lane] = streams.get(lane).cursor();
            for (int i = 0; i < batch.count; i++) {
                lanes.get(lane).add(Wiring.target(batch.address[i], batch.port[i]));
            }
            // In the order in which they would have gone out alone.
            long least = LongStream.of(cursors).min().orElseThrow();
            List<Long> sent = lanes.stream().flatMap(List::stream).toList();
            List<Long> below = whole.subList(0, (int) (least - first));
            assertTrue(containsAll(counts(sent), counts(below)), "not all below " + least);
        }
        assertEquals(counts(whole), counts(lanes.stream().flatMap(List::stream).toList()));
        for (long cursor : cursors) {
            assertEquals(end, cursor);
        }
    }

    private static Map<Long, Long> counts(List<Long> targets) {
        return targets.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
    }

    private static boolean containsAll(Map<Long, Long> of, Map<Long, Long> part) {
        return part.entrySet().stream()
                .allMatch(entry -> of.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    }
}
