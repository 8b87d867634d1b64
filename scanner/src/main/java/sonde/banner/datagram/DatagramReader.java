// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import java.util.Set;

/** Reads the answers of one protocol. Without state; any thread. */
interface DatagramReader {

    /** The names of the payloads whose answers these are, as the payload file has them. */
    Set<String> payloads();

    /**
     * Whether the protocol shows by its answer alone, so that answers to other payloads are
     * recognised too.
     */
    default boolean isSure() {
        return true;
    }

    /**
     * Reads an answer.
     *
     * @param answer a whole datagram
     * @param findings takes what was learned
     * @return whether it is one of this protocol; nothing is added if not
     */
    boolean read(byte[] answer, Findings findings);
}
