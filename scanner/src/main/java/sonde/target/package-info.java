// SPDX-License-Identifier: Apache-2.0

/**
 * What is scanned: ranges of addresses and ports as users write them, what is left out of them, and
 * the numbering of the targets that remain. An address is a host-order {@code int}, read as
 * unsigned; a range is first..last, inclusive.
 */
@NullMarked
package sonde.target;

import org.jspecify.annotations.NullMarked;
