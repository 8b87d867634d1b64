// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
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
    JSON("json", settings -> new JsonFormat()),
    /** {@code -oD}. */
    NDJSON("ndjson", settings -> new NdjsonFormat()),
    /** {@code -oX}. */
    XML("xml", settings -> new XmlFormat(settings, Clock.system(ZoneId.systemDefault())));

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

    /** The format of that name. */
    public static Optional<OutputFormat> byLabel(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /**
     * Opens a writer of this format.
     *
     * @param destination a path, whose file is created or emptied, or {@code -} for standard output
     * @param resumed how far an earlier writer had come, if this one goes on where that was; what
     *     the file has behind is cut off. Null to begin.
     */
    public RecordWriter open(
            String destination, OutputSettings settings, @Nullable OutputMark resumed)
            throws OutputException {
        return Destination.open(format(settings), destination, settings, resumed);
    }

    RecordFormat format(OutputSettings settings) {
        return maker.apply(settings);
    }
}
