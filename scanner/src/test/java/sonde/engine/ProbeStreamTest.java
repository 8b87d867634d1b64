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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class ProbeStreamTest {

    private static final TargetSpace SPACE = Wiring.space(101, 13);

    private static List<Long> targets(Shard shard, long first, long end) {
        Permutation permutation = Permutation.of(SPACE.size(), 3);
        ProbeStream stream = new ProbeStream(SPACE, permutation, shard, first, end);
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
        ProbeStream stream = new ProbeStream(one, Permutation.of(1, 3), new Shard(1, 2), 0, 0);
        assertTrue(stream.isAtEnd());
        assertEquals(0, stream.pass());
        assertEquals(0, stream.fill(new ProbeBatch()));
    }
}
