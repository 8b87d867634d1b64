// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static sonde.cli.Option.Arity.FLAG;
import static sonde.cli.Option.Arity.NUMBER_OR_NOTHING;
import static sonde.cli.Option.Arity.VALUE;
import static sonde.cli.Section.NETWORK;
import static sonde.cli.Section.ORDER;
import static sonde.cli.Section.OTHER;
import static sonde.cli.Section.OUTPUT;
import static sonde.cli.Section.SPEED;
import static sonde.cli.Section.TARGETS;

import org.jspecify.annotations.Nullable;

/**
 * The table of options: every name Sonde knows, in the order in which help and {@code --echo} show
 * them. What a value does stands in {@link OptionSetter}, how it is printed back in {@link
 * OptionEcho}; both are switches over this enum without a default, so the compiler finds whatever a
 * new option lacks.
 *
 * <p>Names are compared as masscan does, ignoring case and every {@code -}, {@code .} and {@code
 * _}; most aliases are masscan's. An empty help text keeps an option out of {@code --help}.
 */
enum Option {
    RANGE(
            TARGETS,
            VALUE,
            "range",
            "RANGES",
            "",
            "ranges ip ipv4 dst-ip dest-ip destination-ip target-ip",
            "what to scan, the same as a bare word: 198.18.0.1, 198.18.0.0/24,"
                    + " 198.18.0.1-198.18.0.9, 2001:db8::/120, a host name; several with commas"),
    INCLUDE_FILE(
            TARGETS,
            VALUE,
            "includefile",
            "FILE",
            "-iL",
            "",
            "read targets from FILE, which may be of any length (- is standard input)"),
    EXCLUDE(
            TARGETS,
            VALUE,
            "exclude",
            "RANGES",
            "",
            "exclude-range exclude-ranges exclude-ip exclude-ipv4",
            "never probe these"),
    EXCLUDE_FILE(TARGETS, VALUE, "excludefile", "FILE", "", "", "never probe the ranges in FILE"),
    IPV6_IID(
            TARGETS,
            VALUE,
            "ipv6-iid",
            "PATTERNS",
            "",
            "randomize-iid",
            "which addresses of IPv6 prefixes to probe: low-byte, ports, random:16, eui:00163e,"
                    + " ipv4:198.18.0.0/24, with commas (default: all)"),
    ALIAS_CHECK(
            TARGETS,
            FLAG,
            "alias-check",
            "",
            "",
            "",
            "find IPv6 prefixes in which every address answers, and report each as one (default;"
                    + " --alias-check=no reports their addresses)"),
    INCLUDE_RESERVED(
            TARGETS,
            FLAG,
            "include-reserved",
            "",
            "",
            "",
            "keep reserved ranges in a scan wider than a /8, which leaves them out by default"),

    PORTS(
            Section.PORTS,
            VALUE,
            "ports",
            "PORTS",
            "-p",
            "port dst-port dest-port destination-port target-port tcp-ports tcp-port",
            "80; 80,443; 8000-8100; 60000- (to the last); - (all); U:53 UDP, S:38412 SCTP, I:0 ICMP"
                    + " echo, I:1 ICMP timestamp, O:47 IP protocol, T:80 TCP again"),
    UDP_PORTS(Section.PORTS, VALUE, "udp-ports", "PORTS", "", "udp-port", ""),
    SCTP_PORTS(Section.PORTS, VALUE, "sctp-ports", "PORTS", "", "sctp-port", ""),
    OPROTOS(Section.PORTS, VALUE, "oprotos", "NUMBERS", "", "oproto", ""),
    EXCLUDE_PORTS(
            Section.PORTS, VALUE, "exclude-ports", "PORTS", "", "exclude-port", "leave these out"),
    TOP_PORTS(
            Section.PORTS,
            NUMBER_OR_NOTHING,
            "top-ports",
            "[N]",
            "",
            "top-port",
            "the N most common TCP ports, 20 if N is not given; with -sU UDP ports"),
    PING(
            Section.PORTS,
            FLAG,
            "ping",
            "",
            "",
            "ping-sweep",
            "ask for an ICMP echo as well, or, without ports, alone"),
    ARPSCAN(
            Section.PORTS,
            FLAG,
            "arpscan",
            "",
            "",
            "arp",
            "ask IPv4 targets on the link by ARP as well, or alone; says whose card it is"),
    SCAN_TYPE(
            Section.PORTS,
            VALUE,
            "scan-type",
            "LETTERS",
            "-s",
            "",
            "what ports mean whose list doesn't say it: S TCP, U UDP, Y SCTP, O IP protocols; A, F,"
                + " N, X, M TCP with other flags, as in nmap; n hosts alone, by ICMP echo; several"
                + " in one word: -sSU"),
    SCANFLAGS(
            Section.PORTS,
            VALUE,
            "scanflags",
            "FLAGS",
            "",
            "",
            "the flags of TCP probes: SYNFIN, ACK, or a number, 0 to 255 (default SYN)"),
    PAYLOAD_FILE(
            Section.PORTS,
            VALUE,
            "payload-file",
            "FILE",
            "",
            "",
            "what UDP probes say on the ports that FILE names, before what Sonde says there;"
                    + " docs/PAYLOADS.md has the format"),
    NMAP_PAYLOADS(
            Section.PORTS,
            VALUE,
            "nmap-payloads",
            "FILE",
            "",
            "nmap-payload",
            "the same from nmap's file of that name, in place of what Sonde says"),
    PCAP_PAYLOADS(
            Section.PORTS,
            VALUE,
            "pcap-payloads",
            "FILE",
            "",
            "pcap-payload",
            "the same from a capture: what it has for a UDP port is said there"),
    PAYLOAD_EXTRAS(
            Section.PORTS,
            VALUE,
            "payload-extras",
            "NAMES",
            "",
            "",
            "what UDP probes say besides: ntp-control, ntp-monlist; several with commas"),

    RATE(
            SPEED,
            VALUE,
            "rate",
            "PPS",
            "",
            "max-rate",
            "packets a second: 1000, 0.5, 10k, 1.5M (default 100)"),
    BANDWIDTH(
            SPEED, VALUE, "bandwidth", "BPS", "", "", "bits a second on the wire instead: 10M, 1G"),
    RETRIES(
            SPEED,
            VALUE,
            "retries",
            "N",
            "",
            "retry max-retries max-retry",
            "send every probe N times more, 0 to 999 (default 0)"),
    WAIT(
            SPEED,
            VALUE,
            "wait",
            "SECONDS",
            "",
            "",
            "how long to listen after the last probe: seconds, auto (until no answer can be"
                    + " missing) or forever (default 10)"),

    INTERFACE(
            NETWORK,
            VALUE,
            "interface",
            "NAME[,NAME]",
            "-e -i",
            "adapter if",
            "the network interface, several with commas or repeated (default: those of the"
                    + " routes)"),
    SOURCE_IP(
            NETWORK,
            VALUE,
            "source-ip",
            "RANGE",
            "-S",
            "adapter-ip source-address spoof-ip spoof-address src-ip",
            "where probes come from: an address, a block or first-last, once for IPv4 and once for"
                    + " IPv6; Sonde answers ARP and neighbour discovery for those that this host"
                    + " doesn't have (default: the interface's)"),
    SOURCE_PORT(
            NETWORK,
            VALUE,
            "source-port",
            "PORT[-PORT]",
            "-g",
            "adapter-port src-port",
            "the port or ports probes come from (default: ports nobody uses)"),
    SOURCE_MAC(
            NETWORK,
            VALUE,
            "source-mac",
            "MAC",
            "",
            "adapter-mac spoof-mac src-mac",
            "the Ethernet address probes come from (default: the interface's)"),
    ROUTER_IP(
            NETWORK,
            VALUE,
            "router-ip",
            "ADDRESS",
            "",
            "",
            "the router to use (default: the route's)"),
    ROUTER_MAC(
            NETWORK,
            VALUE,
            "router-mac",
            "MAC",
            "",
            "router dest-mac destination-mac dst-mac target-mac router-mac-ipv4 router-ipv4"
                    + " router-mac-ipv6 router-ipv6",
            "the router's Ethernet address (default: ask by ARP or neighbour discovery)"),
    VLAN(
            NETWORK,
            VALUE,
            "vlan",
            "ID[,ID]",
            "",
            "adapter-vlan",
            "VLAN tags of all frames, 0 to 4094: one (802.1Q), or two, the outer one first (QinQ)"),
    LINK(
            NETWORK,
            VALUE,
            "link",
            "LINK",
            "",
            "",
            "xdp-live, xdp or packet (Ethernet, the fastest first), ip (loopback, tunnels) or"
                    + " memory (nothing is sent); default: the fastest that works"),
    RST_GUARD(
            NETWORK,
            VALUE,
            "rst-guard",
            "GUARD",
            "",
            "",
            "what keeps this host's TCP from resetting our connections: xdp (the link's own"
                    + " program), source-ip (an address that is not this host's), nft (a table of"
                    + " nf_tables), none, or auto (the first of these that can be had)"),
    TX_THREADS(
            NETWORK,
            VALUE,
            "tx-threads",
            "N",
            "",
            "transmit-threads sender-threads",
            "threads that send, 1 to 8 (default 1)"),
    RX_THREADS(
            NETWORK,
            VALUE,
            "rx-threads",
            "N",
            "",
            "receive-threads",
            "threads that receive, 1 to 8 (default 1)"),
    CPU(
            NETWORK,
            VALUE,
            "cpu",
            "LIST",
            "",
            "cpus",
            "processors to bind these threads to, the sending ones first: 0,1 or 2-5"),
    TTL(
            NETWORK,
            VALUE,
            "ttl",
            "N",
            "",
            "",
            "time to live of probes, or hop limit, 1 to 255 (default 64)"),
    OFFLINE(
            NETWORK,
            FLAG,
            "offline",
            "",
            "",
            "dry-run nosend notransmit",
            "make every probe and throw it away: needs no privileges and no interface"),

    BANNERS(
            Section.BANNERS,
            FLAG,
            "banners",
            "",
            "",
            "banner",
            "complete the handshake with open ports, talk, and say what runs there"),
    NOBANNERS(Section.BANNERS, FLAG, "nobanners", "", "", "nobanner", ""),
    CONNECTION_TIMEOUT(
            Section.BANNERS,
            VALUE,
            "connection-timeout",
            "SECONDS",
            "",
            "tcp-timeout",
            "how long a connection may last, 0.1 to 86400 (default 30)"),
    HELLO_TIMEOUT(
            Section.BANNERS,
            VALUE,
            "hello-timeout",
            "SECONDS",
            "",
            "",
            "how long a server may be silent before it is spoken to, or given up, 0 to 3600"
                    + " (default 2)"),
    MAX_CONNECTIONS(
            Section.BANNERS,
            VALUE,
            "max-connections",
            "N",
            "",
            "",
            "connections at once, 1 to 16777216; 0, the default, chooses them by rate"),
    MAX_HANDSHAKES(
            Section.BANNERS,
            VALUE,
            "max-handshakes",
            "N",
            "",
            "",
            "connections a port is worth, one after the other, 1 to 20 (default 5)"),
    DEEP(
            Section.BANNERS,
            FLAG,
            "deep",
            "",
            "",
            "",
            "learn also what takes more round trips, or connections up to --max-handshakes"),
    HELLO(
            Section.BANNERS,
            VALUE,
            "hello",
            "PROTOCOL",
            "",
            "",
            "say this protocol's hello first, on all ports: ssl, http or smbv1"),
    HELLO_FILE(
            Section.BANNERS,
            VALUE,
            "hello-file",
            "FILE",
            "",
            "hello-filename",
            "say the bytes in FILE first, up to 16 KiB; on one port: --hello-file[80] FILE"),
    HELLO_STRING(
            Section.BANNERS,
            VALUE,
            "hello-string",
            "BASE64",
            "",
            "",
            "the same with bytes in base64: --hello-string[80] R0VUIC8NCg=="),
    HTTP_METHOD(
            Section.BANNERS, VALUE, "http-method", "WORD", "", "", "such as HEAD (default GET)"),
    HTTP_URL(Section.BANNERS, VALUE, "http-url", "PATH", "", "http-uri", "the page (default /)"),
    HTTP_VERSION(
            Section.BANNERS, VALUE, "http-version", "N.N", "", "", "such as 1.1 (default 1.0)"),
    HTTP_HOST(
            Section.BANNERS,
            VALUE,
            "http-host",
            "NAME",
            "",
            "",
            "the Host of requests (default: the target)"),
    HTTP_USER_AGENT(
            Section.BANNERS,
            VALUE,
            "http-user-agent",
            "TEXT",
            "",
            "user-agent",
            "the User-Agent of requests (default: Sonde's own name)"),
    HTTP_HEADER(
            Section.BANNERS,
            VALUE,
            "http-header",
            "NAME:TEXT",
            "",
            "http-field",
            "one more line for requests; also --http-header[NAME] TEXT"),
    HTTP_COOKIE(
            Section.BANNERS, VALUE, "http-cookie", "TEXT", "", "", "one more cookie for requests"),
    HTTP_PAYLOAD(
            Section.BANNERS,
            VALUE,
            "http-payload",
            "TEXT",
            "",
            "",
            "the body of requests, announced by Content-Length"),
    CONTACT(
            Section.BANNERS,
            VALUE,
            "contact",
            "URL",
            "",
            "",
            "where to read about your scan or to complain; becomes part of the User-Agent"),
    CAPTURE(
            Section.BANNERS,
            VALUE,
            "capture",
            "WHAT",
            "",
            "",
            "report also cert (default), servername, html, heartbleed or ticketbleed"),
    NOCAPTURE(Section.BANNERS, VALUE, "nocapture", "WHAT", "", "", "don't report it"),
    HEARTBLEED(Section.BANNERS, FLAG, "heartbleed", "", "", "", "the same as --vuln heartbleed"),
    TICKETBLEED(Section.BANNERS, FLAG, "ticketbleed", "", "", "", "the same as --vuln ticketbleed"),
    VULN(
            Section.BANNERS,
            VALUE,
            "vuln",
            "NAME",
            "",
            "",
            "check TLS servers for heartbleed, ticketbleed or poodle, which switches on --banners;"
                    + " list shows these names"),
    NMAP_SERVICE_PROBES(
            Section.BANNERS,
            VALUE,
            "nmap-service-probes",
            "FILE",
            "",
            "",
            "recognise services also by nmap's file of that name, which Sonde doesn't have"),

    OUTPUT_LIST(OUTPUT, VALUE, "output-list", "FILE", "-oL", "", "write a line a result to FILE"),
    OUTPUT_JSON(OUTPUT, VALUE, "output-json", "FILE", "-oJ", "", "write a JSON array to FILE"),
    OUTPUT_NDJSON(
            OUTPUT,
            VALUE,
            "output-ndjson",
            "FILE",
            "-oD",
            "",
            "write a JSON object a line to FILE (- is standard output; several outputs may be"
                    + " given)"),
    OUTPUT_FORMAT(
            OUTPUT,
            VALUE,
            "output-format",
            "FORMAT",
            "",
            "",
            "list, json, ndjson or interactive: the format of --output-filename"),
    OUTPUT_FILENAME(
            OUTPUT,
            VALUE,
            "output-filename",
            "FILE",
            "",
            "output-file",
            "the file that --output-format goes to"),
    SHOW(
            OUTPUT,
            VALUE,
            "show",
            "WHAT",
            "",
            "output-show",
            "closed, filtered or all, with commas: report these besides open, unfiltered and up"),
    OPEN_ONLY(
            OUTPUT,
            FLAG,
            "open-only",
            "",
            "",
            "open output-show-open",
            "report nothing that is closed or filtered (default)"),
    INTERACTIVE(
            OUTPUT,
            FLAG,
            "interactive",
            "",
            "",
            "",
            "print results to standard output also when they go to files"),
    NOINTERACTIVE(OUTPUT, FLAG, "nointeractive", "", "", "", ""),
    STATUS(OUTPUT, FLAG, "status", "", "", "output-status", ""),
    NOSTATUS(OUTPUT, FLAG, "nostatus", "", "", "", "no status line"),
    STATUS_JSON(
            OUTPUT,
            FLAG,
            "status-json",
            "",
            "",
            "ndjson-status status-ndjson",
            "status on standard error as JSON, a line a second"),
    PCAP(OUTPUT, VALUE, "pcap", "FILE", "", "pcap-filename", "write the frames received to FILE"),
    PACKET_TRACE(
            OUTPUT,
            FLAG,
            "packet-trace",
            "",
            "",
            "trace-packet",
            "show every packet sent and received"),

    SEED(
            ORDER,
            VALUE,
            "seed",
            "N",
            "",
            "",
            "the number that fixes the order, or time (default: random, shown at the end; for"
                    + " shards and resumed scans made from the targets, so that the parts agree)"),
    SHARD(
            ORDER,
            VALUE,
            "shard",
            "I/N",
            "",
            "shards",
            "scan part I of N; give all parts the same targets and ports"),
    CHECKPOINT(
            ORDER,
            VALUE,
            "checkpoint",
            "FILE",
            "",
            "",
            "keep in FILE what --resume needs (default sonde.checkpoint)"),
    NO_CHECKPOINT(
            ORDER, FLAG, "no-checkpoint", "", "", "", "keep nothing to resume from"),
    RESUME(
            ORDER,
            VALUE,
            "resume",
            "FILE",
            "",
            "",
            "go on with the scan whose checkpoint FILE is; other options may be given beside it"),
    RESUME_INDEX(ORDER, VALUE, "resume-index", "N", "", "", "skip the first N probes of the order"),
    RESUME_COUNT(ORDER, VALUE, "resume-count", "N", "", "", "stop after N probes"),

    LIST_TARGETS(
            OTHER,
            FLAG,
            "list-targets",
            "",
            "-sL",
            "",
            "print the targets in scan order; nothing is sent"),
    INTERFACE_LIST(OTHER, FLAG, "iflist", "", "-W", "", "print interfaces and routes"),
    CONFIG(
            OTHER,
            VALUE,
            "config",
            "FILE",
            "-c",
            "conf",
            "read options from FILE, a line each: name = value"),
    ECHO(
            OTHER,
            FLAG,
            "echo",
            "",
            "",
            "",
            "print the configuration file that stands for this command line"),
    HELP(OTHER, FLAG, "help", "", "-h", "", "this page"),
    VERSION(OTHER, FLAG, "version", "", "-V", "", "versions of Sonde, Java and the kernel"),
    ALREADY(
            OTHER,
            FLAG,
            "randomize-hosts",
            "",
            "-Pn -n -6",
            "",
            "accepted: it is what Sonde does anyway");

    /** Whether an option takes a value. */
    enum Arity {
        /** No value, but {@code --name=no} is understood. */
        FLAG,
        /** A value is needed. */
        VALUE,
        /** A following word is the value if it is a number. */
        NUMBER_OR_NOTHING
    }

    /** What may stand in brackets behind a name. */
    enum Index {
        /** Nothing. */
        NONE,
        /** The number of a network adapter; masscan knows these options once an adapter. */
        ADAPTER,
        /** A port, 0 to 65535. */
        PORT,
        /** The name of an HTTP header field. */
        FIELD
    }

    private static final Option[] ALL = values();

    private final Section section;
    private final Arity arity;
    private final String label;
    private final String metavar;
    private final String shorts;
    private final String aliases;
    private final String help;

    Option(
            Section section,
            Arity arity,
            String label,
            String metavar,
            String shorts,
            String aliases,
            String help) {
        this.section = section;
        this.arity = arity;
        this.label = label;
        this.metavar = metavar;
        this.shorts = shorts;
        this.aliases = aliases;
        this.help = help;
    }

    Section section() {
        return section;
    }

    Arity arity() {
        return arity;
    }

    /** The name in configuration files and, behind two dashes, on the command line. */
    String label() {
        return label;
    }

    /** What stands for the value in help; empty for flags. */
    String metavar() {
        return metavar;
    }

    /**
     * What to give as value behind brackets.
     *
     * @param bracketed what stands in them; empty if there are none
     */
    String metavar(String bracketed) {
        boolean isNamed = index() == Index.FIELD && !bracketed.isEmpty();
        return isNamed ? metavar.substring(metavar.indexOf(':') + 1) : metavar;
    }

    /** Forms with one dash, separated by spaces. */
    String shorts() {
        return shorts;
    }

    /** Other names, separated by spaces. */
    String aliases() {
        return aliases;
    }

    /** What help says of it; empty if it isn't shown. */
    String help() {
        return help;
    }

    /** What may stand in brackets behind its name, as in {@code --adapter[0]}. */
    Index index() {
        return switch (this) {
            case INTERFACE, SOURCE_IP, SOURCE_PORT, SOURCE_MAC, ROUTER_IP, ROUTER_MAC, VLAN ->
                    Index.ADAPTER;
            case HELLO_FILE, HELLO_STRING -> Index.PORT;
            case HTTP_HEADER -> Index.FIELD;
            default -> Index.NONE;
        };
    }

    /** Finds an option by name or alias, without dashes in front. */
    static @Nullable Option named(String name) {
        for (Option option : ALL) {
            if (Names.same(option.label, name) || Names.listed(option.aliases, name)) {
                return option;
            }
        }
        return null;
    }

    /**
     * The longest of this option's one-dash forms that {@code word} begins with, or an empty
     * string.
     */
    String shortAtStartOf(String word) {
        String found = "";
        int start = 0;
        while (start < shorts.length()) {
            int space = shorts.indexOf(' ', start);
            int end = space < 0 ? shorts.length() : space;
            if (end - start > found.length() && word.startsWith(shorts.substring(start, end))) {
                found = shorts.substring(start, end);
            }
            start = end + 1;
        }
        return found;
    }

    /** Finds the option with the longest one-dash form that {@code word} begins with. */
    static @Nullable Option shortNamed(String word) {
        Option found = null;
        int lengthMax = 0;
        for (Option option : ALL) {
            int length = option.shortAtStartOf(word).length();
            if (length > lengthMax) {
                found = option;
                lengthMax = length;
            }
        }
        return found;
    }
}
