// SPDX-License-Identifier: Apache-2.0
/** Links that end inside the process: one that discards, one that answers. */
@NullMarked
package sonde.link.memory;

import org.jspecify.annotations.NullMarked;
