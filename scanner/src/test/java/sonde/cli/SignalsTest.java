// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Signals that this process sends itself. No scan runs, as between two legs of one. */
final class SignalsTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Counts what comes when nobody else hears; without it, the process would end. */
    private final AtomicInteger unheard = new AtomicInteger();

    private SignalHandler interruptBefore = SignalHandler.SIG_DFL;
    private SignalHandler terminateBefore = SignalHandler.SIG_DFL;
    private Signals signals = Signals.hear(() -> {});

    @BeforeEach
    void hear() {
        signals.close();
        interruptBefore = Signal.handle(new Signal("INT"), _ -> unheard.incrementAndGet());
        terminateBefore = Signal.handle(new Signal("TERM"), _ -> unheard.incrementAndGet());
        signals = Signals.hear(() -> {});
    }

    @AfterEach
    void restore() {
        signals.close();
        Signal.handle(new Signal("INT"), interruptBefore);
        Signal.handle(new Signal("TERM"), terminateBefore);
    }

    /** Sends a signal, which takes effect on another thread. */
    private static void raise(String name, BooleanSupplier effect) {
        long start = System.nanoTime();
        Signal.raise(new Signal(name));
        while (!effect.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, name + " has no effect");
            Thread.onSpinWait();
        }
    }

    @Test
    void withoutSignalsAScanIsFinished() {
        assertFalse(signals.isStopping());
        assertEquals("finished", signals.ending(false));
        assertEquals(ExitCode.FINISHED, signals.exitCode(false));
    }

    /** The first stops the sending: a scan that had sent all is none that was stopped. */
    @Test
    void oneInterruptStopsAScanThatIsNotAtItsEnd() {
        raise("INT", signals::isStopping);
        assertEquals("finished", signals.ending(false));
        assertEquals(ExitCode.FINISHED, signals.exitCode(false));
        assertEquals("stopped by Ctrl-C", signals.ending(true));
        assertEquals(ExitCode.INTERRUPTED, signals.exitCode(true));
    }

    @Test
    void twoInterruptsStopAnyScan() {
        raise("INT", signals::isStopping);
        raise("INT", () -> signals.exitCode(false) == ExitCode.INTERRUPTED);
        assertEquals("stopped by Ctrl-C", signals.ending(false));
    }

    @Test
    void aRequestToTerminateIsNamed() {
        raise("TERM", signals::isStopping);
        assertEquals("stopped by SIGTERM", signals.ending(false));
        assertEquals(ExitCode.TERMINATED, signals.exitCode(false));
    }

    @Test
    void aRequestForTheStatusIsTakenOnce() {
        assertFalse(signals.takeStatusRequest());
        raise("USR1", signals::takeStatusRequest);
        assertFalse(signals.takeStatusRequest());
        assertFalse(signals.isStopping());
    }

    @Test
    void whoHeardBeforeHearsAgain() {
        signals.close();
        raise("INT", () -> unheard.get() == 1);
        raise("TERM", () -> unheard.get() == 2);
        assertFalse(signals.isStopping());
    }
}
