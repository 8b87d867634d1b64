// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.sys.Socket;
import sonde.wire.IpAddress;

/**
 * Which packets an {@link NftGuard} drops: those of a protocol to a range of our addresses and a
 * range of our ports.
 *
 * @param first the first of our addresses, of either family
 * @param last the last of them, of the same family and not below the first
 * @param portFirst the first of our ports, 0 to 65535
 * @param portLast the last of them
 * @param protocol the IP protocol's number: TCP, UDP or SCTP
 */
public record NftRule(IpAddress first, IpAddress last, int portFirst, int portLast, int protocol) {

    public NftRule {
        if (first.family() != last.family() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("addresses " + first + " to " + last);
        }
        if (portFirst < 0 || portFirst > portLast || portLast > 65_535) {
            throw new IllegalArgumentException("ports " + portFirst + " to " + portLast);
        }
        if (protocol != Socket.IPPROTO_TCP
                && protocol != Socket.IPPROTO_UDP
                && protocol != Socket.IPPROTO_SCTP) {
            throw new IllegalArgumentException("protocol " + protocol + ", must have ports");
        }
    }

    /** TCP to IPv4 addresses in host order. */
    public static NftRule tcp(int addressFirst, int addressLast, int portFirst, int portLast) {
        return new NftRule(
                IpAddress.ofIpv4(addressFirst),
                IpAddress.ofIpv4(addressLast),
                portFirst,
                portLast,
                Socket.IPPROTO_TCP);
    }
}
