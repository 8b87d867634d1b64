// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.HostDrops;
import sonde.engine.ReadScan;
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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Runs scans, and what the options ask for instead of one, and tells the terminal about it. */
final class ScanCommand implements ScanRunner {

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
        if (options.listInterfaces) {
            return list(() ->
                    out.write(HostNetwork.read().describe().getBytes(StandardCharsets.UTF_8)));
        }
        if (!options.readFiles.isEmpty()) {
            return readBack(options);
        }
        if (options.listTargets) {
            ScanPlanner.Listing listing = ScanPlanner.list(options, System.in, this::say);
            return list(() -> TargetLister.list(listing.order(), listing.probings(), out));
        }
        return scan(ScanPlanner.plan(options, System.in, this::say), options);
    }

    /** Results of earlier scans, in place of a scan. */
    private ExitCode readBack(ScanOptions options) throws ScanException {
        Watcher watcher = new Watcher(options);
        try {
            ReadScan.run(options, System.in, record -> true, watcher, this::say);
        } catch (ScanException e) {
            if (!(e.getCause() instanceof BrokenPipeException)) {
                throw e;
            }
        }
        return ExitCode.FINISHED;
    }

    private ExitCode scan(ScanPlan plan, ScanOptions options) throws ScanException {
        Watcher watcher = new Watcher(options);
        try (Scan scan = Scan.open(plan, watcher)) {
            if (!options.statusJson) {
                scan.linksPassedOver().forEach(reasons -> say("passed over " + reasons));
                say(plan.describe(scan.linkTexts()));
                String talks = scan.talksText();
                if (talks != null) {
                    say(talks);
                }
                scan.guardTexts().forEach(this::say);
            }
            try (Signals signals = Signals.stopping(scan)) {
                try {
                    scan.run();
                } catch (ScanException e) {
                    watcher.clear();
                    if (e.getCause() instanceof BrokenPipeException) {
                        return ExitCode.FINISHED;
                    }
                    summarize(scan, options, plan, "failed");
                    throw e;
                }
                summarize(scan, options, plan, signals.ending(scan.wasStopped()));
                if (scan.wasStopped() && !options.statusJson) {
                    say(
                            "go on with: --seed "
                                    + Long.toUnsignedString(plan.order().seed())
                                    + " --resume-index "
                                    + scan.answeredBelow());
                }
                return signals.exitCode(scan.wasStopped());
            }
        }
    }

    /** In words; the last line of {@code --status-json} says the same to programs. */
    private void summarize(Scan scan, ScanOptions options, ScanPlan plan, String ending) {
        if (options.statusJson) {
            return;
        }
        OptionalLong seed =
                options.seed.isPresent()
                        ? OptionalLong.empty()
                        : OptionalLong.of(plan.order().seed());
        write(Summary.text(ending, scan.elapsedNanos(), scan.sendingNanos(), seed, scan::count));
        write(Summary.cost(scan.usage(), scan::count));
        HostDrops drops = scan.hostDrops();
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

        Watcher(ScanOptions options) {
            boolean isTerminal = Terminal.isTerminal(Terminal.STDERR);
            StatusLine.Style style = StatusLine.style(options, isTerminal, System.getenv("TERM"));
            if (options.packetTrace && style == StatusLine.Style.IN_PLACE) {
                style = StatusLine.Style.NONE;
            }
            statusLine = new StatusLine(err, style, Terminal.columns(System.getenv("COLUMNS")));
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

        synchronized void clear() {
            statusLine.clear();
        }
    }
}
