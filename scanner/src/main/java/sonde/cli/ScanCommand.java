// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.RangeLister;
import sonde.engine.ReadScan;
import sonde.engine.ReportFilter;
import sonde.engine.ScanException;
import sonde.engine.ScanOptions;
import sonde.engine.ScanPlan;
import sonde.engine.ScanPlanner;
import sonde.engine.TargetLister;
import sonde.neigh.HostNetwork;
import sonde.output.BrokenPipeException;
import sonde.target.AddressSet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

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
        Console console = new Console(err, options.statusJson);
        Consumer<String> notes = console::note;
        if (options.listInterfaces) {
            return list(() ->
                    out.write(HostNetwork.read().describe().getBytes(StandardCharsets.UTF_8)));
        }
        if (options.listRanges) {
            AddressSet addresses = ScanPlanner.addresses(options, System.in, notes);
            return list(() -> RangeLister.list(addresses, options.blocks, out));
        }
        if (!options.readFiles.isEmpty()) {
            return readBack(options, console);
        }
        if (options.listTargets) {
            ScanPlanner.Listing listing = ScanPlanner.list(options, System.in, notes);
            return list(() -> TargetLister.list(listing.order(), listing.probings(), out));
        }
        ScanPlan plan = ScanPlanner.plan(options, System.in, notes);
        ScanWatcher watcher = new ScanWatcher(console, options);
        try (Signals signals = Signals.hear(watcher::clear)) {
            return new ScanLegs(plan, options, console, watcher, signals).run();
        }
    }

    /** Results of earlier scans, in place of a scan. */
    private static ExitCode readBack(ScanOptions options, Console console) throws ScanException {
        ScanWatcher watcher = new ScanWatcher(console, options);
        try {
            ReadScan.run(options, System.in, ReportFilter.of(options), watcher, console::note);
        } catch (ScanException e) {
            if (!(e.getCause() instanceof BrokenPipeException)) {
                throw e;
            }
        }
        return ExitCode.FINISHED;
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
}
