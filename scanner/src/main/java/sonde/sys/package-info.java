// SPDX-License-Identifier: Apache-2.0
/**
 * Linux, as the rest of the program sees it: system calls, kernel structs and constants, errno,
 * mapped memory. The only package that links native symbols. No state and no policy: memory, call
 * state and lifetimes are the caller's.
 */
@NullMarked
package sonde.sys;

import org.jspecify.annotations.NullMarked;
