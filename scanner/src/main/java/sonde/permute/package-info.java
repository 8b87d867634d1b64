// SPDX-License-Identifier: Apache-2.0

/**
 * The order of a scan: a keyed bijection between positions (0, 1, 2, ... in the order of sending)
 * and indexes (places in the target space), the seed that fixes it, and the shards that divide it.
 *
 * <p>Knows numbers only: what an index stands for is {@code sonde.target}'s business.
 */
@NullMarked
package sonde.permute;

import org.jspecify.annotations.NullMarked;
