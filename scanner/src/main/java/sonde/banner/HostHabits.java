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

    private final int[] address = new int[PLACES];
    private final byte[] control = new byte[PLACES];
    private final int[] answerHash = new int[PLACES];
    private final byte[] alikeCount = new byte[PLACES];
    private final int key;

    /**
     * @param key random, so that nobody can choose addresses that share a place
     */
    public HostHabits(int key) {
        this.key = key;
    }

    public Control control(int host) {
        int place = placeOf(host);
        return address[place] == host ? CONTROLS[control[place]] : Control.UNKNOWN;
    }

    @SuppressWarnings("EnumOrdinal") // A place lasts no longer than the process.
    public void noteControl(int host, Control seen) {
        control[claim(host)] = (byte) seen.ordinal();
    }

    /**
     * Takes note of an answer that no protocol knows.
     *
     * @return whether so many ports of the host have said the same that none of them is a service
     */
    public boolean noteUnknown(int host, byte[] input, int length) {
        int place = claim(host);
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

    private int claim(int host) {
        int place = placeOf(host);
        if (address[place] != host) {
            address[place] = host;
            control[place] = 0;
            answerHash[place] = 0;
            alikeCount[place] = 0;
        }
        return place;
    }

    private int placeOf(int host) {
        int hash = (host ^ key) * 0x9E37_79B9;
        hash ^= hash >>> 15;
        return (hash * 0x85EB_CA6B) >>> 18;
    }
}
