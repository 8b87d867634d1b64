// SPDX-License-Identifier: Apache-2.0
/** Wrappers that tell of each frame in one line. */
@NullMarked
package sonde.link.trace;

import org.jspecify.annotations.NullMarked;
