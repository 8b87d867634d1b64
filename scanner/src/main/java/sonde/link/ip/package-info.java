// SPDX-License-Identifier: Apache-2.0
/**
 * IP packets without a link header of ours: for loopback, tunnels, and every other interface that
 * IP runs on.
 */
@NullMarked
package sonde.link.ip;

import org.jspecify.annotations.NullMarked;
