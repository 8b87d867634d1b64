// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static sonde.cli.Option.Arity.FLAG;
import static sonde.cli.Option.Arity.NUMBER_OR_NOTHING;
import static sonde.cli.Option.Arity.OPTIONAL;
import static sonde.cli.Option.Arity.VALUE;
import static sonde.cli.Option.Arity.WORDS;
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
 * OptionEcho}, what help says in {@link HelpText}; they are switches over this enum without a
 * default, so the compiler finds whatever a new option lacks.
 *
 * <p>Names are compared as masscan does, ignoring case and every {@code -}, {@code .} and {@code
 * _}; most aliases are masscan's.
 */
enum Option {
    RANGE(
            TARGETS,
            VALUE,
            "range",
            "RANGES",
            "",
            "ranges ip ipv4 dst-ip dest-ip destination-ip target-ip"),
    INCLUDE_FILE(TARGETS, VALUE, "includefile", "FILE", "-iL", ""),
    EVERYTHING(TARGETS, FLAG, "everything", "", "-iR", ""),
    EXCLUDE(
            TARGETS,
            VALUE,
            "exclude",
            "RANGES",
            "",
            "exclude-range exclude-ranges exclude-ip exclude-ipv4"),
    EXCLUDE_FILE(TARGETS, VALUE, "excludefile", "FILE", "", ""),
    IPV6_IID(TARGETS, VALUE, "ipv6-iid", "PATTERNS", "", "randomize-iid"),
    ALIAS_CHECK(TARGETS, FLAG, "alias-check", "", "", ""),
    INCLUDE_RESERVED(TARGETS, FLAG, "include-reserved", "", "", ""),

    PORTS(
            Section.PORTS,
            VALUE,
            "ports",
            "PORTS",
            "-p",
            "port dst-port dest-port destination-port target-port tcp-ports tcp-port"),
    UDP_PORTS(Section.PORTS, VALUE, "udp-ports", "PORTS", "", "udp-port"),
    SCTP_PORTS(Section.PORTS, VALUE, "sctp-ports", "PORTS", "", "sctp-port"),
    OPROTOS(Section.PORTS, VALUE, "oprotos", "NUMBERS", "", "oproto"),
    EXCLUDE_PORTS(Section.PORTS, VALUE, "exclude-ports", "PORTS", "", "exclude-port"),
    TOP_PORTS(Section.PORTS, NUMBER_OR_NOTHING, "top-ports", "[N]", "", "top-port"),
    PING(Section.PORTS, FLAG, "ping", "", "", "ping-sweep"),
    ARPSCAN(Section.PORTS, FLAG, "arpscan", "", "", "arp"),
    SCAN_TYPE(Section.PORTS, VALUE, "scan-type", "LETTERS", "-s", ""),
    SCANFLAGS(Section.PORTS, VALUE, "scanflags", "FLAGS", "", ""),
    TCP_MSS(Section.PORTS, NUMBER_OR_NOTHING, "tcp-mss", "[BYTES]", "", ""),
    TCP_WSCALE(Section.PORTS, NUMBER_OR_NOTHING, "tcp-wscale", "[SHIFT]", "", ""),
    TCP_TSECHO(Section.PORTS, NUMBER_OR_NOTHING, "tcp-tsecho", "[N]", "", ""),
    TCP_SACKOK(Section.PORTS, NUMBER_OR_NOTHING, "tcp-sackok", "[YES]", "", ""),
    PAYLOAD_FILE(Section.PORTS, VALUE, "payload-file", "FILE", "", ""),
    NMAP_PAYLOADS(Section.PORTS, VALUE, "nmap-payloads", "FILE", "", "nmap-payload"),
    PCAP_PAYLOADS(Section.PORTS, VALUE, "pcap-payloads", "FILE", "", "pcap-payload"),
    PAYLOAD_EXTRAS(Section.PORTS, VALUE, "payload-extras", "NAMES", "", ""),

    RATE(SPEED, VALUE, "rate", "PPS", "", "max-rate"),
    BANDWIDTH(SPEED, VALUE, "bandwidth", "BPS", "", ""),
    RETRIES(SPEED, VALUE, "retries", "N", "", "retry max-retries max-retry"),
    WAIT(SPEED, VALUE, "wait", "SECONDS", "", ""),

    INTERFACE(NETWORK, VALUE, "interface", "NAME[,NAME]", "-e -i", "adapter if"),
    SOURCE_IP(
            NETWORK,
            VALUE,
            "source-ip",
            "RANGE",
            "-S",
            "adapter-ip source-address spoof-ip spoof-address src-ip"),
    SOURCE_PORT(NETWORK, VALUE, "source-port", "PORT[-PORT]", "-g", "adapter-port src-port"),
    SOURCE_MAC(NETWORK, VALUE, "source-mac", "MAC", "", "adapter-mac spoof-mac src-mac"),
    ROUTER_IP(NETWORK, VALUE, "router-ip", "ADDRESS", "", ""),
    ROUTER_MAC(
            NETWORK,
            VALUE,
            "router-mac",
            "MAC",
            "",
            "router dest-mac destination-mac dst-mac target-mac router-mac-ipv4"
                    + " router-ipv4 router-mac-ipv6 router-ipv6"),
    VLAN(NETWORK, VALUE, "vlan", "ID[,ID]", "", "adapter-vlan"),
    LINK(NETWORK, VALUE, "link", "LINK", "", ""),
    RST_GUARD(NETWORK, VALUE, "rst-guard", "GUARD", "", ""),
    TX_THREADS(NETWORK, VALUE, "tx-threads", "N", "", "transmit-threads sender-threads"),
    RX_THREADS(NETWORK, VALUE, "rx-threads", "N", "", "receive-threads"),
    CPU(NETWORK, VALUE, "cpu", "LIST", "", "cpus"),
    TTL(NETWORK, VALUE, "ttl", "N", "", ""),
    OFFLINE(NETWORK, FLAG, "offline", "", "", "dry-run nosend notransmit"),

    BANNERS(Section.BANNERS, FLAG, "banners", "", "", "banner"),
    NOBANNERS(Section.BANNERS, FLAG, "nobanners", "", "", "nobanner"),
    CONNECTION_TIMEOUT(Section.BANNERS, VALUE, "connection-timeout", "SECONDS", "", "tcp-timeout"),
    HELLO_TIMEOUT(Section.BANNERS, VALUE, "hello-timeout", "SECONDS", "", ""),
    MAX_CONNECTIONS(Section.BANNERS, VALUE, "max-connections", "N", "", ""),
    MAX_HANDSHAKES(Section.BANNERS, VALUE, "max-handshakes", "N", "", ""),
    DEEP(Section.BANNERS, FLAG, "deep", "", "", ""),
    HELLO(Section.BANNERS, VALUE, "hello", "PROTOCOL", "", ""),
    HELLO_FILE(Section.BANNERS, VALUE, "hello-file", "FILE", "", "hello-filename"),
    HELLO_STRING(Section.BANNERS, VALUE, "hello-string", "BASE64", "", ""),
    HTTP_METHOD(Section.BANNERS, VALUE, "http-method", "WORD", "", ""),
    HTTP_URL(Section.BANNERS, VALUE, "http-url", "PATH", "", "http-uri"),
    HTTP_VERSION(Section.BANNERS, VALUE, "http-version", "N.N", "", ""),
    HTTP_HOST(Section.BANNERS, VALUE, "http-host", "NAME", "", ""),
    HTTP_USER_AGENT(Section.BANNERS, VALUE, "http-user-agent", "TEXT", "", "user-agent"),
    HTTP_HEADER(Section.BANNERS, VALUE, "http-header", "NAME:TEXT", "", "http-field"),
    HTTP_COOKIE(Section.BANNERS, VALUE, "http-cookie", "TEXT", "", ""),
    HTTP_PAYLOAD(Section.BANNERS, VALUE, "http-payload", "TEXT", "", ""),
    CONTACT(Section.BANNERS, VALUE, "contact", "URL", "", ""),
    CAPTURE(Section.BANNERS, VALUE, "capture", "WHAT", "", ""),
    NOCAPTURE(Section.BANNERS, VALUE, "nocapture", "WHAT", "", ""),
    HEARTBLEED(Section.BANNERS, FLAG, "heartbleed", "", "", ""),
    TICKETBLEED(Section.BANNERS, FLAG, "ticketbleed", "", "", ""),
    VULN(Section.BANNERS, VALUE, "vuln", "NAME", "", ""),
    NORESET(Section.BANNERS, FLAG, "noreset", "", "", ""),
    RAWUDP(Section.BANNERS, FLAG, "rawudp", "", "", ""),
    NMAP_SERVICE_PROBES(
            Section.BANNERS, VALUE, "nmap-service-probes", "FILE", "", "nmap-service-probe"),

    OUTPUT_LIST(OUTPUT, VALUE, "output-list", "FILE", "-oL", ""),
    OUTPUT_JSON(OUTPUT, VALUE, "output-json", "FILE", "-oJ", ""),
    OUTPUT_NDJSON(OUTPUT, VALUE, "output-ndjson", "FILE", "-oD", ""),
    OUTPUT_XML(OUTPUT, VALUE, "output-xml", "FILE", "-oX", ""),
    OUTPUT_GREPABLE(OUTPUT, VALUE, "output-grepable", "FILE", "-oG", "output-greppable"),
    OUTPUT_BINARY(OUTPUT, VALUE, "output-binary", "FILE", "-oB", ""),
    OUTPUT_UNICORNSCAN(OUTPUT, VALUE, "output-unicornscan", "FILE", "-oU", ""),
    OUTPUT_HOSTONLY(OUTPUT, VALUE, "output-hostonly", "FILE", "-oH", ""),
    OUTPUT_ALL(OUTPUT, VALUE, "output-all", "BASE", "-oA", ""),
    OUTPUT_REDIS(OUTPUT, OPTIONAL, "output-redis", "[HOST[:PORT]]", "-oR", ""),
    REDIS(OUTPUT, VALUE, "redis", "HOST[:PORT]", "", ""),
    REDIS_PASSWORD(OUTPUT, VALUE, "redis-pwd", "TEXT", "", "redis-password"),
    OUTPUT_FORMAT(OUTPUT, VALUE, "output-format", "FORMAT", "", ""),
    OUTPUT_FILENAME(OUTPUT, VALUE, "output-filename", "FILE", "", "output-file"),
    OUTPUT_APPEND(OUTPUT, FLAG, "append-output", "", "", "output-append"),
    ROTATE(OUTPUT, VALUE, "rotate", "TIME", "", "output-rotate rotate-output rotate-time"),
    ROTATE_OFFSET(OUTPUT, VALUE, "rotate-offset", "TIME", "", "output-rotate-offset"),
    ROTATE_SIZE(OUTPUT, VALUE, "rotate-size", "SIZE", "", "rotate-filesize output-rotate-filesize"),
    ROTATE_DIRECTORY(OUTPUT, VALUE, "rotate-dir", "DIR", "", "rotate-directory output-rotate-dir"),
    GROUP(OUTPUT, FLAG, "group", "", "", ""),
    FIELDS(OUTPUT, VALUE, "fields", "NAMES", "", ""),
    FILTER(OUTPUT, VALUE, "filter", "EXPRESSION", "", ""),
    BANNER_TYPES(OUTPUT, VALUE, "banner-types", "NAMES", "", "banner-type banner-apps banner-app"),
    STYLESHEET(OUTPUT, VALUE, "stylesheet", "URL", "", ""),
    WEBXML(OUTPUT, FLAG, "webxml", "", "", ""),
    NO_STYLESHEET(OUTPUT, FLAG, "no-stylesheet", "", "", ""),
    SHOW(OUTPUT, VALUE, "show", "WHAT", "", "output-show output-status"),
    NOSHOW(OUTPUT, VALUE, "noshow", "WHAT", "", "output-noshow"),
    OPEN_ONLY(OUTPUT, FLAG, "open-only", "", "", "open output-show-open"),
    INTERACTIVE(OUTPUT, FLAG, "interactive", "", "", ""),
    NOINTERACTIVE(OUTPUT, FLAG, "nointeractive", "", "", ""),
    STATUS(OUTPUT, FLAG, "status", "", "", ""),
    NOSTATUS(OUTPUT, FLAG, "nostatus", "", "", ""),
    STATUS_JSON(OUTPUT, FLAG, "status-json", "", "", "ndjson-status status-ndjson"),
    PCAP(OUTPUT, VALUE, "pcap", "FILE", "", "pcap-filename"),
    PACKET_TRACE(OUTPUT, FLAG, "packet-trace", "", "", "trace-packet"),

    SEED(ORDER, VALUE, "seed", "N", "", ""),
    SHARD(ORDER, VALUE, "shard", "I/N", "", "shards"),
    RESUME_INDEX(ORDER, VALUE, "resume-index", "N", "", ""),
    RESUME_COUNT(ORDER, VALUE, "resume-count", "N", "", ""),
    INFINITE(ORDER, FLAG, "infinite", "", "", ""),
    CHECKPOINT(ORDER, VALUE, "checkpoint", "FILE", "", ""),
    NO_CHECKPOINT(ORDER, FLAG, "no-checkpoint", "", "", ""),
    RESUME(ORDER, VALUE, "resume", "FILE", "", ""),
    BLACKROCK_ROUNDS(ORDER, VALUE, "blackrock-rounds", "N", "", ""),

    LIST_TARGETS(OTHER, FLAG, "list-targets", "", "-sL", ""),
    READ_SCAN(OTHER, WORDS, "readscan", "FILE...", "", ""),
    READ_RANGE(OTHER, FLAG, "readrange", "", "", "readranges"),
    ECHO_CIDR(OTHER, FLAG, "echo-cidr", "", "", ""),
    INTERFACE_LIST(OTHER, FLAG, "iflist", "", "-W", ""),
    CONFIG(OTHER, VALUE, "config", "FILE", "-c", "conf"),
    ECHO(OTHER, FLAG, "echo", "", "", "echo-all"),
    HELP(OTHER, FLAG, "help", "", "-h", "nmap"),
    VERSION(OTHER, FLAG, "version", "", "-V", ""),
    ALREADY(
            OTHER,
            FLAG,
            "randomize-hosts",
            "",
            "-Pn -n -6 -v -vv -vvv -d -dd -ddd",
            "send-eth release-memory reason pfring sendq sendqueue notest"),
    DATA_DIRECTORY(OTHER, VALUE, "datadir", "DIR", "", "");

    /** Whether an option takes a value. */
    enum Arity {
        /** No value, but {@code --name=no} is understood. */
        FLAG,
        /** A value is needed. */
        VALUE,
        /** A following word is the value if it is a number, or yes or no. */
        NUMBER_OR_NOTHING,
        /** A following word is the value if it may be one. */
        OPTIONAL,
        /** All following words that may be values are. */
        WORDS
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

    Option(
            Section section,
            Arity arity,
            String label,
            String metavar,
            String shorts,
            String aliases) {
        this.section = section;
        this.arity = arity;
        this.label = label;
        this.metavar = metavar;
        this.shorts = shorts;
        this.aliases = aliases;
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
        return HelpText.of(this);
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
