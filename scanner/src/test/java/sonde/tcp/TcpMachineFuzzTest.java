// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import sonde.wire.Tcp;

import java.util.SplittableRandom;

/**
 * Any segments, at any time, on few connections: no exception, and the state never contradicts
 * itself. The application does what comes to its mind too.
 */
class TcpMachineFuzzTest {

    private static final int STEPS_MAX = 300;

    /** Numbers from a fuzzer or at random. */
    private interface Source {
        int next(int bound);

        boolean isOver();
    }

    private static final class Restless implements Application {

        private final Source source;
        private final byte[] bytes = new byte[20_000];
        private int depth;

        Restless(Source source) {
            this.source = source;
        }

        private void act(Connection connection) {
            assertTrue(depth++ == 0, "called within a call");
            switch (source.next(10)) {
                case 0 -> connection.close();
                case 1 -> connection.abort();
                case 2, 3 -> connection.send(bytes, 0, source.next(bytes.length));
                case 4, 5 -> connection.consume(source.next(connection.inputLength() + 1));
                case 6 -> connection.setTimer(source.next(1_000_000_000));
                case 7 -> connection.clearTimer();
                default -> {
                    byte[] input = connection.input();
                    assertTrue(connection.inputLength() <= input.length);
                }
            }
            depth--;
        }

        @Override
        public void onOpen(Connection connection) {
            act(connection);
        }

        @Override
        public void onInput(Connection connection) {
            act(connection);
        }

        @Override
        public void onTimer(Connection connection) {
            act(connection);
        }

        @Override
        public void onClose(Connection connection, CloseReason reason) {
            act(connection);
            if (source.next(3) == 0 && !source.isOver()) {
                connection.reconnect(1 + source.next(3), MachineRig.OUR_FIRST - 1);
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void staysConsistent(FuzzedDataProvider data) {
        run(
                new Source() {
                    @Override
                    public int next(int bound) {
                        return bound == 1 ? 0 : data.consumeInt(0, bound - 1);
                    }

                    @Override
                    public boolean isOver() {
                        return data.remainingBytes() == 0;
                    }
                });
    }

    /** The same without a fuzzer. */
    @Test
    void staysConsistentAtRandom() {
        for (int round = 0; round < 400; round++) {
            long seed = System.nanoTime();
            SplittableRandom random = new SplittableRandom(seed);
            try {
                run(
                        new Source() {
                            private int left = 3000;

                            @Override
                            public int next(int bound) {
                                left--;
                                return random.nextInt(bound);
                            }

                            @Override
                            public boolean isOver() {
                                return left <= 0;
                            }
                        });
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void run(Source source) {
        TcpConfig config =
                new TcpConfig(
                        2,
                        30 * MachineRig.SECOND,
                        4096 + source.next(70_000),
                        4096 << source.next(6),
                        64);
        MachineRig rig = new MachineRig(config, new Restless(source), 4, source.next(2) == 1);
        for (int step = 0; step < STEPS_MAX && !source.isOver(); step++) {
            switch (source.next(8)) {
                case 0 -> rig.machine.batchDone();
                case 1 -> rig.drain();
                case 2 -> rig.clock.advance(source.next(2_000_000_000));
                case 3 -> rig.machine.runTimers();
                case 4 -> rig.open(segment(source, Tcp.SYN | Tcp.ACK));
                default -> rig.receive(segment(source, source.next(256)));
            }
            assertTrue(rig.machine.nanosUntilTimer() >= 0);
            rig.machine.checkInvariants();
        }
        rig.machine.abortAll();
        rig.machine.checkInvariants();
        assertTrue(rig.machine.openCount() == 0);
    }

    /** Near to what is right: numbers close to those that connections begin with. */
    private static TestSegment segment(Source source, int flags) {
        int ports = source.next(9);
        int spread = 1 << source.next(18);
        return new TestSegment(
                MachineRig.PEER,
                1 + ports / 3,
                MachineRig.US,
                1 + ports % 3,
                MachineRig.PEER_FIRST + source.next(spread) - spread / 8,
                MachineRig.OUR_FIRST + source.next(spread) - spread / 8,
                flags,
                source.next(65_536),
                new byte[source.next(3) == 0 ? source.next(1461) : 0]);
    }
}
