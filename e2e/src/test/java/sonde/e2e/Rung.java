// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** The links on Ethernet interfaces, the fastest first: the order in which they are tried. */
enum Rung {
    XDP_LIVE("xdp-live"),
    XDP("xdp"),
    PACKET("packet");

    /** Whether what takes long is run, too. */
    private static final boolean IS_FULL = Boolean.getBoolean("sonde.e2e.full");

    private final String word;

    Rung(String word) {
        this.word = word;
    }

    /** All links with {@code -Dsonde.e2e.full=true}, else the fastest. */
    static List<Rung> allOrFastest() {
        return IS_FULL ? List.of(values()) : List.of(XDP_LIVE);
    }

    /** All links with {@code -Dsonde.e2e.full=true}, else the fastest and the one without XDP. */
    static List<Rung> allOrBothKinds() {
        return IS_FULL ? List.of(values()) : List.of(XDP_LIVE, PACKET);
    }

    /** All links with {@code -Dsonde.e2e.full=true}, else the one of AF_XDP. */
    static List<Rung> allOrXdp() {
        return IS_FULL ? List.of(values()) : List.of(XDP);
    }

    /** As {@code --link} has it. */
    String word() {
        return word;
    }

    /** Whether an XDP program takes the answers. */
    boolean isXdp() {
        return this != PACKET;
    }

    /** Fails unless the run said that it went by this link. */
    void assertTaken(SondeResult result) {
        assertTrue(result.err().contains(", link " + word + " "), result::story);
    }

    @Override
    public String toString() {
        return word;
    }
}
