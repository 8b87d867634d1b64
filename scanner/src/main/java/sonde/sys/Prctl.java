// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** Settings of the calling thread: {@code linux/prctl.h}. */
public final class Prctl {

    static final int PR_SET_TIMERSLACK = 29;

    private Prctl() {}

    /**
     * {@code PR_SET_TIMERSLACK}: how late the kernel may wake this thread from a timed wait, in
     * nanoseconds; the default is 50 000, 0 asks for that default. Returns 0.
     */
    public static int setTimerSlack(CallState state, long nanos) {
        return (int) Linkage.syscall(state, Syscall.PRCTL, PR_SET_TIMERSLACK, nanos, 0);
    }
}
