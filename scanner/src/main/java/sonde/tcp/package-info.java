// SPDX-License-Identifier: Apache-2.0
/**
 * User-space TCP: a table of connections of fixed size, segments in and out, retransmission and
 * timers. One machine belongs to one receive agent and is used by that agent's thread alone. What
 * is said on a connection is for its {@link sonde.tcp.Application} to decide.
 */
@NullMarked
package sonde.tcp;

import org.jspecify.annotations.NullMarked;
