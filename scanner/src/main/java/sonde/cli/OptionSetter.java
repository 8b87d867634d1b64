// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.clock.Pacer;
import sonde.engine.LinkNames;
import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.GuardMode;
import sonde.engine.ScanOptions.WaitMode;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What each option does to {@link ScanOptions}, one case an option; the twin of {@link OptionEcho}.
 */
final class OptionSetter {

    private static final int TOP_PORTS_DEFAULT = 20;
    private static final int PORT_MAX = 65_535;
    private static final int RETRIES_MAX = 999;

    /** What the JVM has in place of bytes that are no characters of the locale's encoding. */
    private static final char UNREADABLE = '\ufffd';

    /** What {@code -iR} stands for. */
    private static final String EVERYTHING = "0.0.0.0/0";

    /** More would be a slip of the finger. */
    private static final int ROUNDS_MAX = 1000;

    /** One smallest frame in 0.7 seconds. */
    private static final double BANDWIDTH_MIN_BPS = 1e3;

    /** Somewhat below what {@link Pacer#RATE_MAX_PPS} smallest frames take. */
    private static final double BANDWIDTH_MAX_BPS = 6e11;

    /** A year of 365 days. */
    private static final double WAIT_MAX_SECONDS = 31_536_000;

    private static final double WAIT_DEFAULT_SECONDS = new ScanOptions().waitSeconds;

    private final ScanOptions options;
    private final BannerSetter banners;
    private final ProbeSetter probes;
    private final OutputSetter outputs;
    private final long epochSeconds;
    private boolean rateGiven;

    /**
     * @param options what is filled in
     * @param epochSeconds the time that {@code --seed time} means
     */
    OptionSetter(ScanOptions options, long epochSeconds) {
        this.options = options;
        this.banners = new BannerSetter(options);
        this.probes = new ProbeSetter(options);
        this.outputs = new OutputSetter(options);
        this.epochSeconds = epochSeconds;
    }

    /** Whether {@code --rate} was set, be it to its default. */
    boolean rateGiven() {
        return rateGiven;
    }

    private static void checkCharacters(Given given) throws UsageException {
        for (int i = 0; i < given.value().length(); i++) {
            char character = given.value().charAt(i);
            if (Character.isISOControl(character)) {
                throw given.bad("contains a control character", "remove it");
            }
            if (character == UNREADABLE) {
                // A file would get, or be looked for under, another name.
                throw given.bad(
                        "has bytes that are no characters here",
                        "set LC_ALL to the encoding they are in, such as C.UTF-8, or rename the"
                                + " file");
            }
        }
    }

    /** Sets one option; {@code --config}, {@code --help} and {@code --version} are the caller's. */
    void set(Option option, Given given) throws UsageException {
        if (given.value().isBlank()) {
            throw new UsageException(
                    given.typed()
                            + " needs a value"
                            + (option.metavar().isEmpty()
                                    ? ""
                                    : ": " + option.metavar(given.index())));
        }
        checkCharacters(given);
        switch (option) {
            case RANGE, INCLUDE_FILE, EVERYTHING, EXCLUDE, EXCLUDE_FILE, INCLUDE_RESERVED ->
                    setTargets(option, given);
            case PORTS -> setPorts(given);
            case UDP_PORTS,
                    SCTP_PORTS,
                    OPROTOS,
                    PING,
                    ARPSCAN,
                    SCAN_TYPE,
                    SCANFLAGS,
                    TCP_MSS,
                    TCP_WSCALE,
                    TCP_TSECHO,
                    TCP_SACKOK,
                    NORESET,
                    RAWUDP,
                    PAYLOAD_FILE,
                    NMAP_PAYLOADS,
                    PCAP_PAYLOADS,
                    PAYLOAD_EXTRAS,
                    IPV6_IID,
                    ALIAS_CHECK,
                    VLAN ->
                    probes.set(option, given);
            case EXCLUDE_PORTS -> options.excludedPorts.add(given.value());
            case TOP_PORTS -> options.topPorts = topPorts(given);
            case RATE -> {
                options.ratePps =
                        Values.quantity(
                                given,
                                Pacer.RATE_MIN_PPS,
                                Pacer.RATE_MAX_PPS,
                                true,
                                "give 0.01 to 1G packets a second, such as 1000, 10k or 1.5M");
                rateGiven = true;
            }
            case BANDWIDTH ->
                    options.bandwidthBps =
                            OptionalDouble.of(
                                    Values.quantity(
                                            given,
                                            BANDWIDTH_MIN_BPS,
                                            BANDWIDTH_MAX_BPS,
                                            true,
                                            "give 1k to 600G bits a second, such as 10M"));
            case RETRIES -> options.retries = (int) Values.integer(given, 0, RETRIES_MAX);
            case WAIT -> setWait(given);
            case INTERFACE,
                    SOURCE_IP,
                    SOURCE_PORT,
                    SOURCE_MAC,
                    ROUTER_IP,
                    ROUTER_MAC,
                    LINK,
                    RST_GUARD,
                    TX_THREADS,
                    RX_THREADS,
                    CPU,
                    TTL,
                    OFFLINE ->
                    setNetwork(option, given);
            case BANNERS,
                    NOBANNERS,
                    CONNECTION_TIMEOUT,
                    HELLO_TIMEOUT,
                    MAX_CONNECTIONS,
                    MAX_HANDSHAKES,
                    DEEP,
                    HELLO,
                    HELLO_FILE,
                    HELLO_STRING,
                    HTTP_METHOD,
                    HTTP_URL,
                    HTTP_VERSION,
                    HTTP_HOST,
                    HTTP_USER_AGENT,
                    HTTP_HEADER,
                    HTTP_COOKIE,
                    HTTP_PAYLOAD,
                    CONTACT,
                    CAPTURE,
                    NOCAPTURE,
                    HEARTBLEED,
                    TICKETBLEED,
                    VULN,
                    NMAP_SERVICE_PROBES ->
                    banners.set(option, given);
            case OUTPUT_LIST,
                    OUTPUT_JSON,
                    OUTPUT_NDJSON,
                    OUTPUT_XML,
                    OUTPUT_GREPABLE,
                    OUTPUT_BINARY,
                    OUTPUT_UNICORNSCAN,
                    OUTPUT_HOSTONLY,
                    OUTPUT_ALL,
                    OUTPUT_REDIS,
                    REDIS,
                    REDIS_PASSWORD,
                    OUTPUT_FORMAT,
                    OUTPUT_FILENAME,
                    OUTPUT_APPEND,
                    ROTATE,
                    ROTATE_OFFSET,
                    ROTATE_SIZE,
                    ROTATE_DIRECTORY,
                    GROUP,
                    FIELDS,
                    FILTER,
                    BANNER_TYPES,
                    STYLESHEET,
                    WEBXML,
                    NO_STYLESHEET,
                    SHOW,
                    NOSHOW,
                    OPEN_ONLY,
                    INTERACTIVE,
                    NOINTERACTIVE,
                    STATUS,
                    NOSTATUS,
                    STATUS_JSON,
                    PCAP,
                    PACKET_TRACE ->
                    outputs.set(option, given);
            case SEED,
                    SHARD,
                    RESUME_INDEX,
                    RESUME_COUNT,
                    INFINITE,
                    CHECKPOINT,
                    NO_CHECKPOINT,
                    RESUME,
                    BLACKROCK_ROUNDS ->
                    setOrder(option, given);
            case LIST_TARGETS,
                    READ_SCAN,
                    READ_RANGE,
                    ECHO_CIDR,
                    INTERFACE_LIST,
                    ECHO,
                    ALREADY,
                    DATA_DIRECTORY ->
                    setMode(option, given);
            case CONFIG, HELP, VERSION -> throw new IllegalArgumentException(option.label());
        }
    }

    /** Ends the setting: nothing may be left half said. */
    void finish() throws UsageException {
        outputs.finish();
    }

    private void setTargets(Option option, Given given) throws UsageException {
        switch (option) {
            case RANGE -> options.targets.add(given.value());
            case INCLUDE_FILE -> options.targetFiles.add(given.value());
            case EVERYTHING -> {
                if (Values.yesNo(given)) {
                    options.targets.add(EVERYTHING);
                }
            }
            case EXCLUDE -> options.exclusions.add(given.value());
            case EXCLUDE_FILE -> options.exclusionFiles.add(given.value());
            default -> options.includeReserved = Values.yesNo(given);
        }
    }

    private void setPorts(Given given) {
        MasscanPorts ports = MasscanPorts.of(given.value());
        options.arpScan |= ports.hasArp();
        if (!ports.list().isEmpty() || !ports.hasArp()) {
            options.ports.add(ports.list());
        }
    }

    private static OptionalInt topPorts(Given given) throws UsageException {
        String value = given.value();
        if (Values.isDigits(value) || value.startsWith("-")) {
            return OptionalInt.of((int) Values.integer(given, 1, PORT_MAX));
        }
        return Values.yesNo(given) ? OptionalInt.of(TOP_PORTS_DEFAULT) : OptionalInt.empty();
    }

    private void setWait(Given given) throws UsageException {
        options.waitMode = WaitMode.FIXED;
        if (given.value().equalsIgnoreCase("forever")) {
            options.waitSeconds = Double.POSITIVE_INFINITY;
        } else if (given.value().equalsIgnoreCase("auto")) {
            options.waitMode = WaitMode.AUTO;
            options.waitSeconds = WAIT_DEFAULT_SECONDS;
        } else {
            options.waitSeconds =
                    Values.quantity(
                            given,
                            0,
                            WAIT_MAX_SECONDS,
                            false,
                            "give 0 to 31536000 seconds, auto or forever");
        }
    }

    private void setNetwork(Option option, Given given) throws UsageException {
        switch (option) {
            case INTERFACE ->
                    options.interfaceNames = Values.interfaceNames(given, options.interfaceNames);
            case SOURCE_IP -> options.sourceIps.add(Values.addressRange(given));
            case SOURCE_PORT -> setSourcePort(given);
            case SOURCE_MAC -> {
                byte[] mac = Values.mac(given);
                if ((mac[0] & 1) != 0) {
                    throw given.bad("is a group address", "give one whose first byte is even");
                }
                options.sourceMac = mac;
            }
            case ROUTER_IP -> options.routerIps.add(Values.address(given));
            case ROUTER_MAC -> options.routerMac = Values.mac(given);
            case LINK -> {
                String name = Values.lower(given.value());
                if (!LinkNames.ALL.contains(name)) {
                    throw given.bad(
                            "is not a link", "give one of " + String.join(", ", LinkNames.ALL));
                }
                options.linkName = name;
            }
            case RST_GUARD -> options.rstGuard = guardMode(given);
            case TX_THREADS ->
                    options.transmitThreads =
                            (int) Values.integer(given, 1, ScanOptions.THREADS_MAX);
            case RX_THREADS ->
                    options.receiveThreads =
                            (int) Values.integer(given, 1, ScanOptions.THREADS_MAX);
            case CPU -> options.processors = Values.processors(given);
            case TTL -> options.ttl = OptionalInt.of((int) Values.integer(given, 1, 255));
            default -> options.offline = Values.yesNo(given);
        }
    }

    private static GuardMode guardMode(Given given) throws UsageException {
        StringBuilder labels = new StringBuilder();
        for (GuardMode mode : GuardMode.values()) {
            if (mode.label().equals(Values.lower(given.value()))) {
                return mode;
            }
            labels.append(labels.isEmpty() ? "" : ", ").append(mode.label());
        }
        throw given.bad("is not a guard", "give one of " + labels);
    }

    private void setSourcePort(Given given) throws UsageException {
        String value = given.value();
        int dash = value.indexOf('-', 1);
        String what = ", or two of them with - between";
        String first = dash < 0 ? value : value.substring(0, dash);
        String last = dash < 0 ? value : value.substring(dash + 1);
        int firstPort = (int) Values.integer(given, first, 1, PORT_MAX, what);
        int lastPort = (int) Values.integer(given, last, 1, PORT_MAX, what);
        if (lastPort < firstPort) {
            throw given.bad("ends before it begins", "give the lower port first");
        }
        options.sourcePortFirst = OptionalInt.of(firstPort);
        options.sourcePortLast = OptionalInt.of(lastPort);
    }

    private void setOrder(Option option, Given given) throws UsageException {
        switch (option) {
            case SEED ->
                    options.seed =
                            OptionalLong.of(
                                    given.value().equalsIgnoreCase("time")
                                            ? epochSeconds
                                            : Values.seed(given));
            case SHARD -> setShard(given);
            case RESUME_INDEX -> options.resumeIndex = Values.integer(given, 0, Long.MAX_VALUE);
            case RESUME_COUNT ->
                    options.resumeCount = OptionalLong.of(Values.integer(given, 1, Long.MAX_VALUE));
            case INFINITE -> options.infinite = Values.yesNo(given);
            case CHECKPOINT -> options.checkpointFile = Values.path(given);
            case NO_CHECKPOINT -> options.checkpoints = !Values.yesNo(given);
            case RESUME -> options.resume = Values.path(given);
            // Sonde's order has as many rounds as it needs.
            default -> Values.integer(given, 1, ROUNDS_MAX);
        }
    }

    private void setMode(Option option, Given given) throws UsageException {
        switch (option) {
            case LIST_TARGETS -> options.listTargets = Values.yesNo(given);
            case READ_SCAN -> options.readFiles.add(Values.path(given));
            case READ_RANGE -> options.listRanges = Values.yesNo(given);
            case ECHO_CIDR -> {
                options.blocks = Values.yesNo(given);
                options.listRanges |= options.blocks;
            }
            case INTERFACE_LIST -> options.listInterfaces = Values.yesNo(given);
            case ECHO -> options.echo = Values.yesNo(given);
            // Sonde has no data files of its own to look for.
            case DATA_DIRECTORY -> Values.path(given);
            default -> Values.yesNo(given);
        }
    }

    private void setShard(Given given) throws UsageException {
        String value = given.value();
        int slash = value.indexOf('/');
        String remedy = "give I/N, such as 2/5, with I from 1 to N";
        if (slash < 0
                || !Values.isDigits(value.substring(0, slash))
                || !Values.isDigits(value.substring(slash + 1))) {
            throw given.bad("is not a shard", remedy);
        }
        String what = " for I and N in I/N";
        int number =
                (int) Values.integer(given, value.substring(0, slash), 1, Integer.MAX_VALUE, what);
        int count =
                (int) Values.integer(given, value.substring(slash + 1), 1, Integer.MAX_VALUE, what);
        if (number > count) {
            throw given.bad("is out of range", remedy);
        }
        options.shardNumber = number;
        options.shardCount = count;
    }
}
