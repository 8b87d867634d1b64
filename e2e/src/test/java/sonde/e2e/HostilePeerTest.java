// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * A far side that answers with lies: none is believed, and the truth among them is reported once.
 */
@Tag("e2e")
class HostilePeerTest {

    private static final int ADDRESS_COUNT = 1024;
    private static final String[] ARGUMENTS =
            "198.18.0.0/22 -p80 --rate 1000 --wait 2 --show closed".split(" ");

    @BeforeAll
    static void needs() {
        Require.rootAnd();
    }

    @Test
    void believesNoForgedAnswer() {
        try (Lab lab = Lab.silent()) {
            Peer.start(lab, lab.peer(), "packet", Lab.PEER_LINK, Peer.Behaviour.LIES);
            SondeResult result = lab.run(ARGUMENTS);
            assertEquals(0, result.exitCode(), result::story);
            assertEquals(List.of(), Finding.onStdout(result), result::story);
        }
    }

    @Test
    void reportsEachTrueAnswerOnceThoughItComesFiveTimesAmongForgeriesAndOutOfOrder() {
        try (Lab lab = Lab.silent()) {
            Peer.start(lab, lab.peer(), "packet", Lab.PEER_LINK, Peer.Behaviour.NOISE);
            SondeResult result = lab.run(ARGUMENTS);
            Check.foundEachOnce(ADDRESS_COUNT, result);
        }
    }
}
