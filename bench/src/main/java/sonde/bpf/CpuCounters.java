// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R1;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R6;
import static sonde.bpf.Register.R9;

import sonde.sys.Bpf;
import sonde.sys.CallState;
import sonde.sys.XdpMd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a program of type XDP counts, each processor for itself: a program of this type is not moved
 * to another processor while it runs, so counting needs no atomic operation and no line of the
 * cache is shared.
 */
final class CpuCounters implements AutoCloseable {

    /** Frames seen, their bytes, and the frames answered: 64 bits each. */
    static final int FRAMES = 0;

    static final int BYTES = 8;
    static final int ANSWERED = 16;

    /** Two lines of the cache, because the processor fetches them in pairs. */
    private static final int STRIDE_BYTES = 128;

    private static final int STRIDE_SHIFT = 7;
    private static final int CPUS_MAX = 1024;

    private final Arena arena = Arena.ofShared();
    private final BpfMap map;
    private final MemorySegment memory;

    CpuCounters(CallState state) {
        map = BpfMap.array(state, "counters", CPUS_MAX * STRIDE_BYTES, 1, true);
        memory = map.map(state, arena);
    }

    /**
     * Begins a program: counts the frame and its bytes, and leaves the context in R6 and this
     * processor's counters in R9.
     */
    Assembler begin() {
        return new Assembler()
                .move(R6, R1)
                .call(Bpf.BPF_FUNC_GET_SMP_PROCESSOR_ID)
                .and(R0, CPUS_MAX - 1)
                .shiftLeft(R0, STRIDE_SHIFT)
                .loadMapValue(R9, map, 0)
                .add(R9, R0)
                .load64(R1, R9, FRAMES)
                .add(R1, 1)
                .store64(R9, FRAMES, R1)
                .load32(R2, R6, XdpMd.DATA_OFFSET)
                .load32(R3, R6, XdpMd.DATA_END_OFFSET)
                .subtract(R3, R2)
                .load64(R1, R9, BYTES)
                .add(R1, R3)
                .store64(R9, BYTES, R1);
    }

    /** The count of all processors. */
    long sum(int counter) {
        long sum = 0;
        for (long base = 0; base < memory.byteSize(); base += STRIDE_BYTES) {
            sum += memory.get(ValueLayout.JAVA_LONG, base + counter);
        }
        return sum;
    }

    @Override
    public void close() {
        arena.close();
        map.close();
    }
}
