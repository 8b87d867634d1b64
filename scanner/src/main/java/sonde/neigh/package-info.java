// SPDX-License-Identifier: Apache-2.0

/**
 * The host and its neighbours: interfaces, addresses and routes as the kernel tells them, the way
 * that probes take out of the host, and the Ethernet addresses of routers and of targets on the
 * same network; and {@link sonde.neigh.NftGuard}, which keeps answers to us from the host's TCP.
 *
 * <p>IPv4. {@link sonde.neigh.NeighbourScout} knows of addresses and time only, frames are asked of
 * {@code sonde.wire}: IPv6 adds a table by its own kind of address and another frame to ask with.
 */
@NullMarked
package sonde.neigh;

import org.jspecify.annotations.NullMarked;
