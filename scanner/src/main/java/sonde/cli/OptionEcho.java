// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.WaitMode;
import sonde.wire.MacAddress;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Prints {@link ScanOptions} as a configuration file that gives equal options when read back; the
 * twin of {@link OptionSetter}. What has its default value is left out, except what decides a
 * scan's result.
 */
final class OptionEcho {

    private final ScanOptions options;
    private final StringBuilder text = new StringBuilder(512);

    private OptionEcho(ScanOptions options) {
        this.options = options;
    }

    /** The configuration file, ending with a newline. */
    static String echo(ScanOptions options) {
        OptionEcho echo = new OptionEcho(options);
        for (Section section : Section.values()) {
            int start = echo.text.length();
            for (Option option : Option.values()) {
                if (option.section() == section) {
                    echo.print(option);
                }
            }
            if (echo.text.length() > start) {
                echo.text.insert(start, "# " + section.title() + '\n');
            }
        }
        return echo.text.toString();
    }

    private void print(Option option) {
        switch (option) {
            case RANGE -> lines(option, options.targets);
            case INCLUDE_FILE -> lines(option, options.targetFiles);
            case EXCLUDE -> lines(option, options.exclusions);
            case EXCLUDE_FILE -> lines(option, options.exclusionFiles);
            case INCLUDE_RESERVED -> flag(option, options.includeReserved);
            case PORTS -> lines(option, options.ports);
            case EXCLUDE_PORTS -> lines(option, options.excludedPorts);
            case TOP_PORTS -> number(option, options.topPorts);
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
                    ProbeEcho.print(this, option, options);
            case RATE -> {
                if (options.bandwidthBps.isEmpty()) {
                    line(option, plain(options.ratePps));
                }
            }
            case BANDWIDTH -> {
                if (options.bandwidthBps.isPresent()) {
                    line(option, plain(options.bandwidthBps.getAsDouble()));
                }
            }
            case RETRIES -> line(option, Integer.toString(options.retries));
            case WAIT -> line(option, waiting());
            case INTERFACE -> lines(option, options.interfaceNames);
            case SOURCE_IP -> lines(option, options.sourceIps);
            case SOURCE_PORT -> {
                if (options.sourcePortFirst.isPresent()) {
                    int first = options.sourcePortFirst.getAsInt();
                    int last = options.sourcePortLast.orElse(first);
                    line(option, first == last ? Integer.toString(first) : first + "-" + last);
                }
            }
            case SOURCE_MAC -> textLine(option, mac(options.sourceMac));
            case ROUTER_IP -> lines(option, options.routerIps);
            case ROUTER_MAC -> textLine(option, mac(options.routerMac));
            case LINK -> textLine(option, options.linkName);
            case RST_GUARD ->
                    textLine(option, options.rstGuard == null ? null : options.rstGuard.label());
            case TX_THREADS -> moreThanOne(option, options.transmitThreads);
            case RX_THREADS -> moreThanOne(option, options.receiveThreads);
            case CPU -> {
                if (!options.processors.isEmpty()) {
                    line(
                            option,
                            options.processors.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")));
                }
            }
            case TTL -> number(option, options.ttl);
            case OFFLINE -> flag(option, options.offline);
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
                    BannerEcho.print(this, option, options);
            case OUTPUT_FORMAT,
                    REDIS_PASSWORD,
                    OUTPUT_APPEND,
                    ROTATE,
                    GROUP,
                    FIELDS,
                    FILTER,
                    BANNER_TYPES,
                    STYLESHEET,
                    SHOW,
                    NOSHOW,
                    INTERACTIVE,
                    NOSTATUS,
                    STATUS_JSON,
                    PCAP,
                    PACKET_TRACE ->
                    OutputEcho.print(this, option, options);
            case SEED -> {
                if (options.seed.isPresent()) {
                    line(option, Long.toUnsignedString(options.seed.getAsLong()));
                }
            }
            case SHARD -> line(option, options.shardNumber + "/" + options.shardCount);
            case RESUME_INDEX -> {
                if (options.resumeIndex != 0) {
                    line(option, Long.toString(options.resumeIndex));
                }
            }
            case RESUME_COUNT -> {
                if (options.resumeCount.isPresent()) {
                    line(option, Long.toString(options.resumeCount.getAsLong()));
                }
            }
            case INFINITE -> flag(option, options.infinite);
            case CHECKPOINT -> textLine(option, Objects.toString(options.checkpointFile, null));
            case NO_CHECKPOINT -> flag(option, !options.checkpoints);
            case LIST_TARGETS -> flag(option, options.listTargets);
            case READ_SCAN -> options.readFiles.forEach(file -> line(option, String.valueOf(file)));
            case READ_RANGE -> flag(option, options.listRanges && !options.blocks);
            case ECHO_CIDR -> flag(option, options.blocks);
            case INTERFACE_LIST -> flag(option, options.listInterfaces);
            // Said by another option's line, or nothing to say.
            case EVERYTHING,
                    OUTPUT_LIST,
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
                    OUTPUT_FILENAME,
                    ROTATE_OFFSET,
                    ROTATE_SIZE,
                    ROTATE_DIRECTORY,
                    WEBXML,
                    NO_STYLESHEET,
                    OPEN_ONLY,
                    NOINTERACTIVE,
                    STATUS -> {}
            case CONFIG,
                    RESUME,
                    ECHO,
                    HELP,
                    VERSION,
                    ALREADY,
                    BLACKROCK_ROUNDS,
                    DATA_DIRECTORY -> {}
        }
    }

    void line(Option option, String value) {
        line(option, "", value);
    }

    /**
     * Prints a setting.
     *
     * @param index what stands behind the name, with brackets; empty for nothing
     */
    void line(Option option, String index, String value) {
        text.append(option.label())
                .append(index)
                .append(" = ")
                .append(ConfigFile.quote(value))
                .append('\n');
    }

    void lines(Option option, List<String> values) {
        for (String value : values) {
            line(option, value);
        }
    }

    void textLine(Option option, @Nullable String value) {
        if (value != null) {
            line(option, value);
        }
    }

    void flag(Option option, boolean value) {
        if (value) {
            line(option, "true");
        }
    }

    void number(Option option, OptionalInt value) {
        if (value.isPresent()) {
            line(option, Integer.toString(value.getAsInt()));
        }
    }

    private void moreThanOne(Option option, int value) {
        if (value > 1) {
            line(option, Integer.toString(value));
        }
    }

    private String waiting() {
        if (options.waitMode == WaitMode.AUTO) {
            return "auto";
        }
        return Double.isInfinite(options.waitSeconds) ? "forever" : plain(options.waitSeconds);
    }

    /** The shortest digits that give the number back, without an exponent. */
    static String plain(double number) {
        String digits = new BigDecimal(Double.toString(number)).toPlainString();
        return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    }

    private static @Nullable String mac(byte @Nullable [] mac) {
        return mac == null ? null : MacAddress.toText(MacAddress.ofBytes(mac));
    }
}
