// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputFormat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The names of output formats, as {@code --output-format} takes them. */
final class OutputNames {

    static final String XML = "xml";
    static final String GREPABLE = "grepable";
    static final String BINARY = "binary";
    static final String UNICORNSCAN = "unicornscan";
    static final String HOST_ONLY = "hostonly";
    static final String REDIS = "redis";
    static final String NONE = "none";

    /** Where a format that writes nothing goes. */
    static final String NOWHERE = "/dev/null";

    static final String REDIS_STREAM = "redis-stream";

    /** In the order in which they are listed; {@link OutputFormat} may have more. */
    private static final List<String> LABELS =
            List.of(
                    OutputFormat.INTERACTIVE.label(),
                    OutputFormat.LIST.label(),
                    OutputFormat.JSON.label(),
                    OutputFormat.NDJSON.label(),
                    XML,
                    GREPABLE,
                    BINARY,
                    UNICORNSCAN,
                    HOST_ONLY,
                    "certs",
                    "csv",
                    REDIS,
                    REDIS_STREAM,
                    NONE);

    /** Other spellings, each before what it stands for. */
    private static final String[] ALIASES = {
        "greppable", GREPABLE, "cert", "certs", "hosts", HOST_ONLY,
    };

    /** Formats that ask which fields to write. */
    private static final List<String> WITH_FIELDS =
            List.of(OutputFormat.JSON.label(), OutputFormat.NDJSON.label(), "csv");

    private OutputNames() {}

    /** The format that a word stands for, or null. */
    static @Nullable String label(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < ALIASES.length; i += 2) {
            if (ALIASES[i].equals(name)) {
                return ALIASES[i + 1];
            }
        }
        return all().contains(name) ? name : null;
    }

    /** Every format's name. */
    static List<String> all() {
        List<String> all = new ArrayList<>(LABELS);
        for (OutputFormat format : OutputFormat.values()) {
            if (!all.contains(format.label())) {
                all.add(format.label());
            }
        }
        return all;
    }

    /** Whether a format goes to a server rather than to a file. */
    static boolean isServer(String label) {
        return label.equals(REDIS) || label.equals(REDIS_STREAM);
    }

    /** Whether a format can have what is said of one host together. */
    static boolean groups(String label) {
        return OutputFormat.byLabel(label).map(OutputFormat::groups).orElse(false);
    }

    /** Whether it makes no difference to a format that results are to be grouped. */
    static boolean hasNothingToGroup(String label) {
        return OutputFormat.byLabel(label).map(OutputFormat::hasNothingToGroup).orElse(false);
    }

    /** Whether a format writes the fields that {@code --fields} names. */
    static boolean takesFields(String label) {
        return WITH_FIELDS.contains(label);
    }
}
