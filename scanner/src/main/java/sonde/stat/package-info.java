// SPDX-License-Identifier: Apache-2.0
/**
 * What is counted, and where: the catalogue of counters, and their padded cells, each written by
 * one agent and read by anyone.
 */
@NullMarked
package sonde.stat;

import org.jspecify.annotations.NullMarked;
