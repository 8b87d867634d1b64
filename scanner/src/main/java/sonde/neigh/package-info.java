// SPDX-License-Identifier: Apache-2.0

/**
 * The host and its neighbours: interfaces, addresses and routes as the kernel tells them, the way
 * that probes take out of the host, and the Ethernet addresses of routers and of targets on the
 * same network; and {@link sonde.neigh.NftGuard}, which keeps answers to us from the host's TCP.
 *
 * <p>Addresses of both families are {@link sonde.wire.IpAddress}es and go through the same tables;
 * only where packets differ, ARP and RFC 4861, or the choice of a source, there are two classes.
 */
@NullMarked
package sonde.neigh;

import org.jspecify.annotations.NullMarked;
