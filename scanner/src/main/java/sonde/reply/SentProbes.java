// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import org.jspecify.annotations.Nullable;

import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.Ipv6SourceAddresses;
import sonde.probe.ProbeKind;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.probe.udp.UdpPayloads;
import sonde.wire.IpAddress;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What probes left this host by one interface, as far as answers have to fit them: where they came
 * from, and which numbers they carried. Used by one receive agent.
 */
public final class SentProbes {

    private final @Nullable SourceAddresses ipv4;
    private final @Nullable Ipv6SourceAddresses ipv6;
    private final SourcePorts sourcePorts;
    private final int tcpFlags;
    private final UdpPayloads payloads;
    private final ProbedTargets targets;
    private final Map<ProbeKind, Cookies> cookies = new EnumMap<>(ProbeKind.class);

    /**
     * @param ipv4 where probes to IPv4 addresses come from, or null if there are none
     * @param ipv6 likewise
     * @param tcpFlags the flags of TCP probes
     * @param payloads what UDP probes carry
     * @param targets what was probed
     */
    public SentProbes(
            CookieKey key,
            @Nullable SourceAddresses ipv4,
            @Nullable Ipv6SourceAddresses ipv6,
            SourcePorts sourcePorts,
            int tcpFlags,
            UdpPayloads payloads,
            ProbedTargets targets) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.sourcePorts = sourcePorts;
        this.tcpFlags = tcpFlags;
        this.payloads = payloads;
        this.targets = targets;
        for (ProbeKind kind : ProbeKind.values()) {
            cookies.put(kind, new Cookies(key, kind.cookieDomain()));
        }
    }

    int tcpFlags() {
        return tcpFlags;
    }

    UdpPayloads payloads() {
        return payloads;
    }

    ProbedTargets targets() {
        return targets;
    }

    /** Whether probes come from an address. */
    boolean isSource(long high, long low) {
        return IpAddress.isIpv4(high, low)
                ? ipv4 != null && ipv4.contains((int) low)
                : ipv6 != null && ipv6.contains(high, low);
    }

    /** Where a target's probes come from. */
    int sourcePort(long high, long low, int port) {
        return sourcePorts.sourcePort(high, low, port);
    }

    /** Whether probes come from a port. */
    boolean isSourcePort(int port) {
        return sourcePorts.contains(port);
    }

    /** The cookie of a probe that came from the port that its target is probed from. */
    int cookie(ProbeKind kind, long high, long low, int port, long sourceHigh, long sourceLow) {
        return cookie(kind, high, low, port, sourceHigh, sourceLow, sourcePort(high, low, port));
    }

    /** The cookie of a probe that came from a given port. */
    int cookie(
            ProbeKind kind,
            long high,
            long low,
            int port,
            long sourceHigh,
            long sourceLow,
            int sourcePort) {
        return Objects.requireNonNull(cookies.get(kind))
                .cookie(high, low, port, sourceHigh, sourceLow, sourcePort);
    }
}
