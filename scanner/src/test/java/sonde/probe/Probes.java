// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.probe.udp.UdpPayloads;
import sonde.wire.IpFamily;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One way to probe, for tests that run over all there are.
 *
 * @param details the TCP flags; the UDP payload
 */
record Probes(ProbeKind kind, IpFamily family, ProbeDetails details) {

    /** So many variants has no port: datagrams are empty, whatever payloads there are. */
    private static final int NO_VARIANT = 1_000;

    /** Protocols that each way of {@link ProtocolBody} is taken for: two are for experiments. */
    private static final int[] PROTOCOLS_IPV4 = {1, 6, 17, 132, 253, 254};

    private static final int[] PROTOCOLS_IPV6 = {58, 6, 17, 132, 253, 254};

    /** All kinds and families, and some TCP flags. */
    static List<Probes> all() {
        List<Probes> all = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            for (ProbeKind kind : ProbeKind.values()) {
                if (kind.supports(family)) {
                    all.add(new Probes(kind, family, ProbeDetails.SYN));
                }
            }
            for (int flags : new int[] {0, Tcp.FIN, Tcp.ACK, Tcp.SYN | Tcp.ACK, 0x29}) {
                all.add(new Probes(ProbeKind.TCP, family, details(flags, 0)));
            }
            all.add(new Probes(ProbeKind.UDP, family, details(0, NO_VARIANT)));
        }
        for (IpFamily family : IpFamily.values()) {
            for (TcpOptions options : TcpOptionsTest.some()) {
                ProbeDetails details = new ProbeDetails(Tcp.SYN, options, UdpPayloads.none(), 0);
                all.add(new Probes(ProbeKind.TCP, family, details));
            }
        }
        return all;
    }

    private static ProbeDetails details(int tcpFlags, int variant) {
        return new ProbeDetails(tcpFlags, UdpPayloads.builtIn(), variant);
    }

    FrameWriter writer(ProbeTemplate template, CookieKey key) {
        return kind.writer(template, family, details, key);
    }

    boolean isIpv6() {
        return family == IpFamily.IPV6;
    }

    boolean isArp() {
        return kind == ProbeKind.ARP;
    }

    /** A full batch of random probes of this kind. */
    ProbeBatch batch(SplittableRandom random) {
        ProbeBatch batch = Batches.random(random);
        batch.isIpv6 = isIpv6();
        if (kind == ProbeKind.IP_PROTOCOL) {
            setProtocols(batch);
        }
        return batch;
    }

    /** Replaces the batch's ports by some protocols. */
    void setProtocols(ProbeBatch batch) {
        int[] protocols = isIpv6() ? PROTOCOLS_IPV6 : PROTOCOLS_IPV4;
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.port[i] = protocols[i % protocols.length];
        }
    }

    private String options() {
        TcpOptions options = details.tcpOptions();
        return options.equals(TcpOptions.USUAL)
                ? ""
                : " mss "
                        + options.mss().orElse(0)
                        + (options.sackPermitted() ? " sack" : "")
                        + (options.timestamp().isPresent() ? " ts" : "")
                        + (options.windowScale().isPresent() ? " ws" : "");
    }

    /** Unique, and short enough for the name of a test. */
    @Override
    public String toString() {
        String which =
                switch (kind) {
                    case TCP -> " " + Tcp.flagsText(details.tcpFlags()) + options();
                    case UDP -> details.variant() == 0 ? "" : " empty";
                    case SCTP, ICMP_ECHO, ICMP_TIMESTAMP, IP_PROTOCOL, ARP -> "";
                };
        return kind.label() + which + (isIpv6() ? " IPv6" : " IPv4");
    }
}
