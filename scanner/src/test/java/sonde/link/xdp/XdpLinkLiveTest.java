// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.TestFrames;
import sonde.link.xdp.XdpLink.Attachment;
import sonde.link.xdp.XdpLink.Mode;
import sonde.sys.PrivateNetwork;

import java.util.Arrays;
import java.util.List;

/** As live frames. */
class XdpLinkLiveTest extends XdpLinkContract {

    XdpLinkLiveTest() {
        super(Mode.LIVE, Attachment.NATIVE);
    }

    @Override
    protected boolean hasOneLength() {
        return true;
    }

    @Test
    void refusesFramesOfUnequalLength() {
        LinkRequest request = request("near", 1).withLengths(100);
        Exception e =
                assertThrows(
                        LinkException.class,
                        () -> XdpLink.open(XdpLink.Mode.LIVE, request, index -> -1));
        assertEquals(
                "can't open link \"xdp-live\" on interface near: it sends frames of one length"
                        + " alone, and these probes have several",
                e.getMessage());
    }

    @Test
    void everyAgentHasItsOwnSlots() throws Exception {
        far().link().close();
        Link link = openNear(3);
        try {
            assertEquals(3, link.sinks().size());
            for (int agent = 0; agent < 3; agent++) {
                Links.put(link.sinks().get(agent), probes(10 * agent, 2));
            }
            for (int agent = 2; agent >= 0; agent--) {
                assertEquals(2, link.sinks().get(agent).send(2, 54));
                assertFrames(probes(10 * agent, 2), far().receive(2));
            }
        } finally {
            link.close();
        }
    }

    @Test
    void framesOfAllLengthsArriveWhole() {
        byte[] longest = Arrays.copyOf(TestFrames.probe(far().link().framing(), 3), 64);
        for (int lengthBytes : new int[] {54, 55, 60, 63, 64, 58, 54}) {
            byte[] frame = Arrays.copyOf(longest, lengthBytes);
            Links.send(far().link().sink(), List.of(frame));
            assertArrayEquals(frame, far().receive(1).getFirst());
        }
    }

    @Test
    void anInterfaceThatDropsRedirectedFramesIsFoundOut() {
        far().link().close();
        PrivateNetwork.run("ethtool -K far gro off");
        Exception e = assertThrows(LinkException.class, () -> openNear(1));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("it does not send redirected frames"), message);
        assertFalse(PrivateNetwork.ip("link show dev near").contains("xdp"), "left attached");
    }
}
