// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Hellos and answers of services beyond those that Sonde knows by itself. */
public interface FurtherProbes {

    /** None at all. */
    FurtherProbes NONE =
            new FurtherProbes() {
                @Override
                public List<byte[]> hellos(int port) {
                    return List.of();
                }

                @Override
                public @Nullable String identify(int port, int hello, byte[] input, int length) {
                    return null;
                }
            };

    /** What to say to a port for which they are meant, best first. */
    List<byte[]> hellos(int port);

    /**
     * What this is, in one line, or null.
     *
     * @param hello the place in {@link #hellos} of what was answered; negative for a greeting, or
     *     an answer to something else
     * @param length how many bytes of the input count, at least 1
     */
    @Nullable String identify(int port, int hello, byte[] input, int length);
}
