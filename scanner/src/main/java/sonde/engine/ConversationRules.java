// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.UserHellos;

import java.util.function.IntFunction;

/**
 * How open ports are talked to.
 *
 * @param options what the user wants said and kept
 * @param hellos the user's own
 * @param further what else may be said, and names what no protocol of ours knows
 * @param helloTimeoutNanos how long a greeting, or an answer, is waited for
 * @param handshakesMax connections a target may cost, the first included
 * @param hostNames the name by which an address was given, or null
 */
public record ConversationRules(
        BannerOptions options,
        UserHellos hellos,
        FurtherProbes further,
        long helloTimeoutNanos,
        int handshakesMax,
        IntFunction<@Nullable String> hostNames) {}
