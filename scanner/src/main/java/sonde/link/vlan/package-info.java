// SPDX-License-Identifier: Apache-2.0
/**
 * Frames in a VLAN by an interface that carries several: a wrapper that puts tags into what is
 * sent, so that nobody else need know of them.
 */
@NullMarked
package sonde.link.vlan;

import org.jspecify.annotations.NullMarked;
