// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers by which name each address was given, while another resolver finds the addresses: a web
 * server or a TLS server wants to hear the name. Filled by one thread, then read by any.
 */
public final class HostNames implements NameResolver {

    /** More names than this are resolved but not remembered. */
    public static final int NAMES_MAX = 1 << 20;

    private final NameResolver resolver;
    private final Map<IpAddress, String> names = new HashMap<>();

    public HostNames(NameResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public List<IpAddress> resolve(String name) throws UnknownHostException {
        List<IpAddress> addresses = resolver.resolve(name);
        for (IpAddress address : addresses) {
            if (names.size() < NAMES_MAX) {
                names.putIfAbsent(address, name);
            }
        }
        return addresses;
    }

    /** The first name that led to an address, IPv4 in host order, or null. */
    public @Nullable String nameOf(int address) {
        return nameOf(IpAddress.ofIpv4(address));
    }

    /** The first name that led to an address, or null. */
    public @Nullable String nameOf(IpAddress address) {
        return names.get(address);
    }
}
