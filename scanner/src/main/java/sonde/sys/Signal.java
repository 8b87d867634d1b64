// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** {@code kill(2)} and {@code signal(7)}. */
public final class Signal {

    /** Stops the process until SIGCONT; can't be caught. */
    public static final int SIGSTOP = 19;

    private Signal() {}

    /**
     * {@code kill(2)}.
     *
     * @param pid a process, above 0
     * @return 0 or {@code -errno}
     */
    public static long kill(CallState state, int pid, int signal) {
        return Linkage.syscall(state, Syscall.KILL, pid, signal, 0);
    }
}
