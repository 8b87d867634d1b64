// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/** Tells by a server's first bytes which protocol it speaks. Protocols are named by their place. */
public final class Recogniser {

    /** No protocol begins like that. */
    public static final int NOBODY = -1;

    /** More bytes will tell. */
    public static final int UNDECIDED = -2;

    private Recogniser() {}

    /**
     * Which protocol speaks.
     *
     * @param said the protocol whose hello these bytes answer, or {@link #NOBODY}
     * @param length how many bytes of the input count
     * @return a place in {@link Protocols#ALL}, {@link #NOBODY} or {@link #UNDECIDED}
     */
    public static int recognise(int said, byte[] input, int length) {
        if (length == 0) {
            return UNDECIDED;
        }
        boolean isOpen = false;
        if (said >= 0) {
            Match match = Protocols.ALL.get(said).matchAnswer(input, length);
            if (match == Match.YES) {
                return said;
            }
            isOpen = match != Match.NO;
        }
        for (int i = 0; i < Protocols.ALL.size(); i++) {
            Match match = Protocols.ALL.get(i).match(input, length);
            if (match == Match.YES) {
                return i;
            }
            isOpen |= match != Match.NO;
        }
        return isOpen ? UNDECIDED : NOBODY;
    }

    /** The same when no more bytes will come: who may have said this, or {@link #NOBODY}. */
    public static int recogniseAtEnd(int said, byte[] input, int length) {
        int found = recognise(said, input, length);
        if (found != UNDECIDED || length == 0) {
            return found == UNDECIDED ? NOBODY : found;
        }
        if (said >= 0 && Protocols.ALL.get(said).matchAnswer(input, length) == Match.WEAK) {
            return said;
        }
        for (int i = 0; i < Protocols.ALL.size(); i++) {
            if (Protocols.ALL.get(i).match(input, length) == Match.WEAK) {
                return i;
            }
        }
        return NOBODY;
    }
}
