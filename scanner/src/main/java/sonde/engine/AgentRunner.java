// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.sys.CallState;
import sonde.sys.Prctl;
import sonde.sys.Sched;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one agent on one thread until it is done, told to stop, or has failed. The first failure is
 * kept for whoever joins; it never ends the process from here.
 */
final class AgentRunner {

    /** The longest an agent may rest, in nanoseconds: how soon a stop is noticed. */
    static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    /** Leaves the choice of the processor to the kernel. */
    static final int ANY_PROCESSOR = -1;

    private final Agent agent;
    private final int processor;
    private final Thread thread;
    private @Nullable Thread observer;
    private volatile boolean stopRequested;

    /** How long work may go on after the request to stop. */
    private volatile long stopNanosMax = Long.MAX_VALUE;

    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    /**
     * @param processor the one the thread is bound to, or {@link #ANY_PROCESSOR}
     */
    AgentRunner(Agent agent, int processor) {
        this.agent = agent;
        this.processor = processor;
        this.thread = new Thread(this::run, "sonde-" + agent.role());
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param observer is unparked when the agent has ended
     */
    void start(Thread observer) {
        this.observer = observer;
        thread.start();
    }

    /** Asks the agent to end: it takes what is there without waiting for more, and finishes. */
    void stop() {
        stopRequested = true;
    }

    /**
     * The same, but for what never ends: after this time the agent finishes though there is more.
     *
     * @param nanos from the moment at which the agent notices
     */
    void stopWithin(long nanos) {
        stopNanosMax = nanos;
        stop();
    }

    /** Ends the agent's rest, if it rests by parking. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Waits for the end of the thread. */
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** What the agent failed with, or null. */
    @Nullable Throwable failure() {
        return failure;
    }

    private void run() {
        try {
            prepare();
            long stopNoticedNanos = 0;
            while (!agent.isDone()) {
                boolean last = stopRequested;
                if (last && stopNoticedNanos == 0) {
                    stopNoticedNanos = System.nanoTime();
                }
                if (agent.doWork() == 0) {
                    if (last) {
                        break;
                    }
                    agent.rest();
                } else if (last && System.nanoTime() - stopNoticedNanos > stopNanosMax) {
                    break;
                }
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            try {
                agent.finish();
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                }
            }
            ended = true;
            LockSupport.unpark(observer);
        }
    }

    private void prepare() throws ScanException {
        CallState state = new CallState();
        // Sleeps end within 15 to 20 µs of their time instead of 75 (measured).
        Prctl.setTimerSlack(state, 1);
        if (processor != ANY_PROCESSOR && Sched.bindTo(state, processor) < 0) {
            throw new ScanException(
                    ScanException.Cause.HOST,
                    "--cpu "
                            + processor
                            + ": there is no such processor, or this process may not use it; see"
                            + " nproc and taskset -pc $$");
        }
    }
}
