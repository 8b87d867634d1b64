// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.probe.udp.UdpPayloads;
import sonde.wire.Tcp;

/**
 * What tells probes of one kind from others of the same kind.
 *
 * @param tcpFlags the flags of TCP probes, the low eight bits of RFC 9293 section 3.1's control
 *     bits
 * @param tcpOptions what TCP probes with SYN have for options
 * @param payloads what UDP probes carry
 * @param variant which of a port's payloads, from 0; all ports of the batch have that many
 */
public record ProbeDetails(int tcpFlags, TcpOptions tcpOptions, UdpPayloads payloads, int variant) {

    /** Of a probe that is no UDP and says what a SYN says. */
    public static final ProbeDetails SYN = new ProbeDetails(Tcp.SYN, UdpPayloads.none(), 0);

    /** Of probes with the usual options. */
    public ProbeDetails(int tcpFlags, UdpPayloads payloads, int variant) {
        this(tcpFlags, TcpOptions.USUAL, payloads, variant);
    }
}
