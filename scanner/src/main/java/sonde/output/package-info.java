// SPDX-License-Identifier: Apache-2.0
/**
 * Records as text: one class for each format, and the writers that keep every file whole whatever
 * ends the process. Knows records and the JDK, nothing of the network.
 *
 * <p>To add a format: one {@link sonde.output.RecordFormat}, one line in {@link
 * sonde.output.OutputFormat}; the contract test runs over all of them.
 */
@NullMarked
package sonde.output;

import org.jspecify.annotations.NullMarked;
