// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.net.UnknownHostException;

/** From host names to addresses. */
@FunctionalInterface
public interface NameResolver {

    /**
     * The addresses of a host.
     *
     * @param name a host name as users write it: letters, digits, hyphens, underscores and dots
     * @return its IPv4 addresses in host order, at least one
     * @throws UnknownHostException if there is none; the message says why, as the end of a sentence
     */
    int[] resolve(String name) throws UnknownHostException;
}
