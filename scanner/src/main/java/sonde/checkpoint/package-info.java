// SPDX-License-Identifier: Apache-2.0

/**
 * What a scan needs to go on after its process was killed: a checkpoint, which says how far the
 * scan and its outputs had come, and a journal of every record it has reported.
 */
@NullMarked
package sonde.checkpoint;

import org.jspecify.annotations.NullMarked;
