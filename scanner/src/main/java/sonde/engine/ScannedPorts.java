// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.output.OutputSettings.Scanned;
import sonde.probe.ProbeKind;
import sonde.target.PortRanges;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;

/** What is probed, as files of results say it. */
final class ScannedPorts {

    private static final int XMAS = Tcp.FIN | Tcp.PSH | Tcp.URG;
    private static final int MAIMON = Tcp.FIN | Tcp.ACK;

    private ScannedPorts() {}

    /** Protocol by protocol, in the order of the kinds of probe. */
    static List<Scanned> of(ProbePlanner.Layout layout) {
        List<Scanned> scanned = new ArrayList<>();
        for (ProbeKind kind : ProbeKind.values()) {
            PortRanges ports = PortRanges.NONE;
            int flags = -1;
            for (int i = 0; i < layout.probings().size(); i++) {
                ScanPlan.Probing probing = layout.probings().get(i);
                if (probing.kind() == kind) {
                    ports = ports.union(layout.space().grids().get(i).ports());
                    flags = probing.details().tcpFlags();
                }
            }
            if (flags >= 0) {
                scanned.add(
                        new Scanned(
                                protocol(kind), type(kind, flags), ports.size(), ports.toText()));
            }
        }
        return scanned;
    }

    private static String protocol(ProbeKind kind) {
        return switch (kind) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case SCTP -> "sctp";
            case ICMP_ECHO, ICMP_TIMESTAMP -> "icmp";
            case ARP -> "arp";
            case IP_PROTOCOL -> "ip";
        };
    }

    /** Nmap's word for the kind of scan; where it has none, that of the probe. */
    private static String type(ProbeKind kind, int tcpFlags) {
        return switch (kind) {
            case TCP ->
                    switch (tcpFlags) {
                        case Tcp.ACK -> "ack";
                        case Tcp.FIN -> "fin";
                        case 0 -> "null";
                        case XMAS -> "xmas";
                        case MAIMON -> "maimon";
                        default -> "syn";
                    };
            case UDP -> "udp";
            case SCTP -> "sctpinit";
            case ICMP_ECHO -> "echo";
            case ICMP_TIMESTAMP -> "timestamp";
            case ARP -> "arp";
            case IP_PROTOCOL -> "ipproto";
        };
    }
}
