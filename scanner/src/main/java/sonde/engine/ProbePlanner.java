// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.TcpOptions;
import sonde.probe.udp.PayloadException;
import sonde.probe.udp.UdpPayloads;
import sonde.target.AddressSet;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Grid;
import sonde.target.PortChoice;
import sonde.target.PortRanges;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Lays the target space out: a grid for each kind of probe, family of addresses, and payload of
 * which a UDP port has several.
 */
final class ProbePlanner {

    private final ScanOptions options;
    private final TargetInput.Wanted wanted;
    private final UdpPayloads payloads;
    private final List<TargetGrid> grids = new ArrayList<>();
    private final List<ScanPlan.Probing> probings = new ArrayList<>();

    private ProbePlanner(ScanOptions options, TargetInput.Wanted wanted, UdpPayloads payloads) {
        this.options = options;
        this.wanted = wanted;
        this.payloads = payloads;
    }

    /** A target space, and what each of its grids is probed with. */
    record Layout(TargetSpace space, List<ScanPlan.Probing> probings) {}

    /** The layout of what is wanted; of the addresses alone, if nothing is asked of them. */
    static Layout layOut(ScanOptions options, TargetInput.Wanted wanted) throws ScanException {
        try {
            UdpPayloads payloads =
                    wanted.ports().udp().size() > 0 || namesPayloads(options)
                            ? payloads(options)
                            : UdpPayloads.none();
            ProbePlanner planner = new ProbePlanner(options, wanted, payloads);
            planner.layOut();
            return new Layout(TargetSpace.of(planner.grids), planner.probings);
        } catch (PayloadException e) {
            throw new ScanException(ScanException.Cause.INPUT, String.valueOf(e.getMessage()), e);
        } catch (ArithmeticException e) {
            throw new ScanException(
                    ScanException.Cause.INPUT,
                    "these are more than 2^63 targets; scan fewer addresses or ports at a time",
                    e);
        }
    }

    /** Whether there is a file to be read, so that a wrong one is told even where none is used. */
    private static boolean namesPayloads(ScanOptions options) {
        return options.payloadFile != null
                || options.nmapPayloads != null
                || options.pcapPayloads != null;
    }

    private static UdpPayloads payloads(ScanOptions options) throws PayloadException {
        UdpPayloads payloads = UdpPayloads.builtIn(options.payloadExtras);
        if (options.nmapPayloads != null) {
            payloads = payloads.replacedBy(UdpPayloads.readNmap(options.nmapPayloads));
        }
        if (options.pcapPayloads != null) {
            payloads = payloads.replacedBy(UdpPayloads.readPcap(options.pcapPayloads));
        }
        return options.payloadFile == null
                ? payloads
                : payloads.precededBy(UdpPayloads.read(options.payloadFile));
    }

    private void layOut() {
        PortChoice ports = wanted.ports();
        addAll(ProbeKind.TCP, ports.tcp(), 0);
        for (int variant = 0; variant < payloads.variantCountMax(); variant++) {
            addAll(ProbeKind.UDP, ports.udp().intersect(withVariant(variant)), variant);
        }
        addAll(ProbeKind.SCTP, ports.sctp(), 0);
        if (ports.hasIcmpEcho()) {
            add(ProbeKind.ICMP_ECHO, wanted.addresses(), PortRanges.NONE, 0);
        }
        AddressSet ipv4 = AddressSet.of(wanted.addresses().ipv4());
        if (ports.hasIcmpTimestamp()) {
            add(ProbeKind.ICMP_TIMESTAMP, ipv4, PortRanges.NONE, 0);
        }
        addAll(ProbeKind.IP_PROTOCOL, ports.ipProtocols(), 0);
        if (options.arpScan) {
            add(ProbeKind.ARP, ipv4, PortRanges.NONE, 0);
        }
        if (ports.isEmpty() && !options.arpScan) {
            add(ProbeKind.TCP, wanted.addresses(), PortRanges.NONE, 0);
        }
    }

    private PortRanges withVariant(int variant) {
        if (variant == 0) {
            return PortRanges.of(0, PortRanges.PORT_MAX);
        }
        PortRanges.Builder ports = PortRanges.builder();
        BitSet having = payloads.portsWithVariant(variant);
        for (int port = having.nextSetBit(0); port >= 0; port = having.nextSetBit(port + 1)) {
            ports.add(port, port);
        }
        return ports.build();
    }

    private void addAll(ProbeKind kind, PortRanges ports, int variant) {
        if (ports.size() > 0) {
            add(kind, wanted.addresses(), ports, variant);
        }
    }

    private void add(ProbeKind kind, AddressSet addresses, PortRanges ports, int variant) {
        ScanPlan.Probing probing =
                new ScanPlan.Probing(
                        kind, new ProbeDetails(options.tcpFlags, tcpOptions(), payloads, variant));
        if (addresses.ipv4().size() > 0) {
            grids.add(Ipv4Grid.of(addresses.ipv4(), ports));
            probings.add(probing);
        }
        if (addresses.ipv6().rangeCount() > 0) {
            grids.add(Ipv6Grid.of(addresses.ipv6(), ports));
            probings.add(probing);
        }
    }

    /** Our own TCP, which conversations go by, has neither scaled windows nor timestamps. */
    private TcpOptions tcpOptions() {
        boolean isTalked = options.banners && options.tcpFlags == Tcp.SYN;
        return isTalked ? options.tcpOptions.forConversations() : options.tcpOptions;
    }
}
