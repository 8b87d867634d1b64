// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.CheckpointException;
import sonde.checkpoint.CheckpointFile;
import sonde.engine.HostDrops;
import sonde.engine.Outage;
import sonde.engine.Scan;
import sonde.engine.ScanException;
import sonde.engine.ScanOptions;
import sonde.engine.ScanPlan;
import sonde.output.BrokenPipeException;
import sonde.output.OpenStreams;
import sonde.stat.Counter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * A scan from its beginning to its end, which an outage of a link divides into legs: each ends with
 * a checkpoint, from which the next goes on.
 */
@SuppressWarnings("EnumOrdinal") // Indexes of an array that lasts no longer than the process.
final class ScanLegs {

    /** How often a link that is down is looked at. */
    private static final long LINK_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ScanOptions options;
    private final Console console;
    private final ScanWatcher watcher;
    private final Signals signals;
    private final long startedNanos = System.nanoTime();

    /** What was counted in legs before this one. */
    private final long[] earlier = new long[Counter.values().length];

    private long earlierSendingNanos;
    private ScanPlan plan;

    ScanLegs(
            ScanPlan plan,
            ScanOptions options,
            Console console,
            ScanWatcher watcher,
            Signals signals) {
        this.plan = plan;
        this.options = options;
        this.console = console;
        this.watcher = watcher;
        this.signals = signals;
    }

    ExitCode run() throws ScanException {
        OpenStreams streams = new OpenStreams();
        boolean isDone = false;
        try {
            ExitCode end = runLegs(streams);
            isDone = true;
            return end;
        } finally {
            close(streams, isDone);
        }
    }

    private static void close(OpenStreams streams, boolean tellsFailure) throws ScanException {
        try {
            streams.close();
        } catch (BrokenPipeException e) {
            // Who reads it has had enough.
        } catch (IOException e) {
            if (tellsFailure) {
                throw new ScanException(
                        ScanException.Cause.OUTPUT, String.valueOf(e.getMessage()), e);
            }
        }
    }

    private ExitCode runLegs(OpenStreams streams) throws ScanException {
        try (Scan first = Scan.open(plan, watcher, streams)) {
            introduce(first);
            ExitCode end = run(first);
            if (end != null) {
                return end;
            }
        }
        while (true) {
            if (!outlastsOutage()) {
                return endInOutage();
            }
            try (Scan next = Scan.open(plan, watcher, streams)) {
                watcher.onNote("the scan goes on");
                ExitCode end = run(next);
                if (end != null) {
                    return end;
                }
            } catch (ScanException e) {
                if (e.reason() != ScanException.Cause.HOST) {
                    throw e;
                }
                if (signals.isStopping()) {
                    return endInOutage();
                }
                // Up, but the router does not answer yet, or the interface is gone again.
                LockSupport.parkNanos(LINK_LOOK_NANOS);
            }
        }
    }

    private void introduce(Scan scan) {
        if (console.isJson()) {
            return;
        }
        scan.linksPassedOver().forEach(reasons -> console.say("passed over " + reasons));
        console.say(plan.describe(scan.linkTexts()));
        String talks = scan.talksText();
        if (talks != null) {
            console.say(talks);
        }
        scan.guardTexts().forEach(console::say);
    }

    /** Runs a leg, and returns how the program ends; null if there is to be another one. */
    private @Nullable ExitCode run(Scan scan) throws ScanException {
        signals.on(scan);
        try {
            scan.run();
        } catch (ScanException e) {
            watcher.clear();
            if (e.getCause() instanceof BrokenPipeException) {
                // Who has had enough knows; whose reader has crashed can go on.
                if (scan.checkpoint() != null) {
                    console.say(e.getMessage() + ", which ends the scan");
                    sayHowToGoOn(scan);
                }
                return ExitCode.FINISHED;
            }
            if (mayPass(e) && mayGoOn(scan)) {
                watcher.onNote("paused: " + e.getMessage() + "; the scan goes on by itself then");
                return null;
            }
            summarize(scan, "failed");
            sayHowToGoOn(scan);
            throw e;
        }
        summarize(scan, signals.ending(scan.wasStopped()));
        if (scan.wasStopped() || signals.exitCode(scan.wasStopped()) != ExitCode.FINISHED) {
            sayHowToGoOn(scan);
        }
        return signals.exitCode(scan.wasStopped());
    }

    private static boolean mayPass(ScanException e) {
        return switch (e.reason()) {
            case LINK_DOWN, DISK_FULL -> true;
            case INPUT, HOST, OUTPUT, LINK -> false;
        };
    }

    /** Has the next leg begin where this one ended, unless that is not kept. */
    private boolean mayGoOn(Scan scan) {
        Path checkpoint = scan.checkpoint();
        if (checkpoint == null || signals.isStopping()) {
            return false;
        }
        try {
            plan = plan.from(new CheckpointFile(checkpoint));
        } catch (CheckpointException e) {
            return false;
        }
        for (Counter counter : Counter.values()) {
            earlier[counter.ordinal()] += scan.count(counter);
        }
        earlierSendingNanos += scan.sendingNanos();
        return true;
    }

    /** Waits for the end of an outage, and returns whether it has come before a signal. */
    private boolean outlastsOutage() {
        signals.takeStatusRequest();
        while (!Outage.isOver(plan)) {
            if (signals.takeStatusRequest()) {
                watcher.onNote("paused: the link is down, or the disk full");
            }
            if (signals.isStopping()) {
                return false;
            }
            LockSupport.parkNanos(LINK_LOOK_NANOS);
        }
        return true;
    }

    private ExitCode endInOutage() {
        if (!console.isJson()) {
            summarizeCounts(signals.ending(true), counter -> earlier[counter.ordinal()], 0);
            console.say("go on with: sonde --resume " + plan.checkpoint());
        }
        return signals.exitCode(true);
    }

    private long count(Scan scan, Counter counter) {
        return earlier[counter.ordinal()] + scan.count(counter);
    }

    private void sayHowToGoOn(Scan scan) {
        if (console.isJson()) {
            return;
        }
        Path checkpoint = scan.checkpoint();
        console.say(
                checkpoint != null
                        ? "go on with: sonde --resume " + checkpoint
                        : "go on with: --seed "
                                + Long.toUnsignedString(plan.order().seed())
                                + " --resume-index "
                                + scan.answeredBelow());
    }

    /** In words; the last line of {@code --status-json} says the same to programs. */
    private void summarize(Scan scan, String ending) {
        if (console.isJson()) {
            return;
        }
        ToLongFunction<Counter> counts = counter -> count(scan, counter);
        summarizeCounts(ending, counts, scan.sendingNanos());
        console.write(Summary.cost(scan.usage(), counts));
        tellDrops(scan.hostDrops());
    }

    private void summarizeCounts(String ending, ToLongFunction<Counter> counts, long sendingNanos) {
        OptionalLong seed =
                options.seed.isPresent()
                        ? OptionalLong.empty()
                        : OptionalLong.of(plan.order().seed());
        console.write(
                Summary.text(
                        ending,
                        System.nanoTime() - startedNanos,
                        earlierSendingNanos + sendingNanos,
                        seed,
                        counts));
    }

    private void tellDrops(HostDrops drops) {
        if (!drops.isNone()) {
            console.say(
                    "this host also dropped, everybody's frames and not only ours: "
                            + drops.receiving()
                            + " coming in and "
                            + drops.sending()
                            + " going out at the interface, "
                            + drops.backlog()
                            + " in a full backlog (net.core.netdev_max_backlog); scan slower to"
                            + " lose less");
        }
    }
}
