// SPDX-License-Identifier: Apache-2.0
/**
 * The result of a scan, one record for each answer reported, its closed enums, and the ring that
 * carries records from the agent that receives to the agent that writes.
 */
@NullMarked
package sonde.record;

import org.jspecify.annotations.NullMarked;
