// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.net.UnknownHostException;
import java.util.List;

/** From host names to addresses. */
@FunctionalInterface
public interface NameResolver {

    /**
     * The addresses of a host.
     *
     * @param name a host name as users write it: letters, digits, hyphens, underscores and dots
     * @return its addresses of both families, at least one
     * @throws UnknownHostException if there is none; the message says why, as the end of a sentence
     */
    List<IpAddress> resolve(String name) throws UnknownHostException;
}
