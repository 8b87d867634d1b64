// SPDX-License-Identifier: Apache-2.0
/**
 * Ways onto the wire: what transmit and receive agents see of one. Each way is a package below this
 * one; so are the wrappers that trace and record.
 */
@NullMarked
package sonde.link;

import org.jspecify.annotations.NullMarked;
