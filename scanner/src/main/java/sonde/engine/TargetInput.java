// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.target.AddressRanges;
import sonde.target.NameResolver;
import sonde.target.PortChoice;
import sonde.target.PortParser;
import sonde.target.PortRanges;
import sonde.target.ReservedRanges;
import sonde.target.TargetParser;
import sonde.target.TargetSpace;
import sonde.target.TargetSyntaxException;
import sonde.target.TopPorts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads what is to be probed, from the command line and from files, and leaves out what is not to
 * be.
 */
final class TargetInput {

    /**
     * Above this many addresses somebody may be scanning the internet by mistake, and has to name
     * an exclusion.
     */
    private static final long UNCONFIRMED_MAX = 1_000_000_000L;

    /** Above this many addresses, a /8, reserved ranges are left out. */
    private static final long WIDE_MIN = 1L << 24;

    private static final String STDIN = "-";

    private final ScanOptions options;
    private final InputStream stdin;
    private final Consumer<String> notes;
    private final NameResolver resolver;

    private TargetInput(
            ScanOptions options, InputStream stdin, Consumer<String> notes, NameResolver resolver) {
        this.options = options;
        this.stdin = stdin;
        this.notes = notes;
        this.resolver = resolver;
    }

    /** Whether any ports are asked for. */
    static boolean hasPorts(ScanOptions options) {
        return !options.ports.isEmpty() || options.topPorts.isPresent();
    }

    /** The target space that the options ask for; at least one target. */
    static TargetSpace read(
            ScanOptions options, InputStream stdin, Consumer<String> notes, NameResolver resolver)
            throws ScanException {
        try {
            return new TargetInput(options, stdin, notes, resolver).read();
        } catch (TargetSyntaxException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private TargetSpace read() throws ScanException, TargetSyntaxException {
        PortRanges ports = ports();
        if (options.targets.isEmpty() && options.targetFiles.isEmpty()) {
            throw input("no targets: name some, such as 198.18.0.0/24, or a file with -iL");
        }
        AddressRanges wanted = addresses("target", options.targets, "-iL", options.targetFiles);
        if (wanted.size() == 0) {
            throw input("no targets: " + String.join(", ", options.targetFiles) + " names none");
        }
        boolean hasExclusion = !options.exclusions.isEmpty() || !options.exclusionFiles.isEmpty();
        AddressRanges excluded =
                addresses("--exclude", options.exclusions, "--excludefile", options.exclusionFiles);
        if (wanted.size() > UNCONFIRMED_MAX && !hasExclusion) {
            throw input(
                    wanted.size()
                            + " addresses are a good part of the internet: name with --exclude or"
                            + " --excludefile what must not be probed (--exclude 255.255.255.255"
                            + " confirms that nothing else is)");
        }
        AddressRanges rest = wanted.minus(excluded);
        if (rest.size() == 0) {
            throw input("no targets are left: --exclude and --excludefile take all of them away");
        }
        rest = withoutReserved(rest);
        return TargetSpace.of(rest, ports);
    }

    private AddressRanges withoutReserved(AddressRanges addresses) throws ScanException {
        if (addresses.size() <= WIDE_MIN || options.includeReserved) {
            return addresses;
        }
        AddressRanges rest = addresses.minus(ReservedRanges.all());
        if (rest.size() == 0) {
            throw input(
                    "all targets are reserved ranges, which wide scans leave out;"
                            + " --include-reserved keeps them");
        }
        if (rest.size() < addresses.size()) {
            notes.accept(
                    "left out: "
                            + (addresses.size() - rest.size())
                            + " addresses of reserved ranges (--include-reserved keeps them)");
        }
        return rest;
    }

    private PortRanges ports() throws ScanException, TargetSyntaxException {
        PortRanges ports = tcpPorts(options.ports, "-p");
        if (options.topPorts.isPresent()) {
            ports = ports.union(TopPorts.first(options.topPorts.getAsInt()));
        }
        PortRanges rest = ports.minus(tcpPorts(options.excludedPorts, "--exclude-ports"));
        if (rest.size() == 0 && hasPorts(options)) {
            throw input("no ports are left to scan: --exclude-ports takes all of them away");
        }
        return rest;
    }

    private static PortRanges tcpPorts(List<String> lists, String option)
            throws ScanException, TargetSyntaxException {
        PortChoice choice = PortParser.parse(lists, option);
        if (choice.size() > choice.tcp().size()) {
            throw input(option + ": " + String.join(",", lists) + ": TCP ports alone are probed");
        }
        return choice.tcp();
    }

    private AddressRanges addresses(
            String wordOption, List<String> words, String fileOption, List<String> files)
            throws ScanException, TargetSyntaxException {
        AddressRanges.Builder addresses = AddressRanges.builder();
        TargetParser parser = new TargetParser(addresses, resolver);
        for (String word : words) {
            parser.parse(word, wordOption);
        }
        for (String file : files) {
            try {
                if (file.equals(STDIN)) {
                    parser.parse(stdin, "stdin");
                } else {
                    try (InputStream in = Files.newInputStream(Path.of(file))) {
                        parser.parse(in, file);
                    }
                }
            } catch (IOException e) {
                throw new ScanException(
                        ScanException.Cause.INPUT,
                        fileOption + " " + file + ": can't be read (" + reason(e) + ")",
                        e);
            }
        }
        return addresses.build();
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage());
    }

    private static ScanException input(String message) {
        return new ScanException(ScanException.Cause.INPUT, message);
    }
}
