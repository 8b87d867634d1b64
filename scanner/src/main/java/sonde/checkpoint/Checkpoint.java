// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import sonde.output.OutputMark;

import java.util.List;

/**
 * How far a scan had come at one moment: every probe below the cursor had been answered for, every
 * answer to one was in the journal, and the outputs held what the journal holds below its mark.
 *
 * @param fingerprint of the target space, which the targets of a resumed scan must have too
 * @param seed fixes the order
 * @param shardIndex which part of the order is this scan's, from 0
 * @param shardCount of how many
 * @param cursor where the order is taken up again
 * @param pending indexes of targets below the cursor that are probed once more, because what
 *     follows their answer had not come to its end
 * @param key0 the first half of the cookie key; with it, answers can be forged
 * @param key1 the second half
 * @param startedEpochSeconds when the scan began, in seconds since 1970-01-01 UTC
 * @param journalBytes how much of the journal the outputs held
 * @param outputs the outputs, in their order
 * @param options the options of the scan, as a configuration file
 */
public record Checkpoint(
        long fingerprint,
        long seed,
        int shardIndex,
        int shardCount,
        long cursor,
        List<Long> pending,
        long key0,
        long key1,
        long startedEpochSeconds,
        long journalBytes,
        List<Output> outputs,
        String options) {

    public Checkpoint {
        pending = List.copyOf(pending);
        outputs = List.copyOf(outputs);
    }

    /**
     * An output and how far it had come.
     *
     * @param format the label of an {@link sonde.output.OutputFormat}
     * @param destination as the user named it
     */
    public record Output(String format, String destination, OutputMark mark) {}

    /** Without the key, so that it can't slip into a log. */
    @Override
    public String toString() {
        return "Checkpoint[cursor " + cursor + ", " + pending.size() + " pending]";
    }
}
