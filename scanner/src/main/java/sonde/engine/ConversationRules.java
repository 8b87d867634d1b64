// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.UserHellos;
import sonde.target.PortRanges;
import sonde.wire.IpAddress;

import java.util.function.Function;

/**
 * How open ports are talked to.
 *
 * @param options what the user wants said and kept
 * @param hellos the user's own
 * @param further what else may be said, and names what no protocol of ours knows
 * @param helloTimeoutNanos how long a greeting, or an answer, is waited for
 * @param handshakesMax connections a target may cost, the first included
 * @param controlPorts ports that nobody would choose for a service, of which one is tried where a
 *     server is silent; none if none may be
 * @param hostNames the name by which an address was given, or null
 */
public record ConversationRules(
        BannerOptions options,
        UserHellos hellos,
        FurtherProbes further,
        long helloTimeoutNanos,
        int handshakesMax,
        PortRanges controlPorts,
        Function<IpAddress, @Nullable String> hostNames) {

    /** The ports that IANA keeps free of services (RFC 6335 section 6). */
    public static final PortRanges DYNAMIC_PORTS = PortRanges.of(49_152, 65_535);
}
