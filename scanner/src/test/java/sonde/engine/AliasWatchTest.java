// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.reply.Answer;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;

class AliasWatchTest {

    private static final IpAddress NETWORK = IpAddress.parse("2001:db8:1:2::");
    private static final int PORT = 443;

    private final List<IpAddress> probed = new ArrayList<>();
    private final List<ScanRecord> released = new ArrayList<>();
    private final List<ScanRecord> dropped = new ArrayList<>();
    private final List<String> aliased = new ArrayList<>();
    private boolean areTestsTargets;

    private final AliasWatch watch =
            new AliasWatch(
                    new AliasWatch.Prober() {
                        @Override
                        public void probe(IpAddress address, ScanRecord like, long mac) {
                            probed.add(address);
                        }

                        @Override
                        public boolean isAllowed(IpAddress address) {
                            return true;
                        }

                        @Override
                        public boolean isTarget(Protocol protocol, long high, long low, int port) {
                            return areTestsTargets && protocol == Protocol.TCP && port == PORT;
                        }

                        @Override
                        public void release(ScanRecord held) {
                            released.add(held);
                        }

                        @Override
                        public void drop(ScanRecord held) {
                            dropped.add(held);
                        }

                        @Override
                        public void aliased(IpAddress first, int lengthBits, ScanRecord like) {
                            aliased.add(first.toText() + '/' + lengthBits);
                        }
                    },
                    7);

    private static ScanRecord open(IpAddress address) {
        return new ScanRecord(
                0, address, Protocol.TCP, PORT, Status.OPEN, Evidence.tcp(0x12, 57, 1), null);
    }

    private static IpAddress host(long number) {
        return new IpAddress(NETWORK.high(), NETWORK.low() + number);
    }

    private AliasWatch.Verdict look(IpAddress address) {
        return watch.look(open(address), 1, 0);
    }

    /** The last address of those that put the network to the test, which is held back. */
    private void beginTest() {
        for (int i = 1; i < AliasWatch.ADDRESSES_MIN; i++) {
            assertEquals(AliasWatch.Verdict.REPORT, look(host(i)));
        }
        assertEquals(AliasWatch.Verdict.HOLD, look(host(AliasWatch.ADDRESSES_MIN)));
        assertEquals(AliasWatch.TESTS, probed.size());
    }

    private void answerAllTests() {
        List.copyOf(probed).forEach(test -> watch.answered(test.high(), test.low()));
    }

    @Test
    void aPrefixThatAnswersEverywhereIsReportedOnce() {
        beginTest();
        answerAllTests();
        assertEquals(List.of("2001:db8:1:2::/64"), aliased);
        assertEquals(1, dropped.size());
        assertEquals(AliasWatch.Verdict.DROP, look(host(99)));
        assertFalse(watch.isBusy());
    }

    @Test
    void whatWasHeldIsGivenBackIfOneTestIsSilent() {
        beginTest();
        probed.subList(1, AliasWatch.TESTS)
                .forEach(test -> watch.answered(test.high(), test.low()));
        for (int round = 1; watch.isBusy(); round++) {
            watch.tick(round * AliasWatch.ROUND_NANOS);
        }
        assertEquals(List.of(), aliased);
        assertEquals(1, released.size());
        assertEquals(AliasWatch.Verdict.REPORT, look(host(99)));
    }

    private Answer answerOf(IpAddress address) {
        Answer answer = new Answer();
        answer.addressHigh = address.high();
        answer.addressLow = address.low();
        answer.protocol = Protocol.TCP;
        answer.port = PORT;
        return answer;
    }

    /** The scan sends no further probe to a target that a test happens to hit. */
    @Test
    void anAnswerOfATargetIsNotTakenByATest() {
        beginTest();
        Answer answer = answerOf(probed.getFirst());
        assertTrue(watch.isOfTestAlone(answer));
        areTestsTargets = true;
        assertFalse(watch.isOfTestAlone(answer));
        areTestsTargets = false;
        assertFalse(watch.isOfTestAlone(answerOf(host(1))));
    }

    @Test
    void remembersSoManyPrefixesThoughTheOldestIsUnderTest() {
        beginTest();
        for (int i = 0; i < 2 * AliasWatch.PREFIXES_MAX; i++) {
            look(new IpAddress(NETWORK.high() + 1 + i, 1));
            assertTrue(watch.prefixCount() <= AliasWatch.PREFIXES_MAX);
        }
        answerAllTests();
        assertEquals(1, aliased.size());
    }
}
