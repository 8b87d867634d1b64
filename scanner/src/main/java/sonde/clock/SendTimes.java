// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * When recent probes were sent, by their cookies, for the round-trip times of records. A table of
 * fixed size, in which each probe takes the place of an earlier one.
 *
 * <p>Assumptions and guarantees: any thread notes and asks. An entry is one long, seen whole or not
 * at all. What is found is the last probe with that cookie, so that an answer to the first of two
 * equal probes seems faster than it was. What another probe has taken the place of is not found: a
 * table for {@code n} packets a second remembers about {@value #SECONDS} seconds of them, below
 * {@value #ENTRIES_MAX} entries.
 *
 * <pre>
 *   63                            32 31                             0
 *  +--------------------------------+--------------------------------+
 *  |             cookie             |    time sent, in microseconds   |   0 = empty
 *  +--------------------------------+--------------------------------+
 * </pre>
 */
public final class SendTimes {

    /** In place of a time: the probe is not known any more. */
    public static final int UNKNOWN = -1;

    static final int SECONDS = 4;
    static final int ENTRIES_MIN = 1 << 12;
    static final int ENTRIES_MAX = 1 << 20;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long MICROS_MASK = 0xFFFF_FFFFL;
    private static final int MULTIPLIER = 0x9E37_79B9;

    /** Longer than this no answer takes: what seems to is another probe's, of the same cookie. */
    private static final long RTT_MAX_MICROS = 600_000_000;

    private final long[] entries;
    private final int shift;

    /**
     * A table for a scan.
     *
     * @param ratePps packets a second, above 0
     */
    public SendTimes(double ratePps) {
        long wanted = (long) Math.clamp(ratePps * SECONDS, ENTRIES_MIN, ENTRIES_MAX);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(wanted - 1);
        entries = new long[1 << bits];
        shift = Integer.SIZE - bits;
    }

    /** Notes that probes {@code from} to {@code to - 1} of a batch are sent now. */
    public void note(int[] cookie, int from, int to, long nowNanos) {
        long micros = micros(nowNanos);
        for (int i = from; i < to; i++) {
            CELL.setOpaque(entries, place(cookie[i]), (long) cookie[i] << 32 | micros);
        }
    }

    /** Microseconds since a probe with this cookie was sent, or {@link #UNKNOWN}. */
    public int rttMicros(int cookie, long nowNanos) {
        long entry = (long) CELL.getOpaque(entries, place(cookie));
        if (entry == 0 || (int) (entry >>> 32) != cookie) {
            return UNKNOWN;
        }
        long rtt = (micros(nowNanos) - entry) & MICROS_MASK;
        return rtt <= RTT_MAX_MICROS ? (int) rtt : UNKNOWN;
    }

    private int place(int cookie) {
        return (cookie * MULTIPLIER) >>> shift;
    }

    private static long micros(long nanos) {
        return (nanos / 1000) & MICROS_MASK;
    }
}
