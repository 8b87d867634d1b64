// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

/**
 * Which packets are ours: those of a protocol to a span of addresses and a range of ports.
 *
 * @param addresses ours, of one family
 * @param portFirst 0 to 65535
 * @param portLast inclusive
 * @param protocol the IP protocol's number, one of those with ports where TCP has them
 */
public record SteeringRule(AddressSpan addresses, int portFirst, int portLast, int protocol) {

    /** Protocols with a destination port at byte 2, {@code linux/in.h}. */
    public static final int TCP = 6;

    public static final int UDP = 17;
    public static final int SCTP = 132;

    private static final int PORT_MAX = 65_535;

    public SteeringRule {
        if (portFirst < 0 || portFirst > portLast || portLast > PORT_MAX) {
            throw new IllegalArgumentException("ports " + portFirst + " to " + portLast);
        }
        if (protocol != TCP && protocol != UDP && protocol != SCTP) {
            throw new IllegalArgumentException("protocol " + protocol + ", must have ports");
        }
    }

    /** For a range of IPv4 addresses in host order; the last of each range is inclusive. */
    public static SteeringRule ipv4(
            int addressFirst, int addressLast, int portFirst, int portLast, int protocol) {
        AddressSpan addresses = AddressSpan.ipv4(addressFirst, addressLast);
        return new SteeringRule(addresses, portFirst, portLast, protocol);
    }

    /** TCP to one IPv4 address of ours, in host order, and a range of our source ports. */
    public static SteeringRule tcp(int address, int portFirst, int portLast) {
        return ipv4(address, address, portFirst, portLast, TCP);
    }
}
