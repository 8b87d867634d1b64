// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/**
 * What {@code --help} says of each option. An empty text keeps an option out of it: aliases,
 * opposites of what is the default, and what is accepted but does nothing.
 */
final class HelpText {

    private HelpText() {}

    static String of(Option option) {
        return switch (option) {
            case RANGE ->
                    "what to scan, the same as a bare word: 198.18.0.1, 198.18.0.0/24,"
                            + " 198.18.0.1-198.18.0.9, 2001:db8::/120, a host name; several with"
                            + " commas";
            case INCLUDE_FILE ->
                    "read targets from FILE, which may be of any length (- is standard" + " input)";
            case EVERYTHING -> "scan 0.0.0.0/0, which needs an --exclude, as any range that wide";
            case EXCLUDE -> "never probe these";
            case EXCLUDE_FILE -> "never probe the ranges in FILE";
            case IPV6_IID ->
                    "which addresses of IPv6 prefixes to probe: low-byte, ports, random:16,"
                            + " eui:00163e, ipv4:198.18.0.0/24, with commas (default: all)";
            case ALIAS_CHECK ->
                    "find IPv6 prefixes in which every address answers, and report each as"
                            + " one (default; --alias-check=no reports their addresses)";
            case INCLUDE_RESERVED ->
                    "keep reserved ranges in a scan wider than a /8, which leaves them out"
                            + " by default";
            case PORTS ->
                    "80; 80,443; 8000-8100; 60000- (to the last); - (all); U:53 UDP,"
                            + " S:38412 SCTP, I:0 ICMP echo, I:1 ICMP timestamp, O:47 IP protocol,"
                            + " T:80 TCP again";
            case EXCLUDE_PORTS -> "leave these out";
            case TOP_PORTS ->
                    "the N most common TCP ports, 20 if N is not given; with -sU UDP ports";
            case PING -> "ask for an ICMP echo as well, or, without ports, alone";
            case ARPSCAN ->
                    "ask IPv4 targets on the link by ARP as well, or alone; says whose card"
                            + " it is";
            case SCAN_TYPE ->
                    "what ports mean whose list doesn't say it: S TCP, U UDP, Y SCTP, O IP"
                            + " protocols; A, F, N, X, M TCP with other flags, as in nmap; n hosts"
                            + " alone, by ICMP echo; several in one word: -sSU";
            case SCANFLAGS ->
                    "the flags of TCP probes: SYNFIN, ACK, or a number, 0 to 255 (default"
                            + " SYN)";
            case TCP_MSS ->
                    "TCP probes have this maximum segment size, or none with --tcp-mss=no"
                            + " (default: what the family usually has)";
            case TCP_WSCALE -> "and a window scale, 2 to 14 (3 if not given)";
            case TCP_TSECHO -> "and a timestamp, with this value";
            case TCP_SACKOK -> "and permit selective acknowledgments";
            case PAYLOAD_FILE ->
                    "what UDP probes say on the ports that FILE names, before what Sonde"
                            + " says there; docs/PAYLOADS.md has the format";
            case NMAP_PAYLOADS ->
                    "the same from nmap's file of that name, in place of what Sonde says";
            case PCAP_PAYLOADS ->
                    "the same from a capture: what it has for a UDP port is said there";
            case PAYLOAD_EXTRAS ->
                    "what UDP probes say besides: ntp-control, ntp-monlist; several with"
                            + " commas";
            case RATE -> "packets a second: 1000, 0.5, 10k, 1.5M (default 100)";
            case BANDWIDTH -> "bits a second on the wire instead: 10M, 1G";
            case RETRIES -> "send every probe N times more, 0 to 999 (default 0)";
            case WAIT ->
                    "how long to listen after the last probe: seconds, auto (until no"
                            + " answer can be missing) or forever (default 10)";
            case INTERFACE ->
                    "the network interface, several with commas or repeated (default: those"
                            + " of the routes)";
            case SOURCE_IP ->
                    "where probes come from: an address, a block or first-last, once for IPv4 and"
                        + " once for IPv6; Sonde answers ARP and neighbour discovery for those that"
                        + " this host doesn't have (default: the interface's)";
            case SOURCE_PORT -> "the port or ports probes come from (default: ports nobody uses)";
            case SOURCE_MAC -> "the Ethernet address probes come from (default: the interface's)";
            case ROUTER_IP -> "the router to use (default: the route's)";
            case ROUTER_MAC ->
                    "the router's Ethernet address (default: ask by ARP or neighbour"
                            + " discovery)";
            case VLAN ->
                    "VLAN tags of all frames, 0 to 4094: one (802.1Q), or two, the outer"
                            + " one first (QinQ)";
            case LINK ->
                    "xdp-live, xdp or packet (Ethernet, the fastest first), ip (loopback, tunnels)"
                            + " or memory (nothing is sent); default: the fastest that works";
            case RST_GUARD ->
                    "what keeps this host's TCP from resetting our connections: xdp (the link's own"
                        + " program), source-ip (an address that is not this host's), nft (a table"
                        + " of nf_tables), none, or auto (the first of these that can be had)";
            case TX_THREADS -> "threads that send, 1 to 8 (default 1)";
            case RX_THREADS -> "threads that receive, 1 to 8 (default 1)";
            case CPU ->
                    "processors to bind these threads to, the sending ones first: 0,1 or" + " 2-5";
            case TTL -> "time to live of probes, or hop limit, 1 to 255 (default 64)";
            case OFFLINE ->
                    "make every probe and throw it away: needs no privileges and no" + " interface";
            case BANNERS -> "complete the handshake with open ports, talk, and say what runs there";
            case CONNECTION_TIMEOUT -> "how long a connection may last, 0.1 to 86400 (default 30)";
            case HELLO_TIMEOUT ->
                    "how long a server may be silent before it is spoken to, or given up, 0"
                            + " to 3600 (default 2)";
            case MAX_CONNECTIONS ->
                    "connections at once, 1 to 16777216; 0, the default, chooses them by" + " rate";
            case MAX_HANDSHAKES ->
                    "connections a port is worth, one after the other, 1 to 20 (default 5)";
            case DEEP ->
                    "learn also what takes more round trips, or connections up to"
                            + " --max-handshakes";
            case HELLO -> "say this protocol's hello first, on all ports: ssl, http or smbv1";
            case HELLO_FILE ->
                    "say the bytes in FILE first, up to 16 KiB; on one port:"
                            + " --hello-file[80] FILE";
            case HELLO_STRING -> "the same with bytes in base64: --hello-string[80] R0VUIC8NCg==";
            case HTTP_METHOD -> "such as HEAD (default GET)";
            case HTTP_URL -> "the page (default /)";
            case HTTP_VERSION -> "such as 1.1 (default 1.0)";
            case HTTP_HOST -> "the Host of requests (default: the target)";
            case HTTP_USER_AGENT -> "the User-Agent of requests (default: Sonde's own name)";
            case HTTP_HEADER -> "one more line for requests; also --http-header[NAME] TEXT";
            case HTTP_COOKIE -> "one more cookie for requests";
            case HTTP_PAYLOAD -> "the body of requests, announced by Content-Length";
            case CONTACT ->
                    "where to read about your scan or to complain; becomes part of the"
                            + " User-Agent";
            case CAPTURE ->
                    "report also cert (default), servername, html, heartbleed or" + " ticketbleed";
            case NOCAPTURE -> "don't report it";
            case HEARTBLEED -> "the same as --vuln heartbleed";
            case TICKETBLEED -> "the same as --vuln ticketbleed";
            case VULN ->
                    "check TLS servers for heartbleed, ticketbleed or poodle, which"
                            + " switches on --banners; list shows these names";
            case NORESET -> "leave connections without a reset";
            case RAWUDP -> "report what UDP services answer also as it came";
            case NMAP_SERVICE_PROBES ->
                    "recognise services also by nmap's file of that name, which Sonde"
                            + " doesn't have";
            case OUTPUT_LIST ->
                    "write a line a result to FILE (- is standard output; several outputs"
                            + " may be given)";
            case OUTPUT_JSON -> "write a JSON array to FILE";
            case OUTPUT_NDJSON -> "write a JSON object a line to FILE";
            case OUTPUT_XML -> "write nmap's XML to FILE";
            case OUTPUT_GREPABLE -> "write nmap's grepable lines to FILE";
            case OUTPUT_BINARY -> "write masscan's binary records to FILE, for --readscan";
            case OUTPUT_UNICORNSCAN -> "write unicornscan's lines to FILE";
            case OUTPUT_HOSTONLY -> "write addresses alone to FILE";
            case OUTPUT_ALL -> "write BASE.xml, BASE.gnmap (grepable) and BASE.json";
            case OUTPUT_REDIS -> "add results to the sets of a Redis server";
            case REDIS -> "that server; port 6379 if none is given; a redis-stream goes there too";
            case REDIS_PASSWORD -> "its password";
            case OUTPUT_FORMAT ->
                    "the format of --output-filename: any of the above, or certs (PEM),"
                            + " csv, redis-stream, interactive or none; alone it goes to standard"
                            + " output";
            case OUTPUT_FILENAME -> "the file that --output-format goes to, or XML without one";
            case OUTPUT_APPEND -> "go on with files that are there, which otherwise are emptied";
            case ROTATE -> "put files aside, whole, every TIME: hourly, 10min, 3600 (seconds)";
            case ROTATE_OFFSET -> "so much later than the full hour or day";
            case ROTATE_SIZE ->
                    "put them aside also when they have this size: 500k, 1G (times 1024)";
            case ROTATE_DIRECTORY -> "where to (default: the current directory)";
            case GROUP -> "what is said of a host stands together, in xml, json and grepable";
            case FIELDS ->
                    "what csv, json and ndjson say of a result, in this order, such as"
                            + " ip,port,banner";
            case FILTER -> "which results are written";
            case BANNER_TYPES -> "write banners of these alone: ssh,http,X509; with commas";
            case STYLESHEET -> "the XSL stylesheet that XML files name";
            case WEBXML -> "nmap's stylesheet on the web";
            case SHOW ->
                    "closed, filtered or all, with commas: report these besides open,"
                            + " unfiltered and up";
            case NOSHOW -> "open, closed, filtered or all: don't report these";
            case OPEN_ONLY -> "report nothing that is closed or filtered (default)";
            case INTERACTIVE -> "print results to standard output also when they go to files";
            case NOSTATUS -> "no status line";
            case STATUS_JSON -> "status on standard error as JSON, a line a second";
            case PCAP -> "write the frames received to FILE";
            case PACKET_TRACE -> "show every packet sent and received";
            case SEED ->
                    "the number that fixes the order, or time (default: random, shown at the end;"
                        + " for shards and resumed scans made from the targets, so that the parts"
                        + " agree)";
            case SHARD -> "scan part I of N; give all parts the same targets and ports";
            case RESUME_INDEX -> "skip the first N probes of the order";
            case RESUME_COUNT -> "stop after N probes";
            case INFINITE ->
                    "begin anew when the scan has ended, in another order, until it is"
                            + " stopped";
            case CHECKPOINT ->
                    "where to keep what --resume needs, and beside it in FILE.journal (default:"
                            + " sonde.checkpoint)";
            case NO_CHECKPOINT -> "keep nothing";
            case RESUME ->
                    "go on where a scan was broken off, by its checkpoint; or scan what a"
                            + " paused.conf of masscan says";
            case LIST_TARGETS -> "print the targets in scan order; nothing is sent";
            case READ_SCAN ->
                    "read results from FILEs of any format, also by gzip or zstd, and write"
                            + " them as these options say; nothing is sent";
            case READ_RANGE -> "print the targets as sorted ranges; nothing is sent";
            case ECHO_CIDR -> "the same as blocks: 198.18.0.0/24";
            case INTERFACE_LIST -> "print interfaces and routes";
            case CONFIG -> "read options from FILE, a line each: name = value";
            case ECHO -> "print the configuration file that stands for this command line";
            case HELP -> "this page";
            case VERSION -> "versions of Sonde, Java and the kernel";
            case UDP_PORTS,
                    SCTP_PORTS,
                    OPROTOS,
                    NOBANNERS,
                    NO_STYLESHEET,
                    NOINTERACTIVE,
                    STATUS,
                    BLACKROCK_ROUNDS,
                    ALREADY,
                    DATA_DIRECTORY ->
                    "";
        };
    }
}
