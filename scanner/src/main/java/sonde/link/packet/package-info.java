// SPDX-License-Identifier: Apache-2.0
/**
 * Ethernet frames by AF_PACKET: batches out through {@code sendmmsg(2)}, frames in through a ring
 * the kernel maps.
 */
@NullMarked
package sonde.link.packet;

import org.jspecify.annotations.NullMarked;
