// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import sonde.bpf.AnswerFilter;
import sonde.link.QueueCounts;

import java.util.List;

class XdpRequestTest {

    @Test
    void refusesWhatNoLinkCanDo() {
        assertEquals("frames of 2049 bytes, must be up to 2048", refusal(2049));
        assertEquals("frames of 0 bytes, must be up to 2048", refusal(0));
    }

    private static String refusal(int frameLengthMax) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new XdpRequest(
                                        List.of(),
                                        AnswerFilter.ethernet(1, 0, 1),
                                        QueueCounts.ONE,
                                        frameLengthMax,
                                        index -> -1));
        return String.valueOf(e.getMessage());
    }
}
