// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.engine.Scan;
import sonde.sys.CallState;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Hears signals while a command scans: the first SIGINT (Ctrl-C) stops the sending, the second the
 * waiting too; SIGTERM and SIGHUP stop both. SIGUSR1 has the status shown. SIGTSTP (Ctrl-Z) stops
 * the process once what is on its way has arrived, until SIGCONT. Files are finished in every case.
 *
 * <p>{@code sun.misc.Signal} it is because the JDK has no other way to hear a signal and go on.
 */
final class Signals implements AutoCloseable {

    /** Answers are given so long to arrive before the process is stopped. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private record Replaced(Signal signal, SignalHandler handler) {}

    private final Runnable beforeStop;
    private final List<Replaced> replaced = new ArrayList<>();
    private final AtomicBoolean isSuspending = new AtomicBoolean();
    private volatile @Nullable Scan scan;
    private volatile int interrupts;
    private volatile boolean isStatusAsked;
    private volatile @Nullable String terminator;

    private Signals(Runnable beforeStop) {
        this.beforeStop = beforeStop;
    }

    /**
     * Hears signals until closed.
     *
     * @param beforeStop leaves the terminal in order
     */
    static Signals hear(Runnable beforeStop) {
        Signals signals = new Signals(beforeStop);
        signals.hear("INT", signals::interrupt);
        signals.hear("TERM", () -> signals.terminate("SIGTERM"));
        signals.hear("HUP", () -> signals.terminate("SIGHUP"));
        signals.hear("USR1", signals::tell);
        signals.hear("TSTP", signals::suspend);
        return signals;
    }

    private void hear(String name, Runnable reaction) {
        Signal signal = new Signal(name);
        try {
            replaced.add(new Replaced(signal, Signal.handle(signal, heard -> reaction.run())));
        } catch (IllegalArgumentException e) {
            // The JVM keeps this signal to itself (-Xrs, or HUP under nohup): it does what it
            // always does.
        }
    }

    /** Lets signals have their effect on a scan; what was heard before has it now. */
    synchronized void on(Scan running) {
        scan = running;
        if (terminator != null || interrupts > 1) {
            running.stopNow();
        } else if (interrupts == 1) {
            running.stopSending();
        }
    }

    private synchronized void interrupt() {
        interrupts++;
        Scan running = scan;
        if (running != null && interrupts == 1) {
            running.stopSending();
        } else if (running != null) {
            running.stopNow();
        }
    }

    private synchronized void terminate(String signal) {
        terminator = signal;
        Scan running = scan;
        if (running != null) {
            running.stopNow();
        }
    }

    private void tell() {
        isStatusAsked = true;
        Scan running = scan;
        if (running != null) {
            running.askStatus();
        }
    }

    /** Whether the status was asked for since the last call, for times in which no scan runs. */
    boolean takeStatusRequest() {
        boolean wasAsked = isStatusAsked;
        isStatusAsked = false;
        return wasAsked;
    }

    /** Ctrl-Z once more before the process has stopped is no wish to stop it twice. */
    private void suspend() {
        if (isSuspending.compareAndSet(false, true)) {
            suspendOnce();
            isSuspending.set(false);
        }
    }

    private void suspendOnce() {
        Scan running = scan;
        if (running != null) {
            running.suspend();
            LockSupport.parkNanos(SETTLING_NANOS);
        }
        beforeStop.run();
        int self = (int) ProcessHandle.current().pid();
        sonde.sys.Signal.kill(new CallState(), self, sonde.sys.Signal.SIGSTOP);
        if (running != null) {
            running.goOn();
        }
    }

    /** Whether the scan is to end. */
    boolean isStopping() {
        return terminator != null || interrupts > 0;
    }

    /** How the scan ended, for its summary. */
    String ending(boolean wasStopped) {
        String signal = terminator;
        if (signal != null) {
            return "stopped by " + signal;
        }
        return wasStopped || interrupts > 1 ? "stopped by Ctrl-C" : "finished";
    }

    /** How the process ends. */
    ExitCode exitCode(boolean wasStopped) {
        if (terminator != null) {
            return ExitCode.TERMINATED;
        }
        return wasStopped || interrupts > 1 ? ExitCode.INTERRUPTED : ExitCode.FINISHED;
    }

    @Override
    public void close() {
        for (Replaced each : replaced) {
            Signal.handle(each.signal(), each.handler());
        }
    }
}
