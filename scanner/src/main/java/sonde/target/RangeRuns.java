// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorted runs of ranges in a file, of {@value RangeSort#WORDS} words a range, and their merging
 * into one order. Used by one thread.
 */
final class RangeRuns implements Closeable {

    private final SpillFile file = new SpillFile();

    /** The word at which each run begins. */
    private final List<Long> starts = new ArrayList<>();

    /** Writes a run. */
    void append(long[] words, int count) {
        starts.add(file.wordCount());
        file.append(words, 0, count * RangeSort.WORDS);
    }

    /** Writes all ranges, in ascending order. */
    void mergeInto(RangeWriter writer) {
        PriorityQueue<Run> runs = new PriorityQueue<>();
        for (int i = 0; i < starts.size(); i++) {
            long end = i + 1 < starts.size() ? starts.get(i + 1) : file.wordCount();
            if (end > starts.get(i)) {
                runs.add(new Run(file.map(starts.get(i), end)));
            }
        }
        for (Run run = runs.poll(); run != null; run = runs.poll()) {
            run.writeOne(writer);
            if (run.hasMore()) {
                runs.add(run);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }

    /** A run, and how far it has been read. */
    private static final class Run implements Comparable<Run> {

        private final MemorySegment words;
        private long at;
        private long high;
        private long low;

        Run(MemorySegment words) {
            this.words = words;
            look();
        }

        private long word(long index) {
            return words.getAtIndex(ValueLayout.JAVA_LONG, index);
        }

        private void look() {
            high = word(at);
            low = word(at + 1);
        }

        boolean hasMore() {
            return at * Long.BYTES < words.byteSize();
        }

        void writeOne(RangeWriter writer) {
            writer.add(high, low, word(at + 2), word(at + 3));
            at += RangeSort.WORDS;
            if (hasMore()) {
                look();
            }
        }

        @Override
        public int compareTo(Run other) {
            return IpAddress.compare(high, low, other.high, other.low);
        }
    }
}
