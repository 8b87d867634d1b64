// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Asks the host's own resolver: {@code /etc/hosts}, DNS, and what else it is set up to ask. Waits
 * for the answer.
 */
public final class DnsResolver implements NameResolver {

    /** A resolver; it has no state. */
    public DnsResolver() {}

    @Override
    public int[] resolve(String name) throws UnknownHostException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(name);
        } catch (UnknownHostException e) {
            UnknownHostException shorter =
                    new UnknownHostException("no host of this name is known");
            shorter.initCause(e);
            throw shorter;
        }
        int[] addresses = new int[found.length];
        int count = 0;
        for (InetAddress address : found) {
            if (address instanceof Inet4Address) {
                int bits = 0;
                for (byte part : address.getAddress()) {
                    bits = bits << 8 | (part & 0xFF);
                }
                addresses[count++] = bits;
            }
        }
        if (count == 0) {
            throw new UnknownHostException(
                    "this host has no IPv4 address, and IPv6 is not supported yet");
        }
        return Arrays.copyOf(addresses, count);
    }
}
