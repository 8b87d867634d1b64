// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.Cookies;
import sonde.probe.Ipv6SourceAddresses;
import sonde.probe.ProbeBatch;
import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.probe.ProbeTemplate;
import sonde.probe.udp.UdpPayloads;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A probe to one of two hosts, one of each family, of the scan of {@link Answers}. */
record SentProbe(ProbeKind kind, IpAddress host, int port, ProbeDetails details) {

    static final IpAddress IPV4_HOST = IpAddress.parse("198.18.7.9");
    static final IpAddress IPV6_HOST = IpAddress.parse("2001:db8:7::9");

    static final Ipv6SourceAddresses IPV6_ADDRESSES =
            new Ipv6SourceAddresses(
                    IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::4"), Answers.KEY);

    /** Nothing probes it. */
    static final int UNPROBED_PORT = 7777;

    /** An IP protocol that nothing probes: IANA's second one for experiments (RFC 3692). */
    static final int UNPROBED_PROTOCOL = 254;

    /** The two hosts, on every port but one. */
    static final ProbedTargets TARGETS =
            (kind, high, low, port) -> {
                IpAddress address = new IpAddress(high, low);
                return (address.equals(IPV4_HOST) || address.equals(IPV6_HOST))
                        && kind.supports(address.family())
                        && port != UNPROBED_PORT
                        && (kind != ProbeKind.IP_PROTOCOL || port != UNPROBED_PROTOCOL);
            };

    private static final int FRAME_LENGTH_MAX_BYTES = 1514;

    static SentProbe of(ProbeKind kind, IpAddress host, int port) {
        return new SentProbe(kind, host, port, new ProbeDetails(Tcp.SYN, UdpPayloads.builtIn(), 0));
    }

    static SentProbe tcp(IpAddress host, int port, int flags) {
        ProbeDetails details = new ProbeDetails(flags, UdpPayloads.builtIn(), 0);
        return new SentProbe(ProbeKind.TCP, host, port, details);
    }

    /** What answers to this probe have to fit, in a scan of nothing but this kind of probes. */
    SentProbes sent() {
        return new SentProbes(
                Answers.KEY,
                Answers.ADDRESSES,
                IPV6_ADDRESSES,
                Answers.PORTS,
                details.tcpFlags(),
                details.payloads(),
                (ofKind, high, low, ofPort) ->
                        ofKind == kind && TARGETS.has(ofKind, high, low, ofPort));
    }

    private ProbeBatch batch() {
        ProbeBatch batch = new ProbeBatch();
        batch.isIpv6 = !host.isIpv4();
        batch.address[0] = host.ipv4();
        batch.addressHigh[0] = host.high();
        batch.addressLow[0] = host.low();
        batch.port[0] = port;
        batch.count = 1;
        if (batch.isIpv6) {
            IPV6_ADDRESSES.fill(batch);
        } else {
            Answers.ADDRESSES.fill(batch);
        }
        Answers.PORTS.fill(batch);
        new Cookies(Answers.KEY, kind.cookieDomain()).fill(batch);
        return batch;
    }

    int cookie() {
        return batch().cookie[0];
    }

    /** The whole frame, as it goes out. */
    MemorySegment frame() {
        ProbeBatch batch = batch();
        var writer =
                kind.writer(
                        ProbeTemplate.ethernet(1, 2, ProbeTemplate.TTL_DEFAULT),
                        host.family(),
                        details,
                        Answers.KEY);
        MemorySegment memory = MemorySegment.ofArray(new byte[FRAME_LENGTH_MAX_BYTES]);
        writer.write(batch, 0, 1, memory, 0, FRAME_LENGTH_MAX_BYTES);
        return memory.asSlice(0, writer.frameLengthBytes(batch, 0));
    }

    /** The frame without its Ethernet header, as errors quote it. */
    byte[] packet() {
        return frame().asSlice(Ethernet.HEADER_LENGTH_BYTES).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Short enough for the name of a test. */
    @Override
    public String toString() {
        String flags = kind == ProbeKind.TCP ? " flags " + details.tcpFlags() : "";
        return kind.label() + ' ' + port + flags + " of " + host;
    }
}
