// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.UserHellos;
import sonde.checkpoint.Checkpoint;
import sonde.output.Field;
import sonde.output.Rotation;
import sonde.probe.TcpOptions;
import sonde.record.Service;
import sonde.target.PortKind;
import sonde.wire.Tcp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was asked for, word by word valid but not yet resolved against the host: the command line
 * and configuration files fill it in, {@link ScanPlan} is made from it. Every default stands here
 * and nowhere else.
 */
public final class ScanOptions {

    /** How {@code --wait} ends the scan. */
    public enum WaitMode {
        /** After a fixed time. */
        FIXED,
        /** As soon as the last possible answer is overdue by the round-trip times measured. */
        AUTO
    }

    /** What keeps this host's TCP from resetting our connections ({@code --rst-guard}). */
    public enum GuardMode {
        /** The first of the others that can be had. */
        AUTO,
        /** A program of the link's: XDP, or tcx behind the taps of {@code packet}. */
        XDP,
        /** A source address that this host does not have. */
        SOURCE_IP,
        /** A table of nf_tables. */
        NFT,
        /** Nothing, where the link leaves the choice. */
        NONE;

        /** As {@code --rst-guard} has it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One {@code -oL} or the like: a format's name and where it goes, {@code -} for standard
     * output.
     */
    public record Output(String format, String destination) {}

    /** More agents than this gain nothing: a link's memory is laid out for that many. */
    public static final int THREADS_MAX = 8;

    /** As many as masscan's table of connections has room for: 16 million. */
    public static final int CONNECTIONS_MAX = 1 << 24;

    /** More than this would be an attack. */
    public static final int HANDSHAKES_MAX = 20;

    // Targets, as written.
    /** Address ranges, addresses and host names. */
    public final List<String> targets = new ArrayList<>();

    /** Files of the same; {@code -} is standard input. */
    public final List<String> targetFiles = new ArrayList<>();

    /** Ranges never to be probed. */
    public final List<String> exclusions = new ArrayList<>();

    /** Files of the same. */
    public final List<String> exclusionFiles = new ArrayList<>();

    /** Port lists ({@code 80,8000-8100}), each as written. */
    public final List<String> ports = new ArrayList<>();

    /** Port lists to subtract. */
    public final List<String> excludedPorts = new ArrayList<>();

    /** What port lists mean that don't say; TCP, if empty. */
    public final Set<PortKind> portKinds = EnumSet.noneOf(PortKind.class);

    /** How many of the most common ports to add. */
    public OptionalInt topPorts = OptionalInt.empty();

    /** Whether reserved ranges stay in a scan wider than a /8. */
    public boolean includeReserved;

    /** Which addresses of IPv6 prefixes are meant; null for all of them. */
    public @Nullable String ipv6Patterns;

    // Probes.
    /** Whether hosts are asked for an echo as well. */
    public boolean ping;

    /** Whether hosts are asked for by ARP as well. */
    public boolean arpScan;

    /** Flags of TCP probes, the low eight bits of RFC 9293 section 3.1's control bits. */
    public int tcpFlags = Tcp.SYN;

    /** What TCP probes have for options. */
    public TcpOptions tcpOptions = TcpOptions.USUAL;

    /** Whether the scan begins anew when it has ended, in another order, until it is stopped. */
    public boolean infinite;

    /** A file of UDP payloads in Sonde's format, which come before Sonde's own. */
    public @Nullable Path payloadFile;

    /** The same in nmap's format, and as a capture; they replace Sonde's own. */
    public @Nullable Path nmapPayloads;

    public @Nullable Path pcapPayloads;

    /** Which of Sonde's payloads to send that it does not send by itself. */
    public Set<String> payloadExtras = Set.of();

    /** Whether IPv6 prefixes in which everything answers are found out and reported as one. */
    public boolean aliasCheck = true;

    // Order.
    public OptionalLong seed = OptionalLong.empty();

    /** 1 to {@link #shardCount}. */
    public int shardNumber = 1;

    public int shardCount = 1;

    /** First position of the shard to probe. */
    public long resumeIndex;

    /** How many positions to probe at most. */
    public OptionalLong resumeCount = OptionalLong.empty();

    // Speed.
    /** Packets a second; more than 0. */
    public double ratePps = 100;

    /** Bits a second on the wire; replaces {@link #ratePps} when given. */
    public OptionalDouble bandwidthBps = OptionalDouble.empty();

    /** How many times each probe is repeated, 0 to 999. */
    public int retries;

    public WaitMode waitMode = WaitMode.FIXED;

    /**
     * How long to listen after the last probe, in seconds; infinity with {@code --wait forever}.
     */
    public double waitSeconds = 10;

    // The host's side.
    public List<String> interfaceNames = List.of();

    /** As written: ranges of IPv4 and IPv6 addresses, one of each family at most. */
    public final List<String> sourceIps = new ArrayList<>();

    /** VLAN tags of all frames, the outer one first, each 0 to 4094. */
    public List<Integer> vlans = List.of();

    /** First and last source port, or empty for Sonde's choice. */
    public OptionalInt sourcePortFirst = OptionalInt.empty();

    public OptionalInt sourcePortLast = OptionalInt.empty();

    /** Six bytes, or null. */
    public byte @Nullable [] sourceMac;

    public byte @Nullable [] routerMac;

    /** As written: addresses, one of each family at most. */
    public final List<String> routerIps = new ArrayList<>();

    /** One of {@link LinkNames}, or null for the best that works. */
    public @Nullable String linkName;

    /** Or null where it was not asked for. */
    public @Nullable GuardMode rstGuard;

    /** How many transmit and how many receive agents there are, 1 to {@link #THREADS_MAX}. */
    public int transmitThreads = 1;

    public int receiveThreads = 1;

    /**
     * The processors that agents are bound to, transmit agents first, beginning anew when there are
     * more agents than processors; empty to leave that to the kernel.
     */
    public List<Integer> processors = List.of();

    /** Probes are made and thrown away. */
    public boolean offline;

    /** IPv4 time to live, 1 to 255; empty for the default. */
    public OptionalInt ttl = OptionalInt.empty();

    // Conversations.
    /** Whether open ports are talked to. */
    public boolean banners;

    /** What is said and what is kept. */
    public final BannerOptions banner = new BannerOptions();

    /** What is said first, if not what Sonde chooses. */
    public UserHellos userHellos = UserHellos.NONE;

    /** How long a connection may last, in seconds, 0.1 to 86400. */
    public double connectionTimeoutSeconds = 30;

    /** How long a server may be silent before it is spoken to, in seconds, 0 to 3600. */
    public double helloTimeoutSeconds = 2;

    /** Connections at once, 1 to {@link #CONNECTIONS_MAX}; empty to choose by the rate. */
    public OptionalInt maxConnections = OptionalInt.empty();

    /**
     * Connections a port is worth, one after the other, 1 to {@link #HANDSHAKES_MAX}; empty for the
     * usual number.
     */
    public OptionalInt maxHandshakes = OptionalInt.empty();

    /** Whether connections are left without a reset. */
    public boolean noReset;

    /** Whether UDP answers are also reported as they came. */
    public boolean rawUdp;

    /** A file in the format of {@code nmap-service-probes}. */
    public @Nullable Path nmapServiceProbes;

    // Output.
    public final List<Output> outputs = new ArrayList<>();

    /** Whether output files that are there are continued. */
    public boolean appendOutput;

    /** Whether what is said of one host stands together, in formats that can. */
    public boolean group;

    /** When output files are put aside; null for never. */
    public @Nullable Rotation rotation;

    /** What formats with a choice write of each record; empty for all. */
    public List<Field> fields = List.of();

    /** Which records are written, an expression; null for all. */
    public @Nullable String filter;

    /** Services whose banners are written; empty for all. */
    public Set<Service> bannerTypes = Set.of();

    /** The stylesheet that XML files name; null for none. */
    public @Nullable String stylesheet;

    public @Nullable String redisPassword;

    /** Whether open ports are reported, and what is up or unfiltered. */
    public boolean showOpen = true;

    /** Which of these are reported beside the other statuses. */
    public boolean showClosed;

    public boolean showFiltered;

    /** Whether results go to stdout also when there are output files. */
    public boolean interactive;

    public boolean status = true;

    /** Status lines as JSON. */
    public boolean statusJson;

    public @Nullable Path pcapFile;
    public boolean packetTrace;

    // Going on.
    /** Where checkpoints go; null for the usual place. */
    public @Nullable Path checkpointFile;

    /** Whether checkpoints are written. */
    public boolean checkpoints = true;

    /** The checkpoint to go on from, or masscan's paused.conf; null to begin anew. */
    public @Nullable Path resume;

    /** What that checkpoint says; null to begin anew. */
    public @Nullable Checkpoint resumed;

    /** These options as a configuration file, for checkpoints. */
    public String configuration = "";

    /** What files of results say of the program: its version, and its arguments as one text. */
    public String version = "";

    public String arguments = "";

    // What to do.
    /** Files of results to be read instead of scanning. */
    public final List<Path> readFiles = new ArrayList<>();

    /** Print the targets as ranges ({@code --readrange}). */
    public boolean listRanges;

    /** Whether ranges are printed as blocks ({@code --echo-cidr}). */
    public boolean blocks;

    /** Print the targets in scan order instead of probing them ({@code -sL}). */
    public boolean listTargets;

    /** Print the configuration that reproduces this run. */
    public boolean echo;

    /** Print interfaces and routes. */
    public boolean listInterfaces;
}
