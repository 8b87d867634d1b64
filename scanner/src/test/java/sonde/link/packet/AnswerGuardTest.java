// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_PORT_FIRST;
import static sonde.link.TestFrames.OUR_PORT_LAST;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.Links;
import sonde.link.QueueCounts;
import sonde.link.StackGuard;
import sonde.link.TestFilters;
import sonde.link.TestFrames;
import sonde.sys.PrivateNetwork;

import java.util.List;
import java.util.stream.IntStream;

/** A far host answers what this host's stack never sent; the stack resets that, unless guarded. */
@ExtendWith(PrivateNetwork.class)
class AnswerGuardTest {

    private static final int RING_BYTES = 4 * RingSource.BLOCK_BYTES;
    private static final ClassicProgram FILTER =
            TestFilters.ethernet(OURS, OUR_PORT_FIRST, OUR_PORT_LAST);
    private static final List<SteeringRule> RULES =
            List.of(SteeringRule.tcp(OURS, OUR_PORT_FIRST, OUR_PORT_LAST));

    /** Where the flags of a TCP header stand in a frame without IP options. */
    private static final int FLAGS_OFFSET = 47;

    private static final int RESET = 0x04;
    private static final int SOURCE_PORT_OFFSET = 34;
    private static final int DESTINATION_PORT_OFFSET = 36;

    private static Link far() throws LinkException {
        PrivateNetwork.vethPair("near", "far");
        PrivateNetwork.ip("link set near address 02:00:00:00:00:01");
        PrivateNetwork.ip("addr add 198.19.255.1/15 dev near");
        PrivateNetwork.ip("neigh add 198.18.0.1 lladdr 02:00:00:00:00:02 dev near nud permanent");
        return PacketLink.open(
                LinkRequest.of("far", TestFilters.ethernet(THEIRS, 0, 65_535)), RING_BYTES);
    }

    private static byte[] answer(int number) {
        return TestFrames.answer(Framing.ETHERNET, number);
    }

    private static boolean isReset(List<byte[]> frames) {
        return frames.size() == 1 && (frames.getFirst()[FLAGS_OFFSET] & RESET) != 0;
    }

    @Test
    void withoutItTheHostAnswersWithReset() throws Exception {
        try (Link far = far();
                Link near = PacketLink.open(LinkRequest.of("near", FILTER))) {
            Links.send(far.sink(), List.of(answer(3)));
            assertEquals(StackGuard.NONE, near.stackGuard());
            assertArrayEquals(answer(3), Links.receive(near.source(), 1).getFirst());
            assertTrue(isReset(Links.receive(far.source(), 1)), "no reset");
        }
    }

    @Test
    void withItWeHearTheAnswerAndTheHostDoesNot() throws Exception {
        try (Link far = far()) {
            try (Link near = PacketLink.open(LinkRequest.of("near", FILTER).withRules(RULES))) {
                Assumptions.assumeTrue(
                        near.stackGuard().isUp(), "SKIPPED: needs CAP_BPF and Linux 6.6 or newer");
                assertEquals("tcx", near.stackGuard().name());
                Links.send(far.sink(), List.of(answer(3)));
                assertArrayEquals(answer(3), Links.receive(near.source(), 1).getFirst());
            }

            // Had the host heard the first answer, its reset would come before the second one's.
            Links.send(far.sink(), List.of(answer(4)));
            List<byte[]> resets = Links.receive(far.source(), 1);
            assertTrue(isReset(resets), "the guard outlives its link");
            assertEquals(portOf(answer(4)), portOf(resets.getFirst()));
        }
    }

    /** The port that an answer goes to, and its reset comes from. */
    private static int portOf(byte[] frame) {
        boolean isFromUs = (frame[FLAGS_OFFSET] & RESET) != 0;
        int at = isFromUs ? SOURCE_PORT_OFFSET : DESTINATION_PORT_OFFSET;
        return ((frame[at] & 0xFF) << 8) | (frame[at + 1] & 0xFF);
    }

    @Test
    void queuesShareWhatComesIn() throws Exception {
        try (Link far = far();
                Link near =
                        PacketLink.open(
                                LinkRequest.of("near", FILTER).withQueues(new QueueCounts(2, 2)))) {
            assertEquals(2, near.sinks().size());
            int count = 60;
            Links.send(
                    far.sink(),
                    IntStream.range(0, count).mapToObj(AnswerGuardTest::answer).toList());
            int first = Links.receive(near.sources().get(0), count).size();
            int second = Links.receive(near.sources().get(1), count - first).size();
            assertEquals(count, first + second);
            assertTrue(first > 0 && second > 0, first + " and " + second);
        }
    }
}
