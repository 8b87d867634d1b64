// SPDX-License-Identifier: Apache-2.0
/** Frames of the compression format Zstandard (RFC 8878): writes them, and reads none. */
@NullMarked
package sonde.output.zstd;

import org.jspecify.annotations.NullMarked;
