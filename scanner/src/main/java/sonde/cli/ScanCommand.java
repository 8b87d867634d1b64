// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.checkpoint.CheckpointException;
import sonde.checkpoint.CheckpointFile;
import sonde.engine.HostDrops;
import sonde.engine.Outage;
import sonde.engine.RangeLister;
import sonde.engine.ReadScan;
import sonde.engine.ReportFilter;
import sonde.engine.Scan;
import sonde.engine.ScanException;
import sonde.engine.ScanListener;
import sonde.engine.ScanOptions;
import sonde.engine.ScanPlan;
import sonde.engine.ScanPlanner;
import sonde.engine.ScanStatus;
import sonde.engine.TargetLister;
import sonde.neigh.HostNetwork;
import sonde.output.BrokenPipeException;
import sonde.stat.Counter;
import sonde.target.AddressSet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Runs scans, and what the options ask for instead of one, and tells the terminal about it. */
final class ScanCommand implements ScanRunner {

    /** How often a link that is down is looked at. */
    private static final long LINK_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int NOTE_MAX = 1000;

    private final OutputStream out;
    private final OutputStream err;

    /**
     * @param out for lists; results of scans go to the process's standard output by themselves
     * @param err for status, notes and the summary
     */
    ScanCommand(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public ExitCode run(ScanOptions options) throws ScanException {
        Consumer<String> notes = options.statusJson ? this::sayJson : this::say;
        if (options.listInterfaces) {
            return list(() ->
                    out.write(HostNetwork.read().describe().getBytes(StandardCharsets.UTF_8)));
        }
        if (options.listRanges) {
            AddressSet addresses = ScanPlanner.addresses(options, System.in, notes);
            return list(() -> RangeLister.list(addresses, options.blocks, out));
        }
        if (!options.readFiles.isEmpty()) {
            return readBack(options, notes);
        }
        if (options.listTargets) {
            ScanPlanner.Listing listing = ScanPlanner.list(options, System.in, notes);
            return list(() -> TargetLister.list(listing.order(), listing.probings(), out));
        }
        return scan(ScanPlanner.plan(options, System.in, notes), options);
    }

    /** Results of earlier scans, in place of a scan. */
    private ExitCode readBack(ScanOptions options, Consumer<String> notes) throws ScanException {
        Watcher watcher = new Watcher(options);
        try {
            ReadScan.run(options, System.in, ReportFilter.of(options), watcher, notes);
        } catch (ScanException e) {
            if (!(e.getCause() instanceof BrokenPipeException)) {
                throw e;
            }
        }
        return ExitCode.FINISHED;
    }

    private ExitCode scan(ScanPlan plan, ScanOptions options) throws ScanException {
        Watcher watcher = new Watcher(options);
        try (Signals signals = Signals.hear(watcher::clear)) {
            return new Legs(plan, options, watcher, signals).run();
        }
    }

    /**
     * A scan from its beginning to its end, which an outage of a link divides into legs: each ends
     * with a checkpoint, from which the next goes on.
     */
    private final class Legs {

        private final ScanOptions options;
        private final Watcher watcher;
        private final Signals signals;
        private final long startedNanos = System.nanoTime();

        /** What was counted in legs before this one. */
        private final long[] earlier = new long[Counter.values().length];

        private long earlierSendingNanos;
        private ScanPlan plan;

        Legs(ScanPlan plan, ScanOptions options, Watcher watcher, Signals signals) {
            this.plan = plan;
            this.options = options;
            this.watcher = watcher;
            this.signals = signals;
        }

        ExitCode run() throws ScanException {
            try (Scan first = Scan.open(plan, watcher)) {
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
                try (Scan next = Scan.open(plan, watcher)) {
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
            if (options.statusJson) {
                return;
            }
            scan.linksPassedOver().forEach(reasons -> say("passed over " + reasons));
            say(plan.describe(scan.linkTexts()));
            String talks = scan.talksText();
            if (talks != null) {
                say(talks);
            }
            scan.guardTexts().forEach(ScanCommand.this::say);
        }

        /** Runs a leg, and returns how the program ends; null if there is to be another one. */
        private @Nullable ExitCode run(Scan scan) throws ScanException {
            signals.on(scan);
            try {
                scan.run();
            } catch (ScanException e) {
                watcher.clear();
                if (e.getCause() instanceof BrokenPipeException) {
                    return ExitCode.FINISHED;
                }
                if (mayPass(e) && mayGoOn(scan)) {
                    watcher.onNote(
                            "paused: " + e.getMessage() + "; the scan goes on by itself then");
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
            if (!options.statusJson) {
                summarizeCounts(signals.ending(true), counter -> earlier[counter.ordinal()], 0);
                say("go on with: sonde --resume " + plan.checkpoint());
            }
            return signals.exitCode(true);
        }

        private long count(Scan scan, Counter counter) {
            return earlier[counter.ordinal()] + scan.count(counter);
        }

        private void sayHowToGoOn(Scan scan) {
            if (options.statusJson) {
                return;
            }
            Path checkpoint = scan.checkpoint();
            say(
                    checkpoint != null
                            ? "go on with: sonde --resume " + checkpoint
                            : "go on with: --seed "
                                    + Long.toUnsignedString(plan.order().seed())
                                    + " --resume-index "
                                    + scan.answeredBelow());
        }

        /** In words; the last line of {@code --status-json} says the same to programs. */
        private void summarize(Scan scan, String ending) {
            if (options.statusJson) {
                return;
            }
            ToLongFunction<Counter> counts = counter -> count(scan, counter);
            summarizeCounts(ending, counts, scan.sendingNanos());
            write(Summary.cost(scan.usage(), counts));
            tellDrops(scan.hostDrops());
        }

        private void summarizeCounts(
                String ending, ToLongFunction<Counter> counts, long sendingNanos) {
            OptionalLong seed =
                    options.seed.isPresent()
                            ? OptionalLong.empty()
                            : OptionalLong.of(plan.order().seed());
            write(
                    Summary.text(
                            ending,
                            System.nanoTime() - startedNanos,
                            earlierSendingNanos + sendingNanos,
                            seed,
                            counts));
        }
    }

    private void tellDrops(HostDrops drops) {
        if (!drops.isNone()) {
            say(
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

    /** What prints a list to standard output. */
    @FunctionalInterface
    private interface Listing {
        void print() throws IOException, ScanException;
    }

    private ExitCode list(Listing listing) throws ScanException {
        try {
            listing.print();
            out.flush();
            return ExitCode.FINISHED;
        } catch (IOException e) {
            if (Terminal.isPipe(Terminal.STDOUT)) {
                return ExitCode.FINISHED;
            }
            throw new ScanException(
                    ScanException.Cause.OUTPUT,
                    "can't write to standard output: " + e.getMessage(),
                    e);
        }
    }

    private void say(String line) {
        write(line + "\n");
    }

    /** Where standard error is read by a program, a note is an object of its own. */
    private void sayJson(String note) {
        String text = TerminalText.sanitize(note, NOTE_MAX);
        say("{\"note\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }

    private void write(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // Standard error is closed: there is nobody to tell.
        }
    }

    /**
     * Keeps the status line, and keeps it out of the results' way where both are on one terminal.
     */
    private final class Watcher implements ScanListener {

        private final StatusLine statusLine;
        private final boolean sharesTerminal;
        private final boolean isJson;

        Watcher(ScanOptions options) {
            boolean isTerminal = Terminal.isTerminal(Terminal.STDERR);
            StatusLine.Style style = StatusLine.style(options, isTerminal, System.getenv("TERM"));
            if (options.packetTrace && style == StatusLine.Style.IN_PLACE) {
                style = StatusLine.Style.NONE;
            }
            statusLine = new StatusLine(err, style, Terminal.columns(System.getenv("COLUMNS")));
            isJson = options.statusJson;
            sharesTerminal = isTerminal && Terminal.isTerminal(Terminal.STDOUT);
        }

        @Override
        public synchronized void onStatus(ScanStatus status) {
            if (status.state() == ScanStatus.State.FINISHED) {
                statusLine.finish(status);
            } else {
                statusLine.update(status);
            }
        }

        @Override
        public void onResults(Printing printing) throws IOException {
            if (!sharesTerminal) {
                printing.print();
                return;
            }
            synchronized (this) {
                statusLine.clear();
                printing.print();
            }
        }

        @Override
        public synchronized void onPacket(String line) {
            say(line);
        }

        @Override
        public synchronized void onNote(String line) {
            statusLine.clear();
            if (isJson) {
                sayJson(line);
            } else {
                say(line);
            }
        }

        @Override
        public synchronized void onStatusAsked(ScanStatus status) {
            statusLine.clear();
            say(isJson ? StatusText.json(status) : StatusText.line(status));
        }

        synchronized void clear() {
            statusLine.clear();
        }
    }
}
