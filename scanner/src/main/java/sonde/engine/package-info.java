// SPDX-License-Identifier: Apache-2.0

/**
 * The engine: makes a {@link sonde.engine.ScanPlan} of what was asked for, wires the agents that
 * carry it out, and answers for how far the scan has come. One seam serves every caller: run shard
 * s from position p, report the position below which all is answered for ({@link
 * sonde.engine.Scan}).
 */
@NullMarked
package sonde.engine;

import org.jspecify.annotations.NullMarked;
