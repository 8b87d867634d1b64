// SPDX-License-Identifier: Apache-2.0
/**
 * What Sonde has of its own beside the Zstandard library, Aircompressor: the memory that its
 * classes work on, and what the beginning of a frame says.
 */
@NullMarked
package sonde.zstd;

import org.jspecify.annotations.NullMarked;
