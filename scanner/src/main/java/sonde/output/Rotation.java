// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.nio.file.Path;

/**
 * When output files are put aside, whole, and where.
 *
 * @param periodSeconds how long a file is written to, from 1; 0 for any time
 * @param offsetSeconds how much later than the full period, counted from the epoch in local time
 * @param sizeBytes how long it may get, from 1; 0 for any length
 * @param directory where finished files go
 */
public record Rotation(long periodSeconds, long offsetSeconds, long sizeBytes, Path directory) {}
