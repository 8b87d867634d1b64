// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The links on Ethernet interfaces, the fastest first: the order in which they are tried. */
enum Rung {
    XDP_LIVE("xdp-live"),
    XDP("xdp"),
    PACKET("packet");

    private final String word;

    Rung(String word) {
        this.word = word;
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
