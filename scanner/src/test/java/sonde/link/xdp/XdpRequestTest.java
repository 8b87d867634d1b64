// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import sonde.bpf.AnswerFilter;

import java.util.List;

class XdpRequestTest {

    @Test
    void refusesWhatNoLinkCanDo() {
        assertEquals("0 and 1 agents, must be 1 or more", refusal(0, 1, 60));
        assertEquals("1 and 0 agents, must be 1 or more", refusal(1, 0, 60));
        assertEquals("frames of 2049 bytes, must be up to 2048", refusal(1, 1, 2049));
        assertEquals("frames of 0 bytes, must be up to 2048", refusal(1, 1, 0));
    }

    private static String refusal(int transmitAgents, int receiveAgents, int frameLengthMax) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new XdpRequest(
                                        List.of(),
                                        AnswerFilter.ethernet(1, 0, 1),
                                        transmitAgents,
                                        receiveAgents,
                                        frameLengthMax));
        return String.valueOf(e.getMessage());
    }
}
