// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

class SchedTest {

    /** On a thread of its own: the others stay where they may be. */
    private static String allowedAfterBindingTo(int processor) throws Exception {
        FutureTask<String> task =
                new FutureTask<>(() -> {
                    assertEquals(0, Sched.bindTo(new CallState(), processor));
                    return allowed();
                });
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static String allowed() throws Exception {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow()
                .split(":", 2)[1]
                .strip();
    }

    @Test
    void bindsThisThreadAlone() throws Exception {
        String before = allowed();
        int first = Integer.parseInt(before.split("[-,]", 2)[0]);
        assertEquals(Integer.toString(first), allowedAfterBindingTo(first));
        assertEquals(before, allowed());
    }

    @Test
    void refusesProcessorsThatAreNone() {
        for (int processor : new int[] {-1, 8191, 8192, Integer.MAX_VALUE}) {
            assertEquals(-Errno.EINVAL, Sched.bindTo(new CallState(), processor));
        }
    }

    @Test
    void usageGrows() {
        CallState state = new CallState();
        Rusage before = Rusage.self(state);
        assertTrue(before.residentMaxBytes() > 1 << 20, before.toString());
        long spent = 0;
        while (spent < 20_000_000) {
            Rusage now = Rusage.self(state);
            spent = now.userNanos() + now.systemNanos() - before.userNanos() - before.systemNanos();
        }
        assertTrue(Rusage.self(state).residentMaxBytes() >= before.residentMaxBytes());
    }
}
