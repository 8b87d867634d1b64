// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AgentRunnerTest {

    /** Has so much work, and counts what it was asked for. */
    private static final class Worker implements Agent {
        private long left;
        private boolean isFinished;

        Worker(long left) {
            this.left = left;
        }

        @Override
        public String role() {
            return "test";
        }

        @Override
        public int doWork() {
            return left > 0 && left-- > 0 ? 1 : 0;
        }

        @Override
        public void rest() {}

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {
            isFinished = true;
        }
    }

    private static AgentRunner started(Worker worker) {
        AgentRunner runner = new AgentRunner(worker, AgentRunner.ANY_PROCESSOR);
        runner.start(Thread.currentThread());
        return runner;
    }

    @Test
    @Timeout(60)
    void doesAllWorkThatIsThereBeforeItStops() {
        Worker worker = new Worker(1_000_000);
        AgentRunner runner = started(worker);
        runner.stop();
        runner.join();
        assertEquals(0, worker.left);
        assertTrue(worker.isFinished);
    }

    @Test
    @Timeout(60)
    void leavesWorkThatNeverEnds() {
        Worker worker = new Worker(Long.MAX_VALUE);
        AgentRunner runner = started(worker);
        runner.stopWithin(1);
        runner.join();
        assertTrue(worker.isFinished && runner.hasEnded());
        assertEquals(null, runner.failure());
    }
}
