// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.SteeringRule;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.QueueCounts;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.link.packet.Device;
import sonde.link.xdp.XdpLink.Mode;
import sonde.sys.CallState;
import sonde.sys.PrivateNetwork;

import java.lang.foreign.Arena;
import java.util.List;

/** Over interfaces of four queues, with a link of AF_XDP at both ends. */
@ExtendWith(PrivateNetwork.class)
class XdpQueuesTest {

    private Link near;
    private Link far;

    @BeforeEach
    void open() throws Exception {
        PrivateNetwork.ip(
                "link add near numtxqueues 4 numrxqueues 4 type veth"
                        + " peer name far numtxqueues 4 numrxqueues 4");
        for (String name : List.of("near", "far")) {
            PrivateNetwork.ip("link set " + name + " addrgenmode none");
            PrivateNetwork.run("ethtool -L " + name + " rx 4 tx 4");
            PrivateNetwork.ip("link set " + name + " up");
        }
        near = XdpLink.open(Mode.AF_XDP, request("near", OURS, 2), index -> -1);
        far = XdpLink.open(Mode.AF_XDP, request("far", THEIRS, 9), index -> -1);
    }

    @AfterEach
    void close() {
        near.close();
        far.close();
    }

    private static LinkRequest request(String name, int address, int agentCount) {
        return LinkRequest.of(name, TestFilters.ethernet(address, 0, 65_535))
                .withRules(List.of(SteeringRule.tcp(address, 0, 65_535)))
                .withQueues(new QueueCounts(agentCount, agentCount));
    }

    @Test
    void agentsGetWhatTheyAskForUpToTheQueues() {
        assertEquals(2, near.sinks().size());
        assertEquals(2, near.sources().size());
        assertEquals(4, far.sinks().size());
        assertEquals(4, far.sources().size());
        assertEquals("native XDP, 4 queues, copying", near.detail());
    }

    @Test
    void everyQueueIsHeardByTheSourceItIsDealtTo() {
        for (int queue = 0; queue < 4; queue++) {
            // A virtual interface receives on the queue that its other end sent on.
            byte[] answer = TestFrames.answer(Framing.ETHERNET, queue);
            Links.send(far.sinks().get(queue), List.of(answer));
            List<byte[]> received = Links.receive(near.sources().get(queue % 2), 1);
            assertArrayEquals(answer, received.getFirst());
        }
    }

    @Test
    void everySinkSends() {
        for (int i = 0; i < 2; i++) {
            byte[] probe = TestFrames.probe(Framing.ETHERNET, i);
            Links.send(near.sinks().get(i), List.of(probe));
            assertArrayEquals(probe, Links.receive(far.sources().get(i), 1).getFirst());
        }
    }

    @Test
    void aQueueInUseIsNamed() throws Exception {
        // Without the program of the other link, its sockets are in the way.
        near.close();
        try (Arena arena = Arena.ofShared()) {
            CallState state = CallState.confined(arena);
            Device device = Device.find(state, "near");
            XskSocket.Shape shape = new XskSocket.Shape(64, 0, true);
            try (XskSocket _ = XskSocket.open(arena, state, "xdp", device, 3, shape)) {
                Exception e =
                        assertThrows(
                                LinkException.class,
                                () ->
                                        XdpLink.open(
                                                Mode.AF_XDP,
                                                request("near", OURS, 1),
                                                index -> -1));
                assertEquals(
                        "can't open link \"xdp\" on interface near: another AF_XDP socket has its"
                                + " queue 3; end its program",
                        e.getMessage());
            }
        }
        assertFalse(PrivateNetwork.ip("link show dev near").contains("xdp"), "left attached");
    }
}
