// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What all outputs of a scan have in common.
 *
 * @param run what the files say of the run they are of
 * @param appends whether files that are there are continued instead of emptied
 * @param groups whether what is said of one host stands together, where a format can
 * @param fields the fields that formats with a choice of them write, in this order; empty for each
 *     format's own
 * @param rotation when files are put aside; null for never
 * @param stylesheet the address of the XSL stylesheet that XML files name; null for none
 * @param redisPassword for {@code AUTH}; null for none
 */
public record OutputSettings(
        Run run,
        boolean appends,
        boolean groups,
        List<Field> fields,
        @Nullable Rotation rotation,
        @Nullable String stylesheet,
        @Nullable String redisPassword) {

    public OutputSettings {
        fields = List.copyOf(fields);
    }

    /** Nothing out of the ordinary. */
    public static OutputSettings plain(Run run) {
        return new OutputSettings(run, false, false, List.of(), null, null, null);
    }

    /** The same for a file that is begun anew even where files are continued. */
    OutputSettings anew() {
        return new OutputSettings(run, false, groups, fields, rotation, stylesheet, redisPassword);
    }

    /**
     * A run of the program.
     *
     * @param version Sonde's, such as {@code 0.5}
     * @param arguments the command line, words separated by spaces
     * @param startedEpochSeconds when it began; for a resumed scan, when that did
     * @param scanned what is probed, by protocol, in their order
     */
    public record Run(
            String version, String arguments, long startedEpochSeconds, List<Scanned> scanned) {

        public Run {
            scanned = List.copyOf(scanned);
        }
    }

    /**
     * The ports of one protocol that are probed.
     *
     * @param protocol its word, such as {@code tcp}
     * @param type nmap's word for the kind of probe, such as {@code syn}
     * @param portCount how many ports
     * @param ports as a list, {@code 80,443,8000-8100}
     */
    public record Scanned(String protocol, String type, int portCount, String ports) {}
}
