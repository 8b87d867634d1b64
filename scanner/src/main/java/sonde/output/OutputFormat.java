// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The registry of output formats. */
public enum OutputFormat {
    /** For a person at a terminal. */
    INTERACTIVE("interactive", settings -> new InteractiveFormat()),
    /** {@code -oL}. */
    LIST("list", settings -> new ListFormat()),
    /** {@code -oJ}. */
    JSON("json", settings -> new JsonFormat(settings.fields())),
    /** {@code -oD}. */
    NDJSON("ndjson", settings -> new NdjsonFormat(settings.fields())),
    /** {@code -oR}: sets of a Redis server, laid out as masscan's. */
    REDIS("redis", settings -> new RedisSets()),
    /** A stream of a Redis server. */
    REDIS_STREAM("redis-stream", settings -> RedisStream.of(settings.run())),
    /** {@code -oX}. */
    XML("xml", settings -> new XmlFormat(settings, Clock.system(ZoneId.systemDefault()))),
    /** {@code -oB}: masscan's own, with what else is known beside. */
    BINARY("binary", settings -> new BinaryFormat(settings.run())),
    /** {@code -oG}. */
    GREPABLE("grepable", settings -> new GrepableFormat(settings.run(), InstantSource.system())),
    /** {@code -oU}. */
    UNICORNSCAN("unicornscan", settings -> new UnicornscanFormat()),
    /** {@code -oH}. */
    HOST_ONLY("hostonly", settings -> new HostOnlyFormat()),
    /** PEM of all certificates. */
    CERTIFICATES("certs", settings -> new CertificatesFormat()),
    CSV("csv", settings -> new CsvFormat(settings.fields())),
    NONE("none", settings -> new NoneFormat());

    private final String label;

    // A function without state; the interface can't say so to the checker.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<OutputSettings, RecordFormat> maker;

    OutputFormat(String label, Function<OutputSettings, RecordFormat> maker) {
        this.label = label;
        this.maker = maker;
    }

    /** The format's name on the command line. */
    public String label() {
        return label;
    }

    /** Whether the destination is a server and no file. */
    public boolean isServer() {
        return this == REDIS || this == REDIS_STREAM;
    }

    /** The format of that name. */
    public static Optional<OutputFormat> byLabel(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /**
     * Opens a writer of this format.
     *
     * @param destination a path, whose file is created or emptied, or {@code -} for standard
     *     output; or where the Redis server is
     * @param resumed how far an earlier writer had come, if this one goes on where that was; what
     *     the file has behind is cut off. Null to begin.
     */
    public RecordWriter open(
            String destination, OutputSettings settings, @Nullable OutputMark resumed)
            throws OutputException {
        RecordFormat format = format(settings);
        if (format instanceof RedisFormat redis) {
            return RedisWriter.open(redis, destination, settings.redisPassword(), resumed);
        }
        Rotation rotation = settings.rotation();
        if (rotation == null || !RotatingWriter.rotates(destination)) {
            return openFile(destination, settings, resumed);
        }
        if (settings.groups() && format.grouping() != null) {
            throw new OutputException(
                    "cannot put "
                            + destination
                            + " aside grouped by host: leave out --group or --rotate",
                    null);
        }
        return RotatingWriter.open(
                (first, mark) -> openFile(destination, first ? settings : settings.anew(), mark),
                destination,
                rotation,
                settings.run().startedEpochSeconds(),
                () -> Math.floorDiv(System.currentTimeMillis(), 1000L),
                ZoneId.systemDefault(),
                resumed);
    }

    private RecordWriter openFile(
            String destination, OutputSettings settings, @Nullable OutputMark resumed)
            throws OutputException {
        RecordFormat format = format(settings);
        RecordWriter writer = Destination.open(format, destination, settings, resumed);
        try {
            Recall.show(format, destination);
            return writer;
        } catch (OutputException e) {
            throw Recall.closeAfter(e, writer);
        }
    }

    /** Whether {@link OutputSettings#fields} says what this format writes. */
    public boolean takesFields() {
        return this == JSON || this == NDJSON || this == CSV;
    }

    /** Whether {@link OutputSettings#groups} changes what this format writes. */
    public boolean groups() {
        return this == XML || this == JSON || this == GREPABLE;
    }

    /** Whether a host is there once anyhow, or nothing is written. */
    public boolean hasNothingToGroup() {
        return this == HOST_ONLY || this == REDIS || this == NONE;
    }

    RecordFormat format(OutputSettings settings) {
        return maker.apply(settings);
    }
}
