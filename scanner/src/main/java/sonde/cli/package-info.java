// SPDX-License-Identifier: Apache-2.0

/**
 * The command line: what was typed becomes {@link sonde.engine.ScanOptions}; help, status line,
 * closing summary and exit codes. One table, {@link sonde.cli.Option}, feeds the command line,
 * configuration files, {@code --echo}, {@code --help} and the suggestions for misspelt names.
 *
 * <p>This is the way into the program, so it is written for a fast start: no regular expressions,
 * format strings, streams or lambdas on the way to a scan.
 */
@NullMarked
package sonde.cli;

import org.jspecify.annotations.NullMarked;
