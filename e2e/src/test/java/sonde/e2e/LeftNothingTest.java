// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;

/** However a scan ends, the host is afterwards as it was before. */
@Tag("e2e")
class LeftNothingTest {

    /** The kernel frees at its leisure what the last descriptor held. */
    private static final Duration SOON = Duration.ofSeconds(3);

    /** How a scan can end, and with which exit code, as Java sees it. */
    private enum Ending {
        BY_ITSELF(0),
        BY_INTERRUPT(130),
        BY_KILL(137);

        private final int exitCode;

        Ending(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    @BeforeAll
    static void needs() {
        Require.rootAnd("bpftool", "ethtool");
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrFastest")
    void leavesNothingBehindAtTheEndOfAScan(Rung rung) {
        assertLeavesNothing(rung, Ending.BY_ITSELF);
    }

    @ParameterizedTest
    @MethodSource("sonde.e2e.Rung#allOrFastest")
    void leavesNothingBehindAfterAnInterrupt(Rung rung) {
        assertLeavesNothing(rung, Ending.BY_INTERRUPT);
    }

    @ParameterizedTest
    @EnumSource(Rung.class)
    void leavesNothingBehindWhenKilledInMidScan(Rung rung) {
        assertLeavesNothing(rung, Ending.BY_KILL);
    }

    private static void assertLeavesNothing(Rung rung, Ending ending) {
        try (Lab lab = Lab.silent().takingLiveFrames()) {
            String before = HostState.of(lab);
            SondeProcess sonde =
                    lab.startScan(
                            100,
                            Lab.TARGETS,
                            "-p1-100",
                            "--rate",
                            "10000",
                            "--resume-count",
                            ending == Ending.BY_ITSELF ? "10000" : "1000000",
                            "--wait",
                            "0",
                            "--link",
                            rung.word());
            KernelObjects held = KernelObjects.heldBy(sonde.pids());
            if (ending != Ending.BY_ITSELF) {
                assertEquals(held.all().size(), held.left().size(), "the kernel has what is held");
            }
            boolean isAttached = HostState.link(lab).contains("prog/xdp");
            switch (ending) {
                case BY_ITSELF -> {}
                case BY_INTERRUPT -> sonde.interrupt();
                case BY_KILL -> sonde.kill();
            }
            SondeResult result = sonde.await(Duration.ofSeconds(20));

            assertEquals(ending.exitCode, result.exitCode(), result::story);
            rung.assertTaken(result);
            assertTrue(held.has("prog"), () -> "a program in mid-scan: " + held);
            assertTrue(held.has("map"), () -> "a map in mid-scan: " + held);
            assertTrue(held.has("link"), () -> "a link in mid-scan: " + held);
            assertEquals(rung.isXdp(), isAttached, "an XDP program was attached in mid-scan");
            Await.until(
                    SOON,
                    "end of " + held.left(),
                    () -> held.left().isEmpty() && !HostState.link(lab).contains("prog/xdp"));
            assertEquals(before, HostState.of(lab), result::story);
            assertFalse(before.contains("prog/xdp"), before);
        }
    }
}
