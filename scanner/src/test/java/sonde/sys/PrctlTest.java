// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

class PrctlTest {

    @Test
    void setsTheTimerSlackOfThisThreadOnly() throws Exception {
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> assertEquals(0, Prctl.setTimerSlack(new CallState(), 1)));
        thread.join();
        long mine = Long.parseLong(Files.readString(Path.of("/proc/self/timerslack_ns")).strip());
        assertEquals(50_000, mine);
    }
}
