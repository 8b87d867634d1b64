// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.probe.Cookies;
import sonde.probe.Ipv6SourceAddresses;
import sonde.probe.ProbeKind;
import sonde.probe.SourceAddresses;
import sonde.reply.Classifier;
import sonde.reply.ProbedTargets;
import sonde.reply.SentProbes;
import sonde.wire.Tcp;

/**
 * What answers to a route's probes are recognised by. Asked by the thread that opens the scan.
 *
 * @param ipv4 where probes to IPv4 addresses come from; null if there are none
 * @param ipv6 likewise
 */
record AnswerProofs(
        ScanCommon common, @Nullable SourceAddresses ipv4, @Nullable Ipv6SourceAddresses ipv6) {

    /** A probe for TCP as an IP protocol is reset without a number that the classifier knows. */
    @Nullable Classifier classifier() {
        return ipv4 == null || tcpFlags() != Tcp.SYN || isForProtocols()
                ? null
                : new Classifier(new Cookies(common.key), common.sourcePorts, ipv4);
    }

    private boolean isForProtocols() {
        return common.plan.probings().stream()
                .anyMatch(probing -> probing.kind() == ProbeKind.IP_PROTOCOL);
    }

    /** The flags of TCP probes; all have the same. */
    int tcpFlags() {
        for (ScanPlan.Probing probing : common.plan.probings()) {
            if (probing.kind() == ProbeKind.TCP) {
                return probing.details().tcpFlags();
            }
        }
        return Tcp.SYN;
    }

    /** What was probed: targets, and what is probed to find aliased prefixes. */
    SentProbes sent(@Nullable AliasWatch aliases) {
        ProbedTargets targets =
                aliases == null
                        ? common.targets
                        : (kind, high, low, port) ->
                                common.targets.has(kind, high, low, port)
                                        || aliases.isTest(high, low);
        return new SentProbes(
                common.key,
                ipv4,
                ipv6,
                common.sourcePorts,
                tcpFlags(),
                common.plan.probings().getFirst().details().payloads(),
                targets);
    }
}
