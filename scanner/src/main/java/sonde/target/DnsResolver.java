// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the host's own resolver: {@code /etc/hosts}, DNS, and what else it is set up to ask. Waits
 * for the answer.
 */
public final class DnsResolver implements NameResolver {

    /** A resolver; it has no state. */
    public DnsResolver() {}

    @Override
    public List<IpAddress> resolve(String name) throws UnknownHostException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(name);
        } catch (UnknownHostException e) {
            UnknownHostException shorter =
                    new UnknownHostException("no host of this name is known");
            shorter.initCause(e);
            throw shorter;
        }
        List<IpAddress> addresses = new ArrayList<>();
        for (InetAddress address : found) {
            addresses.add(of(ByteBuffer.wrap(address.getAddress())));
        }
        return addresses;
    }

    private static IpAddress of(ByteBuffer bytes) {
        return bytes.remaining() == Integer.BYTES
                ? IpAddress.ofIpv4(bytes.getInt())
                : new IpAddress(bytes.getLong(), bytes.getLong());
    }
}
