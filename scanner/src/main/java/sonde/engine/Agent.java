// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

/**
 * A piece of work that one thread repeats: transmitting, receiving, writing. It never blocks in
 * {@link #doWork()}; waiting is the runner's business, done through {@link #rest()} when there was
 * nothing to do.
 */
interface Agent {

    /** The thread's name. */
    String role();

    /**
     * Does what can be done now.
     *
     * @return how much was done, 0 for nothing
     */
    int doWork() throws Exception;

    /** Waits until there may be work, for no longer than {@link AgentRunner#REST_NANOS_MAX}. */
    void rest();

    /** Whether the work is done and {@link #doWork()} need not be called again. */
    boolean isDone();

    /** Releases what the agent owns; called once, on the agent's thread. */
    default void finish() throws Exception {}
}
