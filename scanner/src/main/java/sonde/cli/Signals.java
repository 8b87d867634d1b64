// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.Scan;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.util.ArrayList;
import java.util.List;

/**
 * Hears signals while a scan runs: the first SIGINT (Ctrl-C) stops the sending, the second the
 * waiting too; SIGTERM and SIGHUP stop both. Files are finished in every case.
 *
 * <p>{@code sun.misc.Signal} it is because the JDK has no other way to hear a signal and go on.
 */
final class Signals implements AutoCloseable {

    private record Replaced(Signal signal, SignalHandler handler) {}

    private final Scan scan;
    private final List<Replaced> replaced = new ArrayList<>();
    private volatile int interrupts;
    private volatile boolean terminated;

    private Signals(Scan scan) {
        this.scan = scan;
    }

    /** Lets signals stop a scan, until closed. */
    static Signals stopping(Scan scan) {
        Signals signals = new Signals(scan);
        signals.hear("INT", signals::interrupt);
        signals.hear("TERM", signals::terminate);
        signals.hear("HUP", signals::terminate);
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

    private synchronized void interrupt() {
        if (++interrupts == 1) {
            scan.stopSending();
        } else {
            scan.stopNow();
        }
    }

    private void terminate() {
        terminated = true;
        scan.stopNow();
    }

    /** How the scan ended, for its summary. */
    String ending(boolean wasStopped) {
        if (terminated) {
            return "stopped by SIGTERM";
        }
        return wasStopped || interrupts > 1 ? "stopped by Ctrl-C" : "finished";
    }

    /** How the process ends. */
    ExitCode exitCode(boolean wasStopped) {
        if (terminated) {
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
