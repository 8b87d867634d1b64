// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;
import sonde.output.OutputFormat;

import java.util.List;
import java.util.stream.Collectors;

/** What options must and must not be together. */
final class OptionRules {

    /** Where Linux has devices, which are no files to be moved and bear several writers. */
    private static final String DEVICES = "/dev/";

    private OptionRules() {}

    /**
     * Refuses options that contradict each other, or that don't make a scan.
     *
     * @param rateGiven whether {@code --rate} was given, be it with its default
     */
    static void check(ScanOptions options, boolean rateGiven) throws UsageException {
        if (rateGiven && options.bandwidthBps.isPresent()) {
            throw new UsageException("--rate and --bandwidth both say how fast; give one of them");
        }
        if (options.statusJson && !options.status) {
            throw new UsageException(
                    "--nostatus leaves --status-json nothing to show; give one of them");
        }
        if ("ip".equals(options.linkName)
                && (options.sourceMac != null || options.routerMac != null)) {
            throw new UsageException(
                    "--link ip has no Ethernet addresses; leave out --source-mac and --router-mac");
        }
        checkFiles(options);
        if (options.echo || options.listInterfaces) {
            return;
        }
        checkResults(options);
        if (options.resume == null && options.readFiles.isEmpty()) {
            checkTargets(options);
            checkBanners(options);
        }
    }

    /** Refuses what would leave results out, or options about results that change none. */
    private static void checkResults(ScanOptions options) throws UsageException {
        if (!options.showOpen && !options.showClosed && !options.showFiltered) {
            throw new UsageException(
                    "--noshow leaves nothing to report; show something: --show closed");
        }
        if (!options.fields.isEmpty()
                && options.outputs.stream().noneMatch(o -> OutputNames.takesFields(o.format()))) {
            throw new UsageException(
                    "--fields chooses what json, ndjson and csv write; add one of them, such as -oD"
                            + " FILE");
        }
        checkGroup(options);
        if (options.redisPassword != null
                && options.outputs.stream().noneMatch(o -> OutputNames.isServer(o.format()))) {
            throw new UsageException("--redis-pwd: no server is named; add --redis HOST[:PORT]");
        }
        if (options.rotation != null && options.outputs.stream().noneMatch(o -> isFile(o))) {
            throw new UsageException(
                    "--rotate puts files aside, and no output is one; add such as -oJ FILE");
        }
        if (options.resumed != null && !options.checkpoints) {
            throw new UsageException(
                    "--resume and --no-checkpoint contradict each other: a scan that goes on is"
                            + " kept; leave --no-checkpoint out");
        }
        if (options.resumed != null && options.checkpointFile != null) {
            throw new UsageException(
                    "--resume and --checkpoint contradict each other: a scan goes on in the place"
                            + " it has; leave --checkpoint out");
        }
        if (!options.checkpoints && options.checkpointFile != null) {
            throw new UsageException(
                    "--checkpoint and --no-checkpoint contradict each other; give one of them");
        }
    }

    private static void checkGroup(ScanOptions options) throws UsageException {
        if (!options.group) {
            return;
        }
        if (options.appendOutput) {
            throw new UsageException(
                    "--group and --append-output: a host may be in the file already; give one of"
                            + " them");
        }
        if (options.outputs.stream().noneMatch(output -> OutputNames.groups(output.format()))) {
            throw new UsageException(
                    "--group brings a host's results together in xml, json and grepable; add one of"
                            + " them, such as -oX FILE");
        }
        if (!options.fields.isEmpty()
                && options.outputs.stream()
                        .anyMatch(output -> output.format().equals(OutputFormat.JSON.label()))) {
            throw new UsageException(
                    "--group and --fields: json of chosen fields has an object a result; leave out"
                            + " one of them, or write -oD FILE in place of json");
        }
    }

    /** Says which outputs stay as they are beside one that is grouped; empty if none does. */
    static List<String> notes(ScanOptions options) {
        if (!options.group) {
            return List.of();
        }
        String ungrouped =
                options.outputs.stream()
                        .map(Output::format)
                        .filter(format -> !OutputNames.groups(format))
                        .filter(format -> !OutputNames.hasNothingToGroup(format))
                        .distinct()
                        .collect(Collectors.joining(" and "));
        return ungrouped.isEmpty()
                ? List.of()
                : List.of("--group: each result stays by itself in " + ungrouped);
    }

    /** Whether an output is a file that can be renamed. */
    private static boolean isFile(Output output) {
        String destination = output.destination();
        return !destination.equals("-")
                && !destination.startsWith(DEVICES)
                && !OutputNames.isServer(output.format());
    }

    /** Refuses what somebody gives who expects to be talked for. */
    private static void checkBanners(ScanOptions options) throws UsageException {
        if (options.banners) {
            return;
        }
        String given = null;
        if (!options.userHellos.isEmpty()) {
            given = "--hello, --hello-file and --hello-string";
        } else if (options.banner.deep) {
            given = "--deep";
        } else if (options.nmapServiceProbes != null) {
            given = "--nmap-service-probes";
        }
        if (given != null) {
            throw new UsageException(given + ": no port is talked to without; add --banners");
        }
    }

    private static void checkFiles(ScanOptions options) throws UsageException {
        List<Output> outputs = options.outputs;
        for (int i = 0; i < outputs.size(); i++) {
            String destination = outputs.get(i).destination();
            if (destination.equals("-") && options.interactive) {
                throw new UsageException(
                        "--interactive and an output to - would mix on standard output; give one of"
                                + " them");
            }
            boolean taken =
                    options.pcapFile != null && options.pcapFile.toString().equals(destination);
            for (int j = 0; j < i; j++) {
                taken |= areSame(outputs.get(i), outputs.get(j));
            }
            // Devices such as /dev/null bear more than one writer.
            if (taken && !destination.startsWith(DEVICES)) {
                throw new UsageException(
                        "two outputs go to "
                                + TerminalText.quote(destination)
                                + "; give each its own");
            }
        }
    }

    /** A Redis server bears its sets and a stream, and is no file of that name. */
    private static boolean areSame(Output one, Output other) {
        boolean isServer =
                OutputNames.isServer(one.format()) || OutputNames.isServer(other.format());
        return one.destination().equals(other.destination())
                && (!isServer || one.format().equals(other.format()));
    }

    private static void checkTargets(ScanOptions options) throws UsageException {
        if (options.targets.isEmpty() && options.targetFiles.isEmpty()) {
            throw new UsageException(
                    "no targets: give addresses, ranges or host names, or a file with -iL FILE");
        }
        boolean hasProbes =
                !options.ports.isEmpty()
                        || options.topPorts.isPresent()
                        || options.ping
                        || options.arpScan;
        if (!hasProbes && !options.listTargets && !options.listRanges) {
            throw new UsageException(
                    "no ports: give -p PORTS, such as -p 80,443,U:53, or --top-ports, or --ping");
        }
    }
}
