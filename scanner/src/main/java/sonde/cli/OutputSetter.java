// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;
import sonde.output.Field;
import sonde.output.OutputFormat;
import sonde.output.Rotation;
import sonde.record.Service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the options about results do to {@link ScanOptions}; the twin of {@link OutputEcho}. */
final class OutputSetter {

    /** What {@code --webxml} stands for in nmap and masscan. */
    private static final String STYLESHEET_ON_THE_WEB = "https://nmap.org/svn/docs/nmap.xsl";

    private static final int PORT_MAX = 65_535;

    /**
     * A name or address, an IPv6 address in brackets, and a port or none, which masscan's {@code
     * --echo} writes behind a blank.
     */
    private static final Pattern SERVER =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/\\[\\]]+)(?:[: ]([0-9]{1,5}))?");

    /** What masscan's {@code --echo} has for a file's name where results go to Redis. */
    private static final String NO_FILE = "<redis>";

    /** What {@code output-append} may also say in masscan's files. */
    private static final String OVERWRITE = "overwrite";

    /** Other names of standard output, which would be opened anew and so emptied. */
    private static final Set<String> STDOUTS =
            Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    /** What stands for the directory in which the program runs. */
    private static final Path HERE = Path.of(".");

    /** Other words for services, each before its label. */
    private static final String[] SERVICE_ALIASES = {
        "tls", Service.SSL.label(),
        "cert", Service.X509.label(),
        "pop3", Service.POP.label(),
        "vulnerable", Service.VULNERABLE.label(),
    };

    private final ScanOptions options;
    private @Nullable String pendingFormat;
    private @Nullable String pendingFile;
    private @Nullable String redisServer;
    private boolean redisWanted;
    private long periodSeconds;
    private long offsetSeconds;
    private long sizeBytes;
    private Path directory = HERE;

    OutputSetter(ScanOptions options) {
        this.options = options;
    }

    void set(Option option, Given given) throws UsageException {
        switch (option) {
            case OUTPUT_LIST -> add(OutputFormat.LIST.label(), given);
            case OUTPUT_JSON -> add(OutputFormat.JSON.label(), given);
            case OUTPUT_NDJSON -> add(OutputFormat.NDJSON.label(), given);
            case OUTPUT_XML -> add(OutputNames.XML, given);
            case OUTPUT_GREPABLE -> add(OutputNames.GREPABLE, given);
            case OUTPUT_BINARY -> add(OutputNames.BINARY, given);
            case OUTPUT_UNICORNSCAN -> add(OutputNames.UNICORNSCAN, given);
            case OUTPUT_HOSTONLY -> add(OutputNames.HOST_ONLY, given);
            case OUTPUT_ALL -> addAll(given);
            case OUTPUT_REDIS -> setRedis(given);
            case REDIS -> redisServer = server(given);
            case REDIS_PASSWORD -> options.redisPassword = given.value();
            case OUTPUT_FORMAT -> setFormat(given);
            case OUTPUT_FILENAME -> setFile(given);
            case OUTPUT_APPEND ->
                    options.appendOutput =
                            !given.value().equalsIgnoreCase(OVERWRITE) && Values.yesNo(given);
            case ROTATE, ROTATE_OFFSET, ROTATE_SIZE, ROTATE_DIRECTORY -> setRotation(option, given);
            case GROUP -> options.group = Values.yesNo(given);
            case FIELDS -> options.fields = fields(given);
            case FILTER -> options.filter = given.value().strip();
            case BANNER_TYPES -> options.bannerTypes = services(given, options.bannerTypes);
            case STYLESHEET -> options.stylesheet = given.value();
            case WEBXML -> options.stylesheet = Values.yesNo(given) ? STYLESHEET_ON_THE_WEB : null;
            case NO_STYLESHEET -> {
                if (Values.yesNo(given)) {
                    options.stylesheet = null;
                }
            }
            default -> setReport(option, given);
        }
    }

    /** Ends the setting: what was half said is made whole, as masscan does, or refused. */
    void finish() throws UsageException {
        if (pendingFile != null) {
            options.outputs.add(new Output(OutputNames.XML, pendingFile));
        }
        boolean isServer = pendingFormat != null && OutputNames.isServer(pendingFormat);
        if (pendingFormat != null && !isServer) {
            addToStdout(pendingFormat);
        }
        if (redisServer != null) {
            addServer(redisServer, pendingFormat);
        } else if (redisWanted || isServer) {
            throw new UsageException(
                    "results are to go to Redis, but to which server? Give --redis HOST[:PORT]");
        }
        boolean isMoved = offsetSeconds != 0 || !directory.equals(HERE);
        if (options.rotation == null && isMoved) {
            throw new UsageException(
                    "--rotate-dir and --rotate-offset: no file is put aside without; add --rotate"
                            + " TIME or --rotate-size SIZE");
        }
    }

    /**
     * Adds masscan's sets on the server that {@code --redis} names, and the stream if it was asked
     * for without a server of its own.
     */
    private void addServer(String server, @Nullable String format) {
        // masscan's files name the server a second time, as a file.
        options.outputs.removeIf(output ->
                output.format().equals(OutputNames.REDIS)
                        && (server + ":").startsWith(output.destination() + ":"));
        options.outputs.add(new Output(OutputNames.REDIS, server));
        if (OutputNames.REDIS_STREAM.equals(format)) {
            options.outputs.add(new Output(OutputNames.REDIS_STREAM, server));
        }
    }

    private void add(String format, Given given) {
        options.outputs.add(new Output(format, destination(given)));
    }

    private static String destination(Given given) {
        return STDOUTS.contains(given.value()) ? "-" : given.value();
    }

    /** nmap's idea; its third file is for reading, where JSON serves programs better. */
    private void addAll(Given given) throws UsageException {
        if (given.value().equals("-")) {
            throw given.bad("is no beginning of file names", "give one, such as -oA found");
        }
        options.outputs.add(new Output(OutputNames.XML, given.value() + ".xml"));
        options.outputs.add(new Output(OutputNames.GREPABLE, given.value() + ".gnmap"));
        options.outputs.add(new Output(OutputFormat.JSON.label(), given.value() + ".json"));
    }

    private void addToStdout(String format) {
        if (format.equals(OutputFormat.INTERACTIVE.label())) {
            options.interactive = true;
        } else {
            String destination = format.equals(OutputNames.NONE) ? OutputNames.NOWHERE : "-";
            options.outputs.add(new Output(format, destination));
        }
    }

    private void setRedis(Given given) throws UsageException {
        redisWanted = true;
        if (!given.value().equals(CommandLine.NO_VALUE)) {
            redisServer = server(given);
        }
    }

    private static String server(Given given) throws UsageException {
        String remedy = "give HOST, HOST:PORT or [IPV6]:PORT, such as 127.0.0.1:6379";
        Matcher server = SERVER.matcher(given.value().strip());
        if (!server.matches()) {
            throw given.bad("is no server", remedy);
        }
        String port = server.group(2);
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > PORT_MAX)) {
            throw given.bad("has no port from 1 to " + PORT_MAX, remedy);
        }
        return server.group(1) + (port == null ? "" : ":" + port);
    }

    private void setFormat(Given given) throws UsageException {
        if (pendingFormat != null) {
            throw given.bad(
                    "has no file", "give --output-filename before the next --output-format");
        }
        pendingFormat = OutputNames.label(given.value());
        if (pendingFormat == null) {
            throw given.bad(
                    "is not a format", "give one of " + String.join(", ", OutputNames.all()));
        }
        pairOutput();
    }

    private void setFile(Given given) throws UsageException {
        if (pendingFile != null) {
            throw given.bad("has no format", "give --output-format before every --output-filename");
        }
        pendingFile = given.value().equals(NO_FILE) ? null : destination(given);
        pairOutput();
    }

    private void pairOutput() {
        if (pendingFormat != null && pendingFile != null) {
            options.outputs.add(new Output(pendingFormat, pendingFile));
            pendingFormat = null;
            pendingFile = null;
        }
    }

    private void setRotation(Option option, Given given) throws UsageException {
        switch (option) {
            case ROTATE -> periodSeconds = Sizes.seconds(given);
            case ROTATE_OFFSET -> offsetSeconds = Sizes.signedSeconds(given);
            case ROTATE_SIZE -> sizeBytes = Sizes.bytes(given);
            default -> directory = Values.path(given);
        }
        options.rotation =
                periodSeconds == 0 && sizeBytes == 0
                        ? null
                        : new Rotation(periodSeconds, offsetSeconds, sizeBytes, directory);
    }

    private static List<Field> fields(Given given) throws UsageException {
        List<Field> fields = new ArrayList<>();
        for (String word : given.value().split(",", -1)) {
            Field field = field(given, word.strip());
            if (fields.contains(field)) {
                throw given.bad("names " + field.label() + " twice", "name each field once");
            }
            fields.add(field);
        }
        return List.copyOf(fields);
    }

    private static Field field(Given given, String word) throws UsageException {
        StringBuilder labels = new StringBuilder();
        for (Field field : Field.values()) {
            if (Names.same(field.label(), word)) {
                return field;
            }
            labels.append(labels.isEmpty() ? "" : ",").append(field.label());
        }
        throw given.bad("names a field there is not", "give some of " + labels);
    }

    private static Set<Service> services(Given given, Set<Service> before) throws UsageException {
        EnumSet<Service> services = EnumSet.noneOf(Service.class);
        services.addAll(before);
        for (String word : given.value().split(",", -1)) {
            services.add(service(given, word.strip()));
        }
        return services;
    }

    private static Service service(Given given, String word) throws UsageException {
        String name = word;
        for (int i = 0; i < SERVICE_ALIASES.length; i += 2) {
            name = Names.same(SERVICE_ALIASES[i], word) ? SERVICE_ALIASES[i + 1] : name;
        }
        for (Service service : Service.values()) {
            if (Names.same(service.label(), name)) {
                return service;
            }
        }
        throw given.bad(
                "names a kind of banner there is not",
                "give words that banners have in results, such as ssh,http,title,X509");
    }

    private void setReport(Option option, Given given) throws UsageException {
        switch (option) {
            case SHOW -> setShown(given, true);
            case NOSHOW -> setShown(given, false);
            case OPEN_ONLY -> {
                options.showClosed &= !Values.yesNo(given);
                options.showFiltered &= !Values.yesNo(given);
            }
            case INTERACTIVE -> options.interactive = Values.yesNo(given);
            case NOINTERACTIVE -> options.interactive = !Values.yesNo(given);
            case STATUS -> options.status = Values.yesNo(given);
            case NOSTATUS -> options.status = !Values.yesNo(given);
            case STATUS_JSON -> options.statusJson = Values.yesNo(given);
            case PCAP -> options.pcapFile = Values.path(given);
            case PACKET_TRACE -> options.packetTrace = Values.yesNo(given);
            default -> throw new IllegalArgumentException(option.label());
        }
    }

    /** A list, as masscan takes it. */
    private void setShown(Given given, boolean shown) throws UsageException {
        for (String word : given.value().split(",", -1)) {
            switch (Values.lower(word.strip())) {
                case "" -> {}
                case "open" -> options.showOpen = shown;
                case "closed", "close" -> options.showClosed = shown;
                case "filtered" -> options.showFiltered = shown;
                case "all" -> {
                    options.showOpen = shown;
                    options.showClosed = shown;
                    options.showFiltered = shown;
                }
                default -> throw given.bad("can't be shown", "give open, closed, filtered or all");
            }
        }
    }
}
