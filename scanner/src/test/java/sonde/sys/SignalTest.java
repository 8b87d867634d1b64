// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Of a child process that waits for input. */
class SignalTest {

    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;

    /** How a shell and the JDK tell of a death by a signal. */
    private static final int KILLED_BY = 128;

    private static final int LOOKS_MAX = 1_000_000;

    private final CallState state = new CallState();
    private Process child;

    @BeforeEach
    void start() throws IOException {
        child = new ProcessBuilder("cat").start();
    }

    @AfterEach
    void end() throws InterruptedException {
        child.destroyForcibly();
        child.waitFor();
    }

    private long kill(int signal) {
        return Signal.kill(state, (int) child.pid(), signal);
    }

    /** Whether the child gets to be stopped, or gets not to be, as proc_pid_stat(5) says it. */
    private boolean becomes(boolean isStopped) throws IOException {
        Path stat = Path.of("/proc/" + child.pid() + "/stat");
        for (int looks = 0; looks < LOOKS_MAX; looks++) {
            if (Files.readString(stat).contains(") T ") == isStopped) {
                return true;
            }
        }
        return false;
    }

    @Test
    void stopsAProcessUntilItIsToGoOn() throws Exception {
        assertEquals(0, kill(Signal.SIGSTOP));
        assertTrue(becomes(true));
        assertEquals(0, kill(SIGCONT));
        assertTrue(becomes(false));
    }

    @Test
    void deliversTheSignalItIsGiven() throws InterruptedException {
        assertEquals(0, kill(SIGTERM));
        assertEquals(KILLED_BY + SIGTERM, child.waitFor());
    }

    @Test
    void saysThatThereIsNoSuchProcess() throws InterruptedException {
        child.destroyForcibly();
        child.waitFor();
        assertEquals(-Errno.ESRCH, kill(0));
    }

    @Test
    void refusesWhatIsNoSignal() {
        assertEquals(-Errno.EINVAL, kill(1000));
    }
}
