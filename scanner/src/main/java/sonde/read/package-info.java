// SPDX-License-Identifier: Apache-2.0
/**
 * Reads results back from the files of Sonde, masscan and nmap: one class a format, which is told
 * by a file's content. Files may come from anywhere; none can make a reader hang, crash or grow.
 */
@NullMarked
package sonde.read;

import org.jspecify.annotations.NullMarked;
