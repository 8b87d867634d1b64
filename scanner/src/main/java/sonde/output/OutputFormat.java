// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.util.Arrays;
import java.util.Optional;

/** The registry of output formats. */
public enum OutputFormat {
    /** For a person at a terminal. */
    INTERACTIVE("interactive", new InteractiveFormat()),
    /** {@code -oL}. */
    LIST("list", new ListFormat()),
    /** {@code -oJ}. */
    JSON("json", new JsonFormat()),
    /** {@code -oD}. */
    NDJSON("ndjson", new NdjsonFormat());

    private final String label;

    // Every format is without state; the interface can't say so to the checker.
    @SuppressWarnings("ImmutableEnumChecker")
    private final RecordFormat format;

    OutputFormat(String label, RecordFormat format) {
        this.label = label;
        this.format = format;
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
     */
    public RecordWriter open(String destination) throws OutputException {
        return Destination.open(format, destination);
    }

    RecordFormat format() {
        return format;
    }
}
