// SPDX-License-Identifier: Apache-2.0
/**
 * Time: the injected clock, the pacer that holds a scan to its rate, the helper that sleeps until
 * the next packet is due, and the estimator of round trips by which a scan knows when it has heard
 * everything.
 */
@NullMarked
package sonde.clock;

import org.jspecify.annotations.NullMarked;
