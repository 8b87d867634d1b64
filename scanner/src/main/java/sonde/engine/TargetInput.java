// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.target.Ipv6PatternParser;
import sonde.target.Ipv6Patterns;
import sonde.target.Ipv6Ranges;
import sonde.target.NameResolver;
import sonde.target.PortChoice;
import sonde.target.PortKind;
import sonde.target.PortParser;
import sonde.target.PortRanges;
import sonde.target.ReservedRanges;
import sonde.target.TargetParser;
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

    /** The most IPv6 addresses of a scan: at a million a second, nine years. */
    private static final int IPV6_MAX_BITS = 48;

    private static final long IPV6_MAX = 1L << IPV6_MAX_BITS;

    /** The most addresses that patterns make of one prefix. */
    private static final long PATTERN_MAX = 1L << 20;

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

    /** What is to be probed: each of these on each address. */
    record Wanted(AddressSet addresses, PortChoice ports, AddressSet excluded) {}

    /** Whether anything is asked for that hosts are to be probed with. */
    static boolean hasProbes(ScanOptions options) {
        return !options.ports.isEmpty()
                || options.topPorts.isPresent()
                || options.ping
                || options.arpScan;
    }

    /** What the options ask for; at least one address. */
    static Wanted read(
            ScanOptions options,
            InputStream stdin,
            Consumer<String> notes,
            NameResolver resolver,
            long seed)
            throws ScanException {
        try {
            return new TargetInput(options, stdin, notes, resolver).read(seed);
        } catch (TargetSyntaxException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    /** The addresses that the options name, without those excluded, however many; at least one. */
    static AddressSet addresses(
            ScanOptions options,
            InputStream stdin,
            Consumer<String> notes,
            NameResolver resolver,
            long seed)
            throws ScanException {
        try {
            TargetInput input = new TargetInput(options, stdin, notes, resolver);
            return without(input.wanted(seed), input.excluded());
        } catch (TargetSyntaxException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What the options name, to choose results by: however many that are, and maybe none.
     *
     * @throws TargetSyntaxException if a word is no target or port
     */
    static Wanted readAny(
            ScanOptions options, InputStream stdin, Consumer<String> notes, NameResolver resolver)
            throws ScanException, TargetSyntaxException {
        TargetInput input = new TargetInput(options, stdin, notes, resolver);
        AddressSet named = input.addresses("target", options.targets, "-iL", options.targetFiles);
        boolean isNamed = !options.targets.isEmpty() || !options.targetFiles.isEmpty();
        AddressSet excluded = input.excluded();
        AddressSet rest = named.minus(excluded);
        if (isNamed && rest.isEmpty()) {
            throw input("no targets are left to choose results by: name others, or none for all");
        }
        return new Wanted(rest, input.ports(), excluded);
    }

    private AddressSet excluded() throws ScanException, TargetSyntaxException {
        return addresses("--exclude", options.exclusions, "--excludefile", options.exclusionFiles);
    }

    private Wanted read(long seed) throws ScanException, TargetSyntaxException {
        PortChoice ports = ports();
        AddressSet wanted = wanted(seed);
        boolean hasExclusion = !options.exclusions.isEmpty() || !options.exclusionFiles.isEmpty();
        AddressSet excluded = excluded();
        if (wanted.ipv4().size() > UNCONFIRMED_MAX && !hasExclusion) {
            throw input(
                    wanted.ipv4().size()
                            + " addresses are a good part of the internet: name with --exclude or"
                            + " --excludefile what must not be probed (--exclude 255.255.255.255"
                            + " confirms that nothing else is)");
        }
        AddressSet rest = without(wanted, excluded);
        requireBounded(rest.ipv6());
        return new Wanted(
                new AddressSet(withoutReserved(rest.ipv4()), rest.ipv6()), ports, excluded);
    }

    private AddressSet wanted(long seed) throws ScanException, TargetSyntaxException {
        if (options.targets.isEmpty() && options.targetFiles.isEmpty()) {
            throw input("no targets: name some, such as 198.18.0.0/24, or a file with -iL");
        }
        AddressSet wanted = addresses("target", options.targets, "-iL", options.targetFiles);
        if (wanted.isEmpty()) {
            throw input("no targets: " + String.join(", ", options.targetFiles) + " names none");
        }
        if (options.ipv6Patterns != null) {
            wanted =
                    new AddressSet(
                            wanted.ipv4(),
                            Ipv6Patterns.expand(
                                    wanted.ipv6(),
                                    Ipv6PatternParser.parse(options.ipv6Patterns, "--ipv6-iid"),
                                    seed,
                                    PATTERN_MAX));
        }
        return wanted;
    }

    private static AddressSet without(AddressSet wanted, AddressSet excluded) throws ScanException {
        AddressSet rest = wanted.minus(excluded);
        if (rest.isEmpty()) {
            throw input("no targets are left: --exclude and --excludefile take all of them away");
        }
        return rest;
    }

    /** A network of IPv6 has more addresses than anybody can probe. */
    private static void requireBounded(Ipv6Ranges addresses) throws ScanException {
        if (addresses.size() > IPV6_MAX) {
            throw input(
                    "the IPv6 targets from "
                            + addresses.first(0)
                            + " on are more than 2^"
                            + IPV6_MAX_BITS
                            + " addresses, which no scan gets through: say which of them with"
                            + " --ipv6-iid, such as --ipv6-iid low-byte,random:16, or give longer"
                            + " prefixes or a list of addresses with -iL");
        }
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

    private PortChoice ports() throws ScanException, TargetSyntaxException {
        PortChoice ports = PortChoice.NONE;
        for (String list : options.ports) {
            ports = ports.union(PortParser.parse(withKinds(list), "-p"));
        }
        if (options.topPorts.isPresent()) {
            ports = ports.union(topPorts(options.topPorts.getAsInt()));
        }
        if (options.ping) {
            ports =
                    ports.union(
                            PortChoice.of(
                                    PortKind.ICMP,
                                    PortRanges.of(PortChoice.ICMP_ECHO, PortChoice.ICMP_ECHO)));
        }
        PortChoice rest = ports.minus(PortParser.parse(options.excludedPorts, "--exclude-ports"));
        if (rest.isEmpty() && hasProbes(options) && !options.arpScan) {
            throw input("no ports are left to scan: --exclude-ports takes all of them away");
        }
        return rest;
    }

    /** A list that does not say what its numbers mean means all that the user chose. */
    private List<String> withKinds(String list) {
        boolean says = list.indexOf(':') == 1;
        if (says || options.portKinds.isEmpty()) {
            return List.of(list);
        }
        return options.portKinds.stream().map(kind -> kind.prefix() + list).toList();
    }

    private PortChoice topPorts(int count) {
        PortChoice top = PortChoice.NONE;
        if (options.portKinds.isEmpty() || options.portKinds.contains(PortKind.TCP)) {
            top = PortChoice.of(PortKind.TCP, TopPorts.first(count));
        }
        return options.portKinds.contains(PortKind.UDP)
                ? top.union(PortChoice.of(PortKind.UDP, TopPorts.udp(count)))
                : top;
    }

    private AddressSet addresses(
            String wordOption, List<String> words, String fileOption, List<String> files)
            throws ScanException, TargetSyntaxException {
        AddressSet.Builder addresses = AddressSet.builder();
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
