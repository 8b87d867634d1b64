// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.util.SplittableRandom;

/** Makes batches for tests. */
final class Batches {

    private Batches() {}

    /** A full batch of random targets, with values at the edges among them. */
    static ProbeBatch random(SplittableRandom random) {
        ProbeBatch batch = new ProbeBatch();
        randomise(batch, random);
        return batch;
    }

    /** Fills a batch with random targets, sources and cookies. */
    static void randomise(ProbeBatch batch, SplittableRandom random) {
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.address[i] = edge(random, random.nextInt());
            batch.port[i] = edge(random, random.nextInt()) & 0xFFFF;
            batch.sourceAddress[i] = edge(random, random.nextInt());
            batch.sourcePort[i] = edge(random, random.nextInt()) & 0xFFFF;
            batch.addressHigh[i] = edge(random, random.nextLong());
            batch.addressLow[i] = edge(random, random.nextLong());
            batch.sourceHigh[i] = edge(random, random.nextLong());
            batch.sourceLow[i] = edge(random, random.nextLong());
            batch.cookie[i] = edge(random, random.nextInt());
        }
        batch.count = ProbeBatch.CAPACITY;
    }

    private static int edge(SplittableRandom random, int value) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            default -> value;
        };
    }

    private static long edge(SplittableRandom random, long value) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            default -> value;
        };
    }
}
