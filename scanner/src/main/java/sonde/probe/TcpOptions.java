// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The options of TCP probes with the SYN flag, in the order in which they are written.
 *
 * @param mss the maximum segment size in bytes, 0 to 65535 (RFC 9293 section 3.7.1); empty for what
 *     the family usually has, {@link #NO_MSS} for none
 * @param sackPermitted whether SACK is permitted (RFC 2018 section 2)
 * @param timestamp the TSval of a timestamp, 32 bits (RFC 7323 section 3.2); empty for no timestamp
 * @param windowScale the shift of the window, 0 to 14 (RFC 7323 section 2.2); empty for none
 */
public record TcpOptions(
        OptionalInt mss, boolean sackPermitted, OptionalLong timestamp, OptionalInt windowScale) {

    /** In place of the maximum segment size where there is to be none. */
    public static final int NO_MSS = -1;

    /** A maximum segment size and nothing else. */
    public static final TcpOptions USUAL =
            new TcpOptions(OptionalInt.empty(), false, OptionalLong.empty(), OptionalInt.empty());
}
