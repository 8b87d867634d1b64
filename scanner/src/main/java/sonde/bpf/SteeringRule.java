// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

/**
 * Which packets are ours: those of a protocol to a range of addresses and a range of ports.
 *
 * @param addressFirst IPv4 in host order, below {@code addressLast} as an unsigned number
 * @param addressLast inclusive
 * @param portFirst 0 to 65535
 * @param portLast inclusive
 * @param protocol the IP protocol's number, one of those with ports where TCP has them
 */
public record SteeringRule(
        int addressFirst, int addressLast, int portFirst, int portLast, int protocol) {

    /** Protocols with a destination port at byte 2, {@code linux/in.h}. */
    public static final int TCP = 6;

    public static final int UDP = 17;
    public static final int SCTP = 132;

    private static final int PORT_MAX = 65_535;

    public SteeringRule {
        if (Integer.compareUnsigned(addressFirst, addressLast) > 0) {
            throw new IllegalArgumentException(
                    "addresses "
                            + Integer.toUnsignedString(addressFirst)
                            + " to "
                            + Integer.toUnsignedString(addressLast));
        }
        if (portFirst < 0 || portFirst > portLast || portLast > PORT_MAX) {
            throw new IllegalArgumentException("ports " + portFirst + " to " + portLast);
        }
        if (protocol != TCP && protocol != UDP && protocol != SCTP) {
            throw new IllegalArgumentException("protocol " + protocol + ", must have ports");
        }
    }

    /** TCP to one address of ours and a range of our source ports. */
    public static SteeringRule tcp(int address, int portFirst, int portLast) {
        return new SteeringRule(address, address, portFirst, portLast, TCP);
    }
}
