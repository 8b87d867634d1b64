// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Reassembly and the queue below it, against an array that holds each byte that came first. */
class ReassemblyTest {

    private static final int SPACE = 6000;

    @Test
    void eachByteIsTheOneThatCameFirst() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            checkOnce(random, "seed " + seed + " round " + round);
        }
    }

    private static void checkOnce(SplittableRandom random, String message) {
        BlockPool pool = new BlockPool(64 * 1024);
        ByteQueues queues = new ByteQueues(pool, 4);
        Reassembly reassembly = new Reassembly(queues, 3);
        int first = random.nextInt();
        byte[] expected = new byte[SPACE];
        boolean[] there = new boolean[SPACE];
        int next = 0;
        int consumed = 0;
        for (int step = 0; step < 2000 && next < SPACE; step++) {
            int ahead = random.nextInt(3) == 0 ? 0 : random.nextInt(3000);
            int count = Math.min(1 + random.nextInt(800), SPACE - next - ahead);
            if (count <= 0) {
                continue;
            }
            byte[] bytes = new byte[count + 3];
            random.nextBytes(bytes);
            MemorySegment memory = MemorySegment.ofArray(bytes);
            int queued = next - consumed;
            int grown = reassembly.insert(2, 3, queued, first + next, memory, 3, ahead, count);
            if (grown >= 0) {
                for (int i = 0; i < count; i++) {
                    if (!there[next + ahead + i]) {
                        there[next + ahead + i] = true;
                        expected[next + ahead + i] = bytes[3 + i];
                    }
                }
            } else {
                assertEquals(Reassembly.NO_RANGE, grown, message);
            }
            int reached = next;
            while (reached < SPACE && there[reached]) {
                reached++;
            }
            assertEquals(reached - next, Math.max(grown, 0), message);
            next = reached;
            assertTrue(reassembly.isConsistent(2, first + next), message);
            byte[] read = new byte[next - consumed];
            queues.read(3, 0, read, 0, read.length);
            assertEquals(
                    -1,
                    Arrays.mismatch(read, Arrays.copyOfRange(expected, consumed, next)),
                    message);
            int drop = random.nextInt(read.length + 1);
            queues.drop(3, drop);
            consumed += drop;
        }
        assertEquals(SPACE, next, message);
        queues.clear(3);
        assertEquals(pool.blockCount(), pool.freeCount(), message);
    }

    @Test
    void takesAsMuchAsThereAreBlocks() {
        BlockPool pool = new BlockPool(2 * BlockPool.BLOCK_BYTES);
        ByteQueues queues = new ByteQueues(pool, 2);
        Reassembly reassembly = new Reassembly(queues, 2);
        MemorySegment memory = MemorySegment.ofArray(new byte[2000]);
        assertEquals(0, reassembly.insert(0, 0, 0, 0, memory, 0, 100, 200));
        assertEquals(0, reassembly.insert(1, 1, 0, 0, memory, 0, 500, 200));
        assertEquals(Reassembly.NO_BUFFER, reassembly.insert(0, 0, 0, 0, memory, 0, 512, 1));
        assertEquals(512, reassembly.insert(0, 0, 0, 0, memory, 0, 0, 1460));
        assertEquals(512, reassembly.insert(1, 1, 0, 0, memory, 0, 0, 600));
        assertEquals(Reassembly.NO_BUFFER, reassembly.insert(0, 0, 512, 512, memory, 0, 0, 5));
    }
}
