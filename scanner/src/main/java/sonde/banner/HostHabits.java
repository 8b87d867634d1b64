// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/**
 * Remembers of hosts what tells a middlebox from a server: whether a port answers that nobody would
 * use, and whether many ports say the same. A table of fixed size, one place for all addresses of a
 * hash; a newcomer takes the place over, and what was known of the other is learned again.
 */
public final class HostHabits {

    /** So many ports with one unknown answer are no services. */
    public static final int ALIKE_MIN = 8;

    /** What a control port has shown. */
    public enum Control {
        /** Not tried. */
        UNKNOWN,
        /** It is closed, as it should be. */
        CLOSED,
        /** It is open: everything is. */
        OPEN
    }

    private static final int PLACES = 1 << 14;
    private static final Control[] CONTROLS = Control.values();

    /** The two halves of an address, IPv4 mapped; 0 is nobody's. */
    private final long[] high = new long[PLACES];

    private final long[] low = new long[PLACES];
    private final byte[] control = new byte[PLACES];
    private final int[] answerHash = new int[PLACES];
    private final byte[] alikeCount = new byte[PLACES];
    private final long key;
    private final long multiplier;

    /**
     * @param key random, so that nobody can choose addresses that share a place
     */
    public HostHabits(long key) {
        this.key = key;
        multiplier = Long.reverse(key) * 0x9E37_79B9_7F4A_7C15L | 1;
    }

    /**
     * What the control port of a host has shown.
     *
     * @param hostHigh the first half of its address, as {@link sonde.wire.IpAddress} has it
     * @param hostLow the second half
     */
    public Control control(long hostHigh, long hostLow) {
        int place = placeOf(hostHigh, hostLow);
        return isAt(place, hostHigh, hostLow) ? CONTROLS[control[place]] : Control.UNKNOWN;
    }

    @SuppressWarnings("EnumOrdinal") // A place lasts no longer than the process.
    public void noteControl(long hostHigh, long hostLow, Control seen) {
        control[claim(hostHigh, hostLow)] = (byte) seen.ordinal();
    }

    /**
     * Takes note of an answer that no protocol knows.
     *
     * @return whether so many ports of the host have said the same that none of them is a service
     */
    public boolean noteUnknown(long hostHigh, long hostLow, byte[] input, int length) {
        int place = claim(hostHigh, hostLow);
        int hash = 1;
        for (int i = 0; i < Math.min(length, 256); i++) {
            hash = 31 * hash + input[i];
        }
        if (answerHash[place] != hash) {
            answerHash[place] = hash;
            alikeCount[place] = 0;
        }
        if (alikeCount[place] < ALIKE_MIN) {
            alikeCount[place]++;
        }
        return alikeCount[place] >= ALIKE_MIN;
    }

    private boolean isAt(int place, long hostHigh, long hostLow) {
        return low[place] == hostLow && high[place] == hostHigh;
    }

    private int claim(long hostHigh, long hostLow) {
        int place = placeOf(hostHigh, hostLow);
        if (!isAt(place, hostHigh, hostLow)) {
            high[place] = hostHigh;
            low[place] = hostLow;
            control[place] = 0;
            answerHash[place] = 0;
            alikeCount[place] = 0;
        }
        return place;
    }

    private int placeOf(long hostHigh, long hostLow) {
        long hash = multiply(hostHigh ^ key, hostLow ^ multiplier);
        return (int) multiply(hash ^ multiplier, key | 1) & (PLACES - 1);
    }

    /** Both halves of a product of 128 bits, folded: each bit of it depends on all of the input. */
    private static long multiply(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
