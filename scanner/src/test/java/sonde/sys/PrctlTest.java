// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

class PrctlTest {

    @Test
    void theKernelTakesTheTimerSlack() throws Exception {
        assertEquals(0, setOnAnotherThread());
    }

    @Test
    void otherThreadsKeepTheirs() throws Exception {
        String before = mainThreadSlack();
        setOnAnotherThread();
        assertEquals(before, mainThreadSlack());
    }

    private static int setOnAnotherThread() throws Exception {
        FutureTask<Integer> task = new FutureTask<>(() -> Prctl.setTimerSlack(new CallState(), 1));
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static String mainThreadSlack() {
        try {
            return Files.readString(Path.of("/proc/self/timerslack_ns"));
        } catch (IOException e) {
            return Assumptions.abort("SKIPPED: can't read timer slack: " + e.getMessage());
        }
    }
}
